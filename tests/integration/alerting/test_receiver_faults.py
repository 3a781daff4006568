"""Ten alerts (two hundred in the long form) against each fault of a receiver: none lost, none falsely delivered."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.model import Finding
from alerts.notify import AppriseNotifier
from storage import Database
from tests.desk import ALONE, FINDING, Office, office, recipient
from tests.receivers import HttpReceiver, Reply, says
from watcher.steps.deliver import deliver_due

FAULTS: dict[str, Reply] = {
    "500": Reply(status=500),
    "429": Reply(status=429, headers={"Retry-After": "120"}),
    "timeout after accepting": Reply(wait=0.6),
    "reset": Reply(reset=True),
    "200 with error code": says({"errcode": 45009, "errmsg": "api freq out of limit"}),
    "invalid JSON": Reply(body=b"<html>busy</html>"),
}
AMBIGUOUS = ("timeout after accepting", "reset", "invalid JSON")


def findings(number: int) -> list[Finding]:
    return [replace(FINDING, subject=f"measure.{each}") for each in range(number)]


def fail_all(here: Office, notifier_calls: int) -> None:
    """One round in which every notice is tried once."""
    sent = deliver_due(here.context, None, due_by=here.clock())
    assert (sent.delivered, sent.failed) == (0, notifier_calls)


def recover(here: Office) -> None:
    """Rounds until everything has arrived; the longest back-off is six hours."""
    for _ in range(12):
        here.clock.move(hours=7)
        deliver_due(here.context, None, due_by=here.clock())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("alerts", [10, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_taken_for_delivered(
    database: Database, receiver: HttpReceiver, tmp_path: Path, fault: str, alerts: int, as_wecom: Callable[[str], None]
) -> None:
    as_wecom(fault)
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        receiver.always = FAULTS[fault]
        quick = replace(here.context, notifier=AppriseNotifier(connect_timeout=2, read_timeout=0.3))
        here = replace(here, context=quick)
        here.find(*findings(alerts))
        fail_all(here, alerts)
        assert Counter(here.states()) == {"pending": alerts}
        with database.reading() as unit:
            waiting = unit.deliveries.all("pending")
        assert all(bool(d.last_error) and d.attempts == 1 for d in waiting)
        assert {d.ambiguous for d in waiting} == {fault in AMBIGUOUS}
        if fault == "429":
            assert min(d.due_at for d in waiting) >= here.clock() + timedelta(seconds=120)
        else:
            assert max(d.due_at for d in waiting) <= here.clock() + timedelta(seconds=30)
        receiver.always = says({"errcode": 0})
        recover(here)
        assert Counter(here.states()) == {"delivered": alerts}
        arrived = Counter(re.findall(r"A-[0-9A-Z]{7,}", text)[-1] for text in said(receiver))
        assert len(arrived) == alerts


@pytest.fixture
def as_wecom(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Judge json:// answers by the codes of a robot where the fault is an answer of one."""
    from alerts.notify.services import table

    def judge(fault: str) -> None:
        if fault in ("200 with error code", "invalid JSON"):
            monkeypatch.setitem(table("providers"), "json", table("providers")["wecombot"])

    return judge


def said(receiver: HttpReceiver) -> list[str]:
    return [str(one.content["message"]) for one in receiver.received]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("alerts", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_name_that_does_not_resolve_is_waited_for(
    database: Database, receiver: HttpReceiver, tmp_path: Path, alerts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = receiver.address.partition(":")[2]
    with office(database, tmp_path, recipient(f"json://receiver.invalid:{port}/x"), alerting=ALONE) as here:
        here.find(*findings(alerts))
        fail_all(here, alerts)
        assert Counter(here.states()) == {"pending": alerts}
        with database.reading() as unit:
            assert all("域名" in (d.last_error or "") and not d.ambiguous for d in unit.deliveries.all())
        resolve = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda name, *rest, **more: resolve("127.0.0.1", *rest, **more))
        recover(here)
        assert Counter(here.states()) == {"delivered": alerts}
        assert len(said(receiver)) == alerts

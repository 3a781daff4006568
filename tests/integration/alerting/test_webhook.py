"""The webhook for programs: signed, one event per change, the same id for each attempt."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.notify import validate_url
from storage import Database
from tests.desk import FINDING, MEDIUM, Office, office, recipient
from tests.receivers import HttpReceiver, Reply
from watcher.steps import act_on_alert

SECRET = "s3cret-of-16-characters"


def hooked(receiver: HttpReceiver, **keys: Any) -> dict[str, Any]:
    return recipient(f"hook+http://{receiver.address}/in?team=7&secret={SECRET}", "台账系统", **keys)


def events(receiver: HttpReceiver) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in receiver.received]


def verbs(receiver: HttpReceiver) -> list[str]:
    return [event["event"] for event in events(receiver)]


def one_alert(here: Office) -> str:
    (alert,) = here.find(FINDING)
    here.deliver()
    return alert.id


def test_an_event_is_signed_and_its_secret_stays_home(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, hooked(receiver)) as here:
        alert_id = one_alert(here)
    (request,) = receiver.received
    signed = request.headers["X-Gongkai-Timestamp"].encode() + b"." + request.body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["X-Gongkai-Signature"] == f"v1={expected}"
    assert request.path == "/in?team=7"
    assert SECRET not in str(request)
    event = request.content
    assert (event["version"], event["event"], event["alert"]["id"]) == (1, "open", alert_id)
    assert len(event["dedup_key"]) == 64
    assert {"rule", "severity", "department", "district", "fiscal_year", "source_url"} <= event["alert"].keys()


DOCUMENTED = Path(__file__).parents[3] / "docs" / "webhook.md"


def test_another_program_checks_the_signature_by_what_is_documented(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    """Not Python's hmac: openssl signs the bytes that came over the wire."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl")
    with office(database, tmp_path, hooked(receiver)) as here:
        one_alert(here)
    (request,) = receiver.received
    signed = request.headers["X-Gongkai-Timestamp"].encode() + b"." + request.body
    done = subprocess.run(
        [openssl, "dgst", "-sha256", "-hmac", SECRET, "-r"], input=signed, capture_output=True, check=True
    )
    assert request.headers["X-Gongkai-Signature"] == f"v1={done.stdout.split()[0].decode()}"
    assert abs(time.time() - int(request.headers["X-Gongkai-Timestamp"])) < 300
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"


def test_what_is_sent_is_what_is_documented(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with office(database, tmp_path, hooked(receiver)) as here:
        one_alert(here)
    (event,) = events(receiver)
    text = DOCUMENTED.read_text(encoding="utf-8")
    of_event = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    (holds,) = re.findall(r"^`alert` holds (.*?)\.\n\n", text, re.MULTILINE | re.DOTALL)
    assert set(event) == of_event
    assert set(event["alert"]) == set(re.findall(r"`(\w+)`", holds))
    assert event["dedup_key"] == here.alert(event["alert"]["id"]).fingerprint


def test_each_step_of_an_alerts_life_is_one_event_under_one_key(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, hooked(receiver)) as here:
        alert_id = one_alert(here)
        act_on_alert.acknowledge(here.context, alert_id, "李明")
        here.find(FINDING)
        here.deliver()
        act_on_alert.dismiss(here.context, alert_id, "李明", "误报")
        here.deliver()
        act_on_alert.reopen(here.context, alert_id, "李明")
        here.deliver()
        here.find(replace(FINDING, values={"current": "13.30", "prior": "8.10"}))
        here.deliver()
        here.find(rules=("G2",))
        here.deliver()
        here.deliver()
    assert verbs(receiver) == ["open", "ack", "settle", "open", "open", "settle"]
    assert len({event["dedup_key"] for event in events(receiver)}) == 1
    assert len({event["event_id"] for event in events(receiver)}) == 6
    assert [event["alert"]["state"] for event in events(receiver)][-4:] == ["dismissed", "open", "open", "settled"]


def test_a_repeat_bears_the_same_id_and_the_same_words(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, hooked(receiver)) as here:
        receiver.plan(Reply(status=500), Reply(reset=True))
        one_alert(here)
        for _ in range(3):
            here.clock.move(minutes=5)
            here.deliver()
        assert here.states() == ["delivered"]
    assert len(receiver.received) == 3
    assert len({request.body for request in receiver.received}) == 1


def test_what_was_never_opened_is_never_settled_and_nothing_waits_for_its_like(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, hooked(receiver, digest="weekly", quiet_hours="00:00-23:59")) as here:
        here.find(replace(MEDIUM, rule="G3"))
        here.deliver()
        assert verbs(receiver) == ["open"], "a program does not sleep"
        here.find(FINDING)
        here.find(rules=("G2",))
        here.deliver()
    assert verbs(receiver) == ["open"]


@pytest.mark.parametrize(
    "url", ["hook+https://a.example/in", "hook+https://a.example/in?secret=short", "hook+https:///in?secret=" + SECRET]
)
def test_an_address_without_a_secret_is_refused_before_anything_is_sent(url: str) -> None:
    message = validate_url(url)
    assert message
    assert "short" not in message
    assert SECRET not in message

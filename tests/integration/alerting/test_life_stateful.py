"""Whatever happens in whatever order, the life of an alert keeps its promises: a model beside the real thing.

The long form (2,000 runs of 50 steps in four parts, some eight minutes of one core) is
`pytest -m long -k life_stateful`; every change runs 100.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alerts.lifecycle import IllegalStepError
from alerts.model import AlertState, Delivered, DeliveryFailed, Notice, Severity, Silence
from storage import Database, open_database
from tests.desk import FINDING, Office, office, recipient
from watcher.steps import act_on_alert
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import deliver_due

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nothing here is about the disk
VALUES = ("12.30", "13.30", "14.30")


class Ear:
    """A receiver that may be down, or whose answers may be lost; what it took is what a person has heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.state = "up"
        self.lost = 0  # answers

    def send(self, url: str, notice: Notice) -> Delivered | DeliveryFailed:
        """As the notifier's."""
        if self.state == "down":
            return DeliveryFailed(error="down")
        self.heard.append(notice.text)
        if self.state == "up":
            return Delivered()
        self.lost += 1
        return DeliveryFailed(error="answer lost", ambiguous=True)


class Life(RuleBasedStateMachine):
    """One finding of one report, read, changed, withdrawn; people act; the clock jumps; processes restart and die."""

    template: Path
    folder: Path
    database: Database

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        for left in self.folder.glob("watcher.db*"):
            left.unlink()
        shutil.copy(self.template, self.folder / "watcher.db")
        self.ear = Ear()
        self.here = self.open()
        self.value: str | None = None  # what the report says now
        self.severity = FINDING.severity
        self.state: AlertState | None = None  # as the model has it
        self.closed: tuple[str | None, Severity] | None = None  # what it said when somebody dismissed or settled it
        self.silence: int | None = None
        self.silent_until = self.here.clock()

    def open(self) -> Office:
        """A process that starts: connections of its own. The statements written once are all that it inherits."""
        self.stack.callback(self.database.dispose)
        opened = self.stack.enter_context(office(self.database, self.folder, recipient("json://127.0.0.1:9/x")))
        return replace(opened, context=replace(opened.context, notifier=self.ear))

    @rule(value=st.sampled_from(VALUES), severity=st.sampled_from([Severity.HIGH, Severity.HIGH, Severity.CRITICAL]))
    def read(self, value: str, severity: Severity) -> None:
        """A reading shows the finding, by rules that may have been changed meanwhile."""
        said = f"三公经费决算{value}万元，上年8.10万元。"
        finding = replace(FINDING, severity=severity, message=said, values={"current": value, "prior": "8.10"})
        self.here.find(finding)
        over = self.state in (None, AlertState.SETTLED, AlertState.DISMISSED)
        graver = self.state == AlertState.ACKNOWLEDGED and severity.rank > self.severity.rank
        if (over and (value, severity) != self.closed) or graver:
            self.state, self.closed = AlertState.OPEN, None
        self.value, self.severity = value, severity

    @precondition(lambda self: self.state is not None)
    @rule()
    def withdraw(self) -> None:
        """A reading shows it no more."""
        self.here.find(rules=("G2",))
        if self.state != AlertState.DISMISSED:
            self.state = AlertState.SETTLED

    @precondition(lambda self: self.state is not None)
    @rule(step=st.sampled_from(["acknowledge", "dismiss", "settle", "reopen"]))
    def act(self, step: str) -> None:
        """Somebody does something, possible or not."""
        possible = {
            "acknowledge": (AlertState.OPEN,),
            "dismiss": (AlertState.OPEN, AlertState.ACKNOWLEDGED),
            "settle": (AlertState.OPEN, AlertState.ACKNOWLEDGED),
            "reopen": (AlertState.ACKNOWLEDGED, AlertState.DISMISSED, AlertState.SETTLED),
        }[step]
        alert = self.alert()
        arguments: list[Any] = [self.here.context, alert.id, "李明", "理由"]
        if self.state not in possible:
            with pytest.raises(IllegalStepError):
                getattr(act_on_alert, step)(*arguments)
            return
        getattr(act_on_alert, step)(*arguments)
        self.state = {
            "acknowledge": AlertState.ACKNOWLEDGED,
            "dismiss": AlertState.DISMISSED,
            "settle": AlertState.SETTLED,
            "reopen": AlertState.OPEN,
        }[step]
        self.closed = (self.value, self.severity) if step in ("dismiss", "settle") else None

    @precondition(lambda self: self.silence is None)
    @rule(hours=st.integers(1, 200))
    def hush(self, hours: int) -> None:
        """A silence over everything."""
        now = self.here.clock()
        self.silent_until = now + timedelta(hours=hours)
        wanted = Silence(district="澄湖区", created_at=now, until=self.silent_until, author="王", reason="检查")
        self.silence, _ = act_on_alert.silence(self.here.context, wanted)

    @precondition(lambda self: self.silence is not None)
    @rule()
    def speak_again(self) -> None:
        """The silence is ended, if it still holds."""
        holds = self.here.clock() < self.silent_until
        assert act_on_alert.end_silence(self.here.context, self.silence or 0, "王") == holds
        self.silence = None

    @rule(hours=st.sampled_from([1, 30, 24 * 8, 24 * 400, -1]))
    def jump(self, hours: int) -> None:
        """Time passes, or somebody sets the clock back."""
        self.here.clock.move(hours=hours)

    @rule(state=st.sampled_from(["up", "up", "down", "deaf"]))
    def turn_receiver(self, state: str) -> None:
        """The receiver goes down, comes back, or takes what comes and loses its answer."""
        self.ear.state = state

    @rule()
    def die_in_mid_flight(self) -> None:
        """The process takes a notice to send it and dies before it knows what became of it."""
        with self.here.context.database.transaction() as unit:
            claimed = unit.deliveries.claim_due(self.here.clock(), timedelta(minutes=2), 1)
        if claimed and self.ear.state != "down":
            self.ear.heard.append(claimed[0].text)
            self.ear.lost += 1
        self.restart()
        with self.here.context.database.transaction() as unit:
            unit.deliveries.reclaim(self.here.clock())

    @precondition(lambda self: self.state is not None)
    @rule(word=st.sampled_from(["asked", "answered", "corrected"]), days=st.sampled_from([None, 0, 20]))
    def label(self, word: str, days: int | None) -> None:
        """The follow-up goes on; an answer may be due by a day."""
        due = self.here.clock().date() + timedelta(days=days) if days is not None else None
        act_on_alert.label(self.here.context, self.alert().id, "李明", word, due)

    @rule()
    def restart(self) -> None:
        """The process ends and another one starts."""
        now = self.here.clock()
        self.stack.close()
        self.here = self.open()
        self.here.clock.now = now

    @rule()
    def deliver(self) -> None:
        """The end of a pass: what is open and not silenced has been heard, as it is now."""
        self.hear(self.here.deliver)

    @rule()
    def tick(self) -> None:
        """What the service does every few seconds: letters wait for their like and for the recipient's allowance."""
        self.hear(lambda: (close_letters(self.here.context), deliver_due(self.here.context)))

    def hear(self, send: Callable[[], object]) -> None:
        before = len(self.ear.heard)
        send()
        if self.silenced():
            assert len(self.ear.heard) == before

    def teardown(self) -> None:
        """In the end everything holds: the receiver is back, silences are over, passes go on until all is said."""
        if not hasattr(self, "here"):
            return
        try:
            self.ear.state = "up"
            for _ in range(4):
                self.here.clock.move(days=10)
                self.here.deliver()
            self.check_end()
        finally:
            self.stack.close()

    def check_end(self) -> None:
        if self.state is None:
            assert self.ear.heard == []
            return
        last = self.ear.heard[-1] if self.ear.heard else ""
        if self.state == AlertState.OPEN:
            assert "【" in last, "what is open was told"
            assert "解除" not in last.splitlines()[0]
            assert f"决算{self.value}万元" in last, "as it is now"
            assert ("·红】" in last) == (self.severity == Severity.CRITICAL)
        if self.state == AlertState.SETTLED and last:
            assert "解除" in last.splitlines()[0], "who was told is told that it is over"
        repeats = sum(one == other for one, other in pairwise(self.ear.heard))
        assert repeats <= self.ear.lost, "nothing twice but what may not have arrived"
        assert set(self.here.states()) <= {"delivered", "suppressed"}

    @invariant()
    def the_database_agrees_with_the_model(self) -> None:
        if not hasattr(self, "here") or self.state is None:
            return
        alert = self.alert()
        assert alert.state == self.state
        with self.here.context.database.reading() as unit:
            events = unit.alerts.events(alert.id)
        assert events[-1].to_state == self.state
        steps = [e for e in events if e.from_state != e.to_state]
        assert all(a.to_state == b.from_state for a, b in pairwise(steps)), "the log replays"

    def silenced(self) -> bool:
        return self.silence is not None and self.here.clock() < self.silent_until

    def alert(self) -> Any:
        with self.here.context.database.reading() as unit:
            (found,) = unit.alerts.all()
        return found


def run(template: Path, examples: int) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        # One for all runs: SQLAlchemy writes each statement once for each engine, and that was half of the time.
        database = open_database(f"sqlite:///{Path(name) / 'watcher.db'}")
        machine = type("Machine", (Life,), {"template": template, "folder": Path(name), "database": database})
        run_examples(machine, examples)


def run_examples(machine: type[Life], examples: int) -> None:
    quick = settings(
        max_examples=examples, stateful_step_count=12 if examples <= 100 else 50, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True,
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=quick)  # type: ignore[no-untyped-call]


@pytest.mark.timeout(600)
def test_life_stateful_hundred_times(migrated_sqlite: Path) -> None:
    run(migrated_sqlite, 100)


@pytest.mark.long
@pytest.mark.timeout(14400)
@pytest.mark.parametrize("_part", range(4))
def test_life_stateful_five_hundred_times(migrated_sqlite: Path, _part: int) -> None:
    run(migrated_sqlite, 500)

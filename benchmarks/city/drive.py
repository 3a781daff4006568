"""The service's tickers along the city's clock: each tick at its own period, and a jump to what is due next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from benchmarks.city.clock import Clock
from benchmarks.city.script import Season
from watcher.checking import check_everything
from watcher.context import Context
from watcher.draining import work_one
from watcher.duties.deadline_looks import DeadlineLooks
from watcher.polling import emit_due_rereads
from watcher.seasons import SeasonLooks
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import deliver_due
from watcher.steps.forget_old import forget_old
from watcher.steps.mute import MuteLooks
from watcher.steps.release_held import release_held
from watcher.steps.watch_deadlines import watch_deadlines
from watcher.steps.watch_sources import SourceLooks, watch_sources

#: What may be due, and since when. A tick that would find nothing due is left out: it costs, and changes nothing.
DUE = {
    "check": "select min(next_due_at) from source where active",
    "work": "select min(due_at) from message where state = 'pending'",
    "reread": "select min(next_due_at) from publication where state <> 'not_a_report'",
    "deliver": "select min(due_at) from delivery where state = 'pending' and letter_id is null and batch is null",
    "letters": "select min(due_at) from delivery where state = 'pending' and letter_id is null and batch is not null",
    "held": "select min(hold_until) from alert where state = 'open' and hold_until > :now",
}
LONGEST_SLEEP = timedelta(minutes=30)


class Drive:
    """One service, its tickers and one worker, on a clock that jumps."""

    def __init__(self, context: Context, season: Season, clock: Clock) -> None:
        self._context, self._season, self._clock = context, season, clock
        self._events = list(reversed(season.events))
        self._busy = True
        self._last: dict[str, datetime] = {}
        self._due_at: dict[str, datetime | None] = {}
        self.cpu: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._sqlite = sqlite3.connect(Path(context.settings.service.data) / "watcher.db", isolation_level=None)
        looks, source_looks, self._season_looks = DeadlineLooks(), SourceLooks(), SeasonLooks()
        mute_looks = MuteLooks()
        self._jobs: dict[str, tuple[int, Callable[[], object]]] = {
            "check": (2, self._check),
            "deliver": (2, lambda: deliver_due(context)),
            "letters": (5, lambda: close_letters(context, looks=mute_looks)),
            "reread": (30, lambda: emit_due_rereads(context)),
            "sources": (60, lambda: watch_sources(context, source_looks)),
            "deadlines": (60, lambda: watch_deadlines(context, looks)),
            "held": (60, lambda: release_held(context)),
            "sweep": (900, lambda: close_letters(context, looks=mute_looks)),
            "forget": (600, lambda: forget_old(context)),
        }

    def run(self, until: datetime, every_day: Callable[[datetime], None] = lambda _: None) -> None:
        """Serve until then."""
        day = self._clock.now().date()
        while self._clock.now() < until:
            self._let_happen()
            self._due_at = self._look()
            for name, (seconds, job) in self._jobs.items():
                self._tick(name, seconds, job)
            if self._busy or self._is_due("work"):  # a worker asks until nothing is left: that ends first sights
                self._busy = bool(self._timed("work", lambda: work_one(self._context)))
            if not self._busy:
                self._sleep()
            if self._clock.now().date() != day:
                day = self._clock.now().date()
                every_day(self._clock.now())

    def _let_happen(self) -> None:
        while self._events and self._events[-1][0] <= self._clock.now():
            self._events.pop()[2]()

    def _tick(self, name: str, seconds: int, job: Callable[[], object]) -> None:
        now = self._clock.now()
        if not self._is_due(name) or (name in self._last and now - self._last[name] < timedelta(seconds=seconds)):
            return
        self._last[name] = now
        self._timed(name, job)

    def _timed(self, name: str, job: Callable[[], object]) -> object:
        began = process_time()
        found = job()
        self.cpu[name] = self.cpu.get(name, 0.0) + process_time() - began
        self.calls[name] = self.calls.get(name, 0) + 1
        return found

    def _check(self) -> None:
        with self._context.database.reading() as unit:
            due = unit.sources.due(self._clock.now(), 200)
        if due:
            check_everything(self._context, due, looks=self._season_looks)

    def _sleep(self) -> None:
        """Jump to what is due next; at most half an hour, for some ticks only look."""
        wanted = [self._clock.now() + LONGEST_SLEEP, *(due for due in self._due_at.values() if due)]
        if self._events:
            wanted.append(self._events[-1][0])
        self._clock.advance_to(max(min(wanted), self._clock.now() + timedelta(seconds=1)))

    def _look(self) -> dict[str, datetime | None]:
        now = {"now": self._clock.now().strftime("%Y-%m-%d %H:%M:%S")}
        found = {name: self._sqlite.execute(question, now).fetchone()[0] for name, question in DUE.items()}
        return {n: datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None for n, text in found.items()}

    def _is_due(self, name: str) -> bool:
        due = self._due_at.get(name)
        return name not in DUE or (due is not None and due <= self._clock.now())

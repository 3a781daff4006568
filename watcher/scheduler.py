"""APScheduler ticks; each tick only asks what is due. State lives in the database, never in the scheduler.

One database error inside APScheduler's own bookkeeping kills its thread for good while ``running`` stays True,
so liveness is a heartbeat that a tick writes, and a watchdog that ends the process when it stops.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from storage.errors import DiskFull
from watcher.checking import check_everything
from watcher.context import Context
from watcher.draining import work_one
from watcher.duties.deadline_looks import DeadlineLooks
from watcher.health.heartbeat import BEAT_SECONDS, HEARTBEAT_FILE, STALLED_SECONDS, YOUNG_SECONDS
from watcher.health.ping import ping_if_through
from watcher.health.room import Room
from watcher.polling import emit_due_rereads
from watcher.scheduling import intervals_of, night_end, spread
from watcher.seasons import SeasonLooks
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import deliver_due
from watcher.steps.forget_old import forget_old
from watcher.steps.mute import MuteLooks
from watcher.steps.release_held import release_held
from watcher.steps.watch_deadlines import watch_deadlines
from watcher.steps.watch_sources import SourceLooks, watch_sources

MANY = 50  # sources that may be overdue at once without being spread
LOOK_SECONDS = 1.0  # how often somebody looks for messages while nothing happens


class Ticker:
    """The long-lived service: tickers for what is due, workers for the outbox. ``stop()`` ends it within seconds."""

    def __init__(self, context: Context) -> None:
        self._context, self._stop, self._room = context, threading.Event(), Room(context)
        self._ticked = self._beaten = time.monotonic()
        self._looks, self._source_looks, self._season_looks = DeadlineLooks(), SourceLooks(), SeasonLooks()
        self._mute_looks = MuteLooks()
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            timezone=context.settings.service.timezone,
            executors={
                "default": ThreadPoolExecutor(2),
                "beat": ThreadPoolExecutor(1),  # its own: no other job may keep it waiting
                "sources": ThreadPoolExecutor(2),
                "deliveries": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._something, self._lookout = threading.Event(), threading.Lock()
        self._workers = [
            threading.Thread(target=self._work, name=f"worker-{i}", daemon=True)
            for i in range(context.settings.service.workers)
        ]

    def run_until(self, stopped: threading.Event) -> bool:
        """Serve until told to stop. False where the service had to give up because its scheduler had died."""
        self._start()
        try:
            while not stopped.wait(1.0):
                trouble = self._stalled()
                if trouble:
                    self._context.record(f"{trouble}，服务退出以便重新启动")
                    return False
            return True
        finally:
            self._end()

    def _stalled(self) -> str | None:
        now = time.monotonic()
        if now - self._ticked > STALLED_SECONDS:
            return "调度器已停止跳动"
        return "数据库长时间无法写入" if now - self._beaten > YOUNG_SECONDS else None

    def _start(self) -> None:
        self._every(BEAT_SECONDS, self._beat, "beat")
        self._every(2, self._check_sources, "sources")
        self._every(2, lambda: deliver_due(self._context), "deliveries")
        self._every(5, lambda: close_letters(self._context, looks=self._mute_looks), "deliveries")
        self._every(30, self._reread, "default")
        self._every(60, self._look_at_deadlines, "default")
        self._every(600, lambda: forget_old(self._context), "default")
        self._every(60, lambda: ping_if_through(self._context), "default")
        self._beat()
        self._spread_overdue()
        self._scheduler.start()
        for worker in self._workers:
            worker.start()

    def _every(self, seconds: float, job: Callable[[], object], executor: str) -> None:
        self._scheduler.add_job(self._guarded(job), "interval", seconds=seconds, executor=executor)

    def _guarded(self, job: Callable[[], object]) -> Callable[[], None]:
        """A tick that fails is on record; the next one comes all the same."""

        def tick() -> None:
            if self._stop.is_set():
                return
            try:
                job()
            except Exception as error:
                self._context.record(f"定时任务出错：{type(error).__name__}: {error}")

        return tick

    def _beat(self) -> None:
        self._ticked = time.monotonic()
        now = self._context.now()
        with self._context.database.transaction() as unit:
            unit.heartbeats.beat("service", now)
        Path(self._context.settings.service.data, HEARTBEAT_FILE).write_text(now.isoformat(), encoding="utf-8")
        self._beaten = time.monotonic()

    def _check_sources(self) -> None:
        if not self._room.enough():
            return
        if self._is_night():
            return
        with self._context.database.reading() as unit:
            due = unit.sources.due(self._context.now(), 200)
        if due:
            check_everything(self._context, due, stop=self._stop, looks=self._season_looks)

    def _reread(self) -> None:
        if not self._is_night():
            emit_due_rereads(self._context)

    def _is_night(self) -> bool:
        return night_end(self._context.now(), intervals_of(self._context.settings)) is not None

    def _spread_overdue(self) -> None:
        """After downtime everything is overdue at once: its order stays, its haste does not."""
        with self._context.database.transaction() as unit:
            overdue = unit.sources.due(self._context.now(), 100_000)
            if len(overdue) > MANY:
                times = spread([s.id for s in overdue], self._context.now(), timedelta(seconds=2), timedelta(hours=1))
                unit.sources.save_many([replace(s, next_due_at=times[s.id]) for s in overdue])

    def _look_at_deadlines(self) -> None:
        watch_sources(self._context, self._source_looks)
        watch_deadlines(self._context, self._looks)
        release_held(self._context)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                if self._room.enough() and work_one(self._context):
                    self._something.set()
                else:
                    self._rest()
            except DiskFull as error:
                self._context.record(f"工作线程暂停：{error}")
                self._stop.wait(30)
            except Exception as error:
                self._context.record(f"工作线程出错：{type(error).__name__}: {error}")
                self._stop.wait(LOOK_SECONDS)

    def _rest(self) -> None:
        """With nothing to do, one worker looks out and the others sleep: a claim writes, so none is made idly."""
        self._something.clear()  # before the lookout is tried for: whoever leaves it sets this afterwards
        if not self._lookout.acquire(blocking=False):
            self._something.wait()
            return
        try:
            self._look_out()
        finally:
            self._lookout.release()
            self._something.set()

    def _look_out(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            with self._context.database.reading() as unit:
                due, ending = unit.messages.next_due(), unit.sources.first_sights_to_end()
            if ending or (due and due <= self._context.now()):
                return

    def _end(self) -> None:
        """Take no more work and wait a few seconds for what is in hand; the rest is claimed again at the next start."""
        self._stop.set()
        self._something.set()
        self._context.fetcher.stop()
        self._scheduler.shutdown(wait=False)
        until = time.monotonic() + 6
        for worker in self._workers:
            worker.join(max(0.0, until - time.monotonic()))

"""Working off the outbox: messages that are due go to their handlers, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from storage.errors import DiskFull
from storage.failpoints import failpoint
from storage.records import MessageRecord
from watcher.backoff import growing
from watcher.context import Context
from watcher.messages import Message
from watcher.patience import patiently

LEASE = timedelta(minutes=30)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=6)
MAX_ATTEMPTS = 8
#: How many of a kind a worker takes at once: fetches and judgements are many and small, reading keeps a child busy.
BATCH: Mapping[str, int] = {Message.PUBLICATION_FOUND: 12, Message.PUBLICATION_FETCHED: 3, Message.REPORT_READ: 12}


def work_one(context: Context) -> bool:
    """Handle what is due next. False where nothing was due. A handler's failure is on record and tried again later.

    A few of a kind are claimed and finished together. Where nothing is left, first sights end.
    """
    with context.database.transaction() as unit:
        messages = unit.messages.claim_some(context.now(), LEASE, BATCH)
        if not messages:
            unit.sources.end_first_sight(context.now())
            return False
    done: list[int] = []
    try:
        done.extend(message.id for message in messages if _handled(context, message))
    except DiskFull:  # no fault of the messages: they wait untouched until there is room
        patiently(lambda: _release(context, [message.id for message in messages if message.id not in done]))
        raise
    finally:
        patiently(lambda: _finish(context, done))
    failpoint(f"done_{messages[0].kind}")
    return True


def _finish(context: Context, done: list[int]) -> None:
    if done:
        with context.database.transaction() as unit:
            unit.messages.done(*done)


def _release(context: Context, message_ids: list[int]) -> None:
    with context.database.transaction() as unit:
        for message_id in message_ids:
            unit.messages.release(message_id)


def _handled(context: Context, message: MessageRecord) -> bool:
    failpoint(f"claimed_{message.kind}")
    from watcher.handlers import HANDLERS  # with all that reads and judges: most passes have no message

    try:
        HANDLERS[message.kind](context, message.payload)
    except DiskFull:
        raise
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        patiently(lambda: _put_back(context, message, text))
        context.record(f"处理 {message.kind} {dict(message.payload)} 时出错（第 {message.attempts} 次）：{text}")
        return False
    failpoint(f"handled_{message.kind}")
    return True


def _put_back(context: Context, message: MessageRecord, text: str) -> None:
    with context.database.transaction() as unit:
        if message.attempts >= MAX_ATTEMPTS:
            unit.messages.dead(message.id, text)
        else:
            due = context.now() + growing(FIRST_RETRY, message.attempts, LONGEST_RETRY)
            unit.messages.retry(message.id, due, text)


def drain(context: Context, stop: threading.Event | None = None) -> None:
    """Work until nothing is due any more, with as many workers as the configuration says."""
    if not work_one(context):  # nobody is at work who could bring more
        return
    stop = stop or threading.Event()
    busy = _Busy()

    def worker() -> None:
        while not stop.is_set() and not busy.over(lambda: work_one(context)):
            pass

    in_parallel([worker] * context.settings.service.workers)


class _Busy:
    """Knows when all workers found nothing to do: a message being handled may yet cause others."""

    def __init__(self) -> None:
        self._at_work, self._changed = 0, threading.Condition()

    def over(self, work: Callable[[], bool]) -> bool:
        """Do one piece of work. True where there was none and nobody else is at work that could bring some."""
        with self._changed:
            self._at_work += 1
        try:
            worked = work()
        finally:
            with self._changed:
                self._at_work -= 1
        with self._changed:
            if worked:
                self._changed.notify_all()
                return False
            if not self._at_work:
                self._changed.notify_all()
                return True
            self._changed.wait(0.2)
            return False


def in_parallel(jobs: list[Callable[[], None]]) -> None:
    """Run the jobs in threads of their own and pass on the first error, after all have ended; one needs no thread."""
    if len(jobs) == 1:
        jobs[0]()
        return
    with ThreadPoolExecutor(max_workers=max(len(jobs), 1)) as pool:
        for future in [pool.submit(job) for job in jobs]:
            future.result()

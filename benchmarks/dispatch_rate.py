"""How fast notices leave: 1,000 to a real local receiver, one process, each marked before the next is taken.

    python -m benchmarks.dispatch_rate [NOTICES] [DATABASE-URL]

Prints notices per second. The same again with a channel that takes so many a minute prints the busiest minute.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts.notify.services import table
from storage import open_database
from tests.desk import ALONE, FINDING, Office, department, office, recipient
from tests.receivers import HttpReceiver, http_receiver
from watcher.steps.deliver import deliver_due

PER_REPORT = 20


def queue(here: Office, notices: int) -> None:
    """So many high alerts, each a notice of its own."""
    for number in range(0, notices, PER_REPORT):
        found = [replace(FINDING, subject=f"m{each}") for each in range(PER_REPORT)]
        here.find(*found, body=department(f"第{number}局"))


def measured(here: Office, receiver: HttpReceiver, notices: int) -> None:
    """Send them all and print how fast."""
    queue(here, notices)
    deliver_due(here.context, 1)  # Apprise loads its plugins at the first one
    start, busy = time.perf_counter(), time.process_time()
    sent = deliver_due(here.context, None)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    assert len(receiver.received) == notices
    print(f"{sent.delivered} notices in {seconds:.1f} s: {sent.delivered / seconds:.0f}/s, failed {sent.failed}")
    alone = sent.delivered / busy
    print(f"{busy:.1f} s of the processor, the receiver's share included: {alone:.0f}/s on a core of its own")


def limited(here: Office, receiver: HttpReceiver, notices: int) -> None:
    """Through a channel that takes 60 a minute, on a clock that is moved by the second."""
    table("limits")["json"] = {"per_minute": 60}
    queue(here, notices)
    times: list[int] = []
    before = len(receiver.received)
    second = 0
    while len(times) < notices and second < notices * 3:
        deliver_due(here.context, None, due_by=here.clock())
        times += [second] * (len(receiver.received) - before - len(times))
        here.clock.move(seconds=1)
        second += 1
    busiest = max(sum(t <= other < t + 60 for other in times) for t in times)
    print(f"limit 60 a minute: {len(times)} notices, busiest minute {busiest}")


def main(notices: int, url: str | None) -> None:
    """Both figures."""
    with TemporaryDirectory() as folder, http_receiver() as receiver:
        database = open_database(url or f"sqlite:///{folder}/watcher.db")
        try:
            database.migrate()
            with office(database, Path(folder), recipient(receiver), alerting=ALONE) as here:
                here.clock.now = datetime.now(UTC)
                measured(here, receiver, notices)
            with office(database, Path(folder), recipient(receiver, "机器人"), alerting=ALONE) as here:
                here.clock.now = datetime.now(UTC)
                limited(here, receiver, min(notices, 300))
        finally:
            database.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, sys.argv[2] if len(sys.argv) > 2 else None)

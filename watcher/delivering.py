"""The end of a pass: open groups are closed, what is due is sent, dead letters are announced."""

from __future__ import annotations

import time
from datetime import timedelta

from watcher.context import Context
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import Sent, deliver_due

PATIENCE = timedelta(minutes=5)  # a pass waits so long for channels that take only so many notices a minute


def deliver_pass(context: Context) -> Sent:
    """Send everything that a pass has to send; each notice is tried at most twice."""
    close_letters(context, everything=True)
    first = _deliver_all(context)
    again = deliver_due(context, None, due_by=context.now())  # what failed and is due again
    close_letters(context, everything=True)  # dead letters are announced, and what came after a notice on its way
    last = deliver_due(context, None, due_by=context.now(), untried=True)
    delivered = first.delivered + again.delivered + last.delivered
    return Sent(delivered=delivered, failed=again.failed + last.failed + max(first.failed - again.delivered, 0))


def _deliver_all(context: Context) -> Sent:
    """All that is due, then what only waits for a channel that takes so many a minute."""
    until = context.now() + PATIENCE
    sent = deliver_due(context, None, due_by=context.now())
    while context.now() < until:
        with context.database.reading() as unit:
            due = unit.deliveries.next_free(until)
        if due is None:
            break
        time.sleep(max(0.05, (due - context.now()).total_seconds()))
        sent += deliver_due(context, None, due_by=context.now(), untried=True)
    return sent

"""One pass: look at the sources, follow up everything that results, deliver. What `watcher poll` runs."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.checking import check_everything
from watcher.context import Context
from watcher.delivering import deliver_pass
from watcher.draining import drain
from watcher.health.ping import ping
from watcher.health.room import require_room
from watcher.messages import Message
from watcher.steps.deliver import Sent
from watcher.steps.forget_old import forget_old
from watcher.steps.release_held import release_held
from watcher.steps.watch_deadlines import watch_deadlines
from watcher.steps.watch_sources import watch_sources

HEARTBEAT = "pass"


@dataclass(frozen=True, kw_only=True, slots=True)
class PassResult:
    """How a pass went."""

    sources: int
    failed_sources: tuple[str, ...]
    sent: Sent

    @property
    def ok(self) -> bool:
        """Every source could be read."""
        return not self.failed_sources


def poll(context: Context, *, source_url: str | None = None, reread: bool = False) -> PassResult:
    """One pass over all sources (or one), due or not, with everything that follows from it. Raises DiskFull."""
    require_room(context)
    with context.database.reading() as unit:
        sources = [s for s in unit.sources.all() if s.active and source_url in (None, s.url)]
    failed = check_everything(context, sources, sweep=reread)
    emit_due_rereads(context, None if source_url is None else {s.id for s in sources}, everything=reread)
    release_held(context)
    drain(context)
    watch_sources(context)
    watch_deadlines(context)
    release_held(context)
    sent = deliver_pass(context)
    with context.database.transaction() as unit:
        unit.heartbeats.beat(HEARTBEAT, context.now())
    forget_old(context)
    if source_url is None:
        ping(context)
    return PassResult(sources=len(sources), failed_sources=tuple(sorted(failed)), sent=sent)


def emit_due_rereads(context: Context, source_ids: set[int] | None = None, *, everything: bool = False) -> int:
    """Ask for known publications to be read again: those whose own interval says so, or all; of these sources.

    What is asked for already is not asked for twice: a pass ended and begun again and again leaves no heap behind.
    """
    now = context.now()
    with context.database.transaction() as unit:
        if everything or source_ids is not None:
            wanted = {s.id for s in unit.sources.all() if s.active} if source_ids is None else source_ids
            known = (p for i in wanted for p in unit.publications.of_source(i))
            candidates = [p for p in known if everything or (p.next_due_at and p.next_due_at <= now)]
        else:
            candidates = unit.publications.due(now, 1000)
        underway = {asked["publication_id"] for asked in unit.messages.underway(now, (Message.PUBLICATION_FOUND,))}
        due = {p.id: p for p in candidates if p.state != "not_a_report" and p.attempted_at and p.id not in underway}
        unit.publications.taken_up(due)
        payloads = {f"{one}@{now.isoformat()}": {"publication_id": one} for one in due}
        unit.messages.emit_all(Message.PUBLICATION_FOUND, payloads, now, now)
    return len(due)

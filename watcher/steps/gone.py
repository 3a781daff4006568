"""A known publication is not there any more: off every list that had it, its page says 404, or shows no report now.

One look proves nothing: servers under load answer 404, lists are rebuilt. Withdrawn is what at least three looks over
at least a day did not find; its return settles that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from alerts.compare import changed_figures
from alerts.model import AlertState, Outcome, RuleResult
from alerts.rules.timeliness import judge_withdrawal
from storage import Unit
from storage.records import PublicationRecord, PublicationState, SourceRecord
from watcher.context import Context
from watcher.messages import Message
from watcher.steps.judge_report import Case, apply_results
from watcher.steps.listed import look_at

LOOKS = 3
LONG_ENOUGH = timedelta(hours=24)
MOST_AT_ONCE = 5  # of a list, or a fifth of it: more missing at once is our reading or their rebuilding

Why = Literal["list", "page", "content"]


def note_missing(context: Context, unit: Unit, source: SourceRecord, missing: Collection[int], shown: int) -> int:
    """Items that a whole sweep of a list did not find. How many of them are not yet confirmed or found again."""
    if not missing or len(missing) > max(MOST_AT_ONCE, shown // 5):
        return 0
    now = context.now()
    unit.publications.unlisted(source.id, missing, now)
    gone = [p for p in unit.publications.off_every_list(missing) if p.state not in ("not_a_report", "withdrawn")]
    looked = [note_gone(context, unit, publication, "list") for publication in gone]
    return sum(publication.state != "withdrawn" for publication in looked)


def note_gone(context: Context, unit: Unit, publication: PublicationRecord, why: Why) -> PublicationRecord:
    """One more look did not find it; the publication as it is now."""
    now = context.now()
    since = publication.gone_since or now
    looks = publication.gone_looks + 1
    confirmed = looks >= LOOKS and now - since >= LONG_ENOUGH
    state: PublicationState = "withdrawn" if confirmed else publication.state
    changed = replace(publication, gone_since=since, gone_looks=looks, gone_why=why, state=state)
    unit.publications.save(changed)
    if confirmed and publication.state != "withdrawn":
        _withdrawn(context, unit, changed)
    return changed


def found_again(context: Context, unit: Unit, publication: PublicationRecord) -> PublicationRecord:
    """It is there; the publication as it is now. What had counted as withdrawn is looked at and settled."""
    if publication.gone_since is None:
        return publication
    back: PublicationState = "read" if publication.report_id is not None else "fetched"
    state = back if publication.state == "withdrawn" else publication.state
    changed = replace(publication, gone_since=None, gone_looks=0, gone_why=None, state=state)
    unit.publications.save(changed)
    if publication.state == "withdrawn":
        _returned(context, unit, changed)
        look_at(unit, changed, f"returned@{context.now().isoformat()}", context.now())
    return changed


def listed_again(context: Context, unit: Unit, publication_ids: Iterable[int]) -> None:
    """Lists show these again that had been off them."""
    for publication in unit.publications.some(publication_ids):
        if publication.gone_why == "list":
            found_again(context, unit, publication)


def _withdrawn(context: Context, unit: Unit, publication: PublicationRecord) -> None:
    """T5: gone, or replaced where the report still stands under another address with other figures."""
    if publication.report_id is None:
        return
    if others := _standing_elsewhere(unit, publication):
        _replaced(context, unit, publication, publication.report_id, {other.id for other in others})
        return
    body = unit.reports.get(publication.report_id).body
    since, looks = publication.gone_since or context.now(), publication.gone_looks
    result = judge_withdrawal(body, publication.url, publication.gone_why or "list", since, looks, context.rules)
    apply_results(context, unit, _case(unit, publication), [result])


def _returned(context: Context, unit: Unit, publication: PublicationRecord) -> None:
    """Settle the withdrawal and nothing else of T5: what was replaced stays replaced."""
    if publication.report_id is None:
        return
    live = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
    standing = tuple(
        alert.finding
        for alert in unit.alerts.of_report(publication.report_id)
        if alert.finding.rule == "T5" and alert.finding.subject != "withdrawal" and alert.state in live
    )
    settling = RuleResult(rule="T5", outcome=Outcome.OK, reason="已重新公开", findings=standing)
    apply_results(context, unit, _case(unit, publication), [settling])


def _standing_elsewhere(unit: Unit, publication: PublicationRecord) -> list[PublicationRecord]:
    others = unit.publications.of_report(publication.report_id or 0)
    return [p for p in others if p.id != publication.id and p.state == "read" and p.gone_since is None]


def _replaced(
    context: Context, unit: Unit, publication: PublicationRecord, report_id: int, standing: Collection[int]
) -> None:  # fmt: skip
    """Taken down and published anew elsewhere: what stands now replaces it where its figures differ.

    While both stood, nobody knew which was meant; a re-post with the same figures is no replacement.
    """
    revisions = unit.reports.revisions(report_id)
    own, latest = [r for r in revisions if r.publication_id == publication.id], revisions[-1]
    if not own or latest.publication_id not in standing or latest.replaces:
        return
    changes = changed_figures(unit.reports.reading(own[-1].id), unit.reports.reading(latest.id))
    if changes:
        now, payload = context.now(), {"revision_id": latest.id}
        unit.reports.mark_replacing(latest.id, changes)
        unit.messages.emit(Message.REPORT_READ, f"{latest.id}~{publication.id}", payload, now, now)


def _case(unit: Unit, publication: PublicationRecord) -> Case:
    body = unit.reports.get(publication.report_id or 0).body
    captures = unit.publications.newest_captures(publication.id)
    digest = next((c.sha256 for c in reversed(captures) if c.sha256), "")
    return Case(
        body=body, report_id=publication.report_id, historic=False, source_url=publication.url,
        document_sha256=digest or "",
    )  # fmt: skip

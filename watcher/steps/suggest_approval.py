"""A list shows a resolution of the people's congress: its page says when the clocks start. A suggestion only."""

from __future__ import annotations

from storage import Unit
from storage.records import ApprovalRecord, PublicationRecord
from watcher.config import Settings
from watcher.context import Context
from watcher.discovery.approvals import Approval, read_approval
from watcher.discovery.page import parse, spaced_text
from watcher.fetching import Fetched


def suggest_approval(context: Context, publication_id: int) -> None:
    """Read the page and note the day, unless the day is known; where the page can't be had, that of its publication."""
    with context.database.reading() as unit:
        publication = unit.publications.get(publication_id)
    answer = context.fetcher.fetch(publication.url)
    text = spaced_text(parse(answer.body, answer.final_url).tree) if isinstance(answer, Fetched) else ""
    found = read_approval(publication.title or "", text, publication.published_on)
    if found is None:
        return
    with context.database.transaction() as unit:
        noted = _note(context, unit, publication, found)
    if noted:
        context.record(
            f"建议的批准日：{publication.district} {found.fiscal_year} 年度 {found.approved_on}"
            f"（{publication.url}），待确认：watcher deadlines"
        )


def _note(context: Context, unit: Unit, publication: PublicationRecord, found: Approval) -> bool:
    known = unit.approvals.get(publication.district, found.kind, found.fiscal_year)
    if _configured(context.settings, publication.district, found) or (known and (known.confirmed or not found.exact)):
        return False
    unit.approvals.save(
        ApprovalRecord(
            district=publication.district, kind=found.kind, fiscal_year=found.fiscal_year,
            approved_on=found.approved_on, origin=publication.url, confirmed=False, noted_at=context.now(),
        )
    )  # fmt: skip
    return True


def _configured(settings: Settings, district: str, found: Approval) -> bool:
    same = (district, found.kind, found.fiscal_year)
    return any((d.district, d.kind, d.fiscal_year) == same for d in settings.deadlines)

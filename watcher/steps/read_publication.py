"""New bytes are read in a bounded child process; a new reading becomes a revision of its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from alerts.compare import changed_figures
from alerts.model import Body
from parsers.digest import reading_sha256
from parsers.model import Identity, Report, Scope, Unread
from parsers.version import reader_version
from storage import Unit
from storage.records import CaptureRecord, PublicationRecord, PublicationState, RevisionRecord
from watcher.comparing import find_dependents
from watcher.context import Context
from watcher.messages import Message
from watcher.reading.reader import ReadFailed
from watcher.rulebook import register_of
from watcher.steps.files import as_read, content_sha256
from watcher.steps.gone import found_again, note_gone
from watcher.steps.strangers import note_strangers
from watcher.steps.unfinished import holds_figures, next_look

LOOK_AGAIN = timedelta(hours=4)  # at a page that showed a report and shows none now


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading one state of a publication gave."""

    report: Report
    body: Body
    content: str
    parts: tuple[CaptureRecord, ...]
    sha256: str


def read_publication(context: Context, publication_id: int) -> None:
    """Read what is archived of a publication and keep the reading, or the reason why there is none."""
    with context.database.reading() as unit:
        publication = unit.publications.get(publication_id)
        captures = unit.publications.newest_captures(publication_id)
    there = [c for c in captures if c.sha256]
    parts = _unlike(there)
    missed = tuple(Unread(file=c.name, where="附件", what=f"未取得：{c.error}") for c in captures if not c.sha256)
    outcome = context.reader.read([(p.name, context.archive.get(p.sha256 or "")) for p in parts])
    content = content_sha256(there)
    if isinstance(outcome, ReadFailed):
        _record_unreadable(context, publication, content, outcome, missed)
        return
    report = replace(outcome, unread=(*outcome.unread, *missed))
    body = body_of(report.identity, publication)
    note_strangers(context, publication, report, parts)
    if body is None:
        _record_no_report(context, publication, content, report)
        return
    reading = Reading(report=report, body=body, content=content, parts=parts, sha256=reading_sha256(report))
    _keep(context, publication, reading)


def _unlike(captures: Sequence[CaptureRecord]) -> tuple[CaptureRecord, ...]:
    """Each content once: a page may link one file under two addresses."""
    first: dict[str | None, CaptureRecord] = {}
    for capture in captures:
        first.setdefault(capture.sha256, capture)
    return tuple(first.values())


def body_of(identity: Identity, publication: PublicationRecord) -> Body | None:
    """Whose report it is; None where the text does not say whose, of which year or kind. Nothing is guessed."""
    if identity.department is None or identity.fiscal_year is None or identity.kind is None:
        return None
    return Body(
        department=identity.department,
        district=publication.district,
        fiscal_year=identity.fiscal_year,
        kind=identity.kind,
        scope=identity.scope or Scope.DEPARTMENT,
    )


def _record_unreadable(
    context: Context, publication: PublicationRecord, content: str, failed: ReadFailed, missed: Sequence[Unread]
) -> None:
    errors = [Unread(file=name, where="整个文件", what=reason) for name, reason in failed.errors]
    with context.database.transaction() as unit:
        unit.publications.save(
            replace(publication, state="unreadable", read_sha256=as_read(content), last_error=failed.reason)
        )
        unit.publications.replace_unread(publication.id, [*errors, *missed])
    context.record(f"公开内容无法读取：{publication.url}：{failed.reason}")


def _record_no_report(context: Context, publication: PublicationRecord, content: str, report: Report) -> None:
    """Not a report, with the reason; or a report whose body, year or kind is nowhere said.

    While a file of it is missing, nothing is said to be no report: the missing file may be the report.
    """
    missing = any(u.what.startswith("未取得") for u in report.unread)
    reason = None if missing else report.identity.not_a_report
    state: PublicationState = "not_a_report" if reason else "unreadable"
    error = None if reason else _what_is_missing(report.identity)
    if publication.report_id is not None and not missing and not report.strangers:
        _record_replaced_by_none(context, publication, content, error or reason or "")
        return
    with context.database.transaction() as unit:
        unit.publications.save(
            replace(publication, state=state, read_sha256=as_read(content), last_error=error or reason)
        )
        unit.publications.replace_unread(publication.id, list(report.unread))
    if error:
        context.record(f"公开内容无法归属：{publication.url}：{error}")


def _record_replaced_by_none(context: Context, publication: PublicationRecord, content: str, why: str) -> None:
    """A known report's page shows something else now: a login, "page not found" with status 200, the front page.

    What was read stays; looked for repeatedly, it counts as withdrawn.
    """
    error = f"原为报告的网页现在不是报告（{why}），原读取结果保留，将再次核对"
    again = min(publication.next_due_at or context.now() + LOOK_AGAIN, context.now() + LOOK_AGAIN)
    with context.database.transaction() as unit:
        changed = replace(publication, read_sha256=as_read(content), last_error=error, next_due_at=again)
        note_gone(context, unit, changed, "content")
    context.record(f"{error}：{publication.url}")


def _what_is_missing(identity: Identity) -> str:
    known = {"部门名称": identity.department, "年度": identity.fiscal_year, "预算或决算": identity.kind}
    return "文中未写明" + "、".join(name for name, value in known.items() if value is None) + "，请对照原文"


def _keep(context: Context, publication: PublicationRecord, reading: Reading) -> None:
    with context.database.reading() as unit:
        standard = _standard(unit, publication, reading.body)
        before = unit.reports.reading(standard.id) if standard else None
    if standard and standard.reader_version != reader_version():
        before = _read_again(context, publication, standard, reading)
    with context.database.transaction() as unit:
        _write(context, unit, publication, reading, standard, before)


def _standard(unit: Unit, publication: PublicationRecord, body: Body) -> RevisionRecord | None:
    """The reading that a new one is held against: this publication's own last one, else the report's newest.

    Two publications may state one report differently (a report and its correction side by side): held against each
    other, each look at either would be news.
    """
    known = unit.reports.find(body)
    revisions = unit.reports.revisions(known.id) if known else []
    own = [r for r in revisions if r.publication_id == publication.id]
    found = own or revisions
    return found[-1] if found else None


def _read_again(
    context: Context, publication: PublicationRecord, standard: RevisionRecord, reading: Reading
) -> Report | None:
    """The earlier bytes through today's reader: a better reader must not look like a replaced report.

    Where they can not be read any more there is nothing to compare with, and that is on record.
    """
    if standard.content_sha256 == reading.content:
        return reading.report
    files = [(str(p["name"]), context.archive.get(str(p["sha256"]))) for p in standard.parts]
    outcome = context.reader.read(files)
    if isinstance(outcome, ReadFailed):
        context.record(f"程序更新后原文件无法重读，未与新内容比较：{publication.url}：{outcome.reason}")
        return None
    return outcome


def _write(
    context: Context,
    unit: Unit,
    publication: PublicationRecord,
    reading: Reading,
    standard: RevisionRecord | None,
    before: Report | None,
) -> None:
    known = unit.reports.find(reading.body) or unit.reports.add(reading.body, context.now())
    if publication.gone_why == "content":
        publication = found_again(context, unit, publication)
    same = before is not None and reading_sha256(before) == reading.sha256
    own = standard if same and standard and standard.publication_id == publication.id else None
    same_since = own.seen_at if own and {p.url for p in reading.parts} == {p["url"] for p in own.parts} else None
    unit.publications.save(
        replace(
            publication, state="read", read_sha256=as_read(reading.content), report_id=known.id, last_error=None,
            next_due_at=next_look(context, publication, reading.report, same_since),
        )
    )  # fmt: skip
    unit.publications.replace_unread(publication.id, list(reading.report.unread))
    if not same:
        _add_revision(context, unit, publication, reading, known.id, standard, before)
    elif standard and standard.reader_version != reader_version():
        _replace_reading(context, unit, reading, standard)


def _replace_reading(context: Context, unit: Unit, reading: Reading, standard: RevisionRecord) -> None:
    """The same report, read by another reader: no revision; what is read otherwise now is judged anew."""
    unit.reports.replace_reading(standard.id, reading.report, reading.sha256, reader_version())
    if standard.reading_sha256 != reading.sha256:
        _ask_to_judge(context, unit, standard.id, reading, f" read again {context.now().isoformat()}")


def _add_revision(
    context: Context,
    unit: Unit,
    publication: PublicationRecord,
    reading: Reading,
    report_id: int,
    standard: RevisionRecord | None,
    before: Report | None,
) -> None:
    now = context.now()
    replaces = _replaces(publication, standard, before)
    changed = list(changed_figures(before, reading.report)) if before else []
    revision = unit.reports.add_revision(
        report_id=report_id,
        publication_id=publication.id,
        report=reading.report,
        content_sha256=reading.content,
        reading_sha256=reading.sha256,
        reader_version=reader_version(),
        changed=changed,
        now=now,
        is_history=publication.is_history and not replaces,
        replaces=replaces,
        parts=[{"name": p.name, "url": p.url, "sha256": p.sha256, "media_type": p.media_type} for p in reading.parts],
    )
    _ask_to_judge(context, unit, revision.id, reading)


def _ask_to_judge(context: Context, unit: Unit, revision_id: int, reading: Reading, again: str = "") -> None:
    """The reading, and those that are compared with it."""
    emit_report_read(unit, revision_id, f"{revision_id}{again}", context)
    for other in find_dependents(unit, register_of(context.settings, unit), reading.body):
        emit_report_read(unit, other.id, f"{other.id}<{revision_id}{again}", context)


def emit_report_read(unit: Unit, revision_id: int, key: str, context: Context) -> None:
    """Ask for a revision to be judged."""
    unit.messages.emit(Message.REPORT_READ, key, {"revision_id": revision_id}, context.now(), context.now())


def _replaces(publication: PublicationRecord, standard: RevisionRecord | None, before: Report | None) -> bool:
    """Whether a published reading was replaced on our watch: the same publication, all of whose files we had.

    A page that was out before its figures is completed, not replaced. Only this turns history into news: neither a
    second publication of the same report nor an attachment that could not be fetched at first does.
    """
    if standard is None or before is None or standard.publication_id != publication.id:
        return False
    return holds_figures(before) and not any(u.what.startswith("未取得") for u in before.unread)

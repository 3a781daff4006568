"""Reading and judging report files offline: paths in, judged reports out. What `watcher audit` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alerts.evaluate import evaluate
from alerts.histories import body_of, history
from alerts.model import Body, Finding, History, RuleResult
from alerts.register import Register
from alerts.settings import RuleBook
from parsers.errors import LimitExceeded
from parsers.model import Identity, Report
from watcher.reading.from_disk import content_of
from watcher.reading.reader import Reader, ReadFailed

Files = list[tuple[str, bytes]]
ONLY_NAMES = Register()


@dataclass(frozen=True, kw_only=True, slots=True)
class Audited:
    """One report with what the rules came to."""

    report: Report
    results: tuple[RuleResult, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found, gravest first."""
        found = [finding for result in self.results for finding in result.findings]
        return tuple(sorted(found, key=lambda f: (-f.severity.rank, f.rule, f.subject)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """All reports of one call, and the files that could not be read."""

    audited: tuple[Audited, ...]
    errors: tuple[tuple[str, str], ...]  # file as named, reason


def audit(paths: Sequence[Path], rules: RuleBook, reader: Reader, register: Register = ONLY_NAMES) -> Audit:
    """Read every path (a folder is one publication) and judge each report with the others as its history."""
    errors: list[tuple[str, str]] = []
    publications = list(_publications(paths, errors))
    reports = _joined(publications, reader, errors)
    history_of = _histories(reports, register)
    audited = (
        Audited(report=r, results=evaluate(r, history_of(r), rules) if _stated(r.identity) else ()) for r in reports
    )
    return Audit(audited=tuple(audited), errors=tuple(errors))


def read_reports(paths: Sequence[Path], reader: Reader) -> tuple[list[Report], list[tuple[str, str]]]:
    """The reports that these files hold, in order, and the files that could not be read."""
    errors: list[tuple[str, str]] = []
    return _joined(list(_publications(paths, errors)), reader, errors), errors


def _publications(paths: Sequence[Path], errors: list[tuple[str, str]]) -> Iterable[Files]:
    for path in paths:
        names = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        files = [(str(name), content) for name in names if (content := _content(name, errors)) is not None]
        if files:
            yield files


def _content(path: Path, errors: list[tuple[str, str]]) -> bytes | None:
    try:
        return content_of(path)
    except OSError as error:
        errors.append((str(path), f"无法打开：{error.strerror}"))
    except LimitExceeded as error:
        errors.append((str(path), str(error)))
    return None


def _joined(publications: list[Files], reader: Reader, errors: list[tuple[str, str]]) -> list[Report]:
    """One report for all files that state the same identity; files without identity join their neighbours."""
    read = [(files, report) for files in publications if (report := _read(files, reader, errors))]
    groups: dict[object, list[Files]] = {}
    for files, report in read:
        groups.setdefault(_group(files, report, read), []).append(files)
    single = {id(files): report for files, report in read}
    return [_together(group, single[id(group[0])], reader, errors) for group in groups.values()]


def _together(group: list[Files], first: Report, reader: Reader, errors: list[tuple[str, str]]) -> Report:
    """The report that all files of a group make up together."""
    if len(group) == 1:
        return first
    return _read([file for files in group for file in files], reader, errors) or first


def _read(files: Files, reader: Reader, errors: list[tuple[str, str]]) -> Report | None:
    outcome = reader.read(files)
    if isinstance(outcome, ReadFailed):
        errors += [e for e in outcome.errors if e not in errors] or [(files[0][0], outcome.reason)]
        return None
    return outcome


def _group(files: Files, report: Report, read: list[tuple[Files, Report]]) -> object:
    if _stated(report.identity):
        return _key(report.identity)
    if report.identity.kind is None and report.identity.not_a_report is None:
        folder = Path(files[0][0]).parent
        beside = [r for f, r in read if Path(f[0][0]).parent == folder and _stated(r.identity)]
        if len({_key(r.identity) for r in beside}) == 1:
            return _key(beside[0].identity)
    return id(files)


def _stated(identity: Identity) -> bool:
    return None not in (identity.department, identity.fiscal_year, identity.kind)


def _key(identity: Identity) -> tuple[object, ...]:
    return identity.department, identity.fiscal_year, identity.kind, identity.scope


def _histories(reports: Sequence[Report], register: Register) -> Callable[[Report], History]:
    """The history of each of these reports among the others."""
    districts = {r.identity.district for r in reports if r.identity.district}
    only = districts.pop() if len(districts) == 1 else None  # where a name does not say which, the one that others say
    by_body: dict[Body, Report] = {}
    for report in reports:
        body = body_of(report.identity, report.identity.district or only)
        if body is not None:
            by_body.setdefault(body, report)

    def of(report: Report) -> History:
        body = body_of(report.identity, report.identity.district or only)
        return History() if body is None else history(body, register, list(by_body), by_body.get)

    return of

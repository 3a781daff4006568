"""C: what a report must hold and does not. While a part of the publication is unread, no table is called missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.doubts import rows_unread
from alerts.model import Finding, RuleResult
from alerts.rules.case import Case, judged, lowered, no_data, not_applicable, ok, unread_places
from alerts.rules.profiles import Required, content, home, profile_of, required, table_name
from alerts.rules.wording import measure_name
from alerts.settings import Rule
from parsers.model import Evidence, SectionStatus, Source, StandardTable, TableStatus

THREE_PUBLIC_TABLES = ("budget.three_public", "final_accounts.three_public", "final_accounts.agency_operations")
AGENCY_TABLES = ("budget.agency_operation", "budget.three_public", "final_accounts.agency_operations")
ITEMS = (
    "three_public.total", "three_public.overseas", "three_public.vehicle_purchase", "three_public.vehicle_operation",
    "three_public.reception",
)  # fmt: skip
VEHICLES = "three_public.vehicles"
#: Why nothing can be said of a table of which lines were not understood.
HALF_READ = "报表有未能识别的行，无从判断"


def judge_c2(case: Case, rule: Rule) -> RuleResult:
    """One finding for each required table that is not there, once everything that was published has been read."""
    wanted = required(case.report.identity)
    present = {t.kind for t in case.report.tables if t.status != TableStatus.UNAVAILABLE}
    missing = [r for r in wanted if not present.intersection(r.kinds)]
    if not missing:
        return ok(rule)
    if reason := waiting(case, rule, [kind for r in missing for kind in r.kinds]):
        return no_data(rule, reason)
    here = len(wanted) - len(missing)
    if not here:
        return no_data(rule, rule.words["no_tables"])
    return judged(rule, [_missing_table(case, rule, r, here) for r in missing])


def waiting(case: Case, rule: Rule, kinds: Sequence[str]) -> str:
    """Why what is not found may still stand somewhere that was not read; empty where everything was read."""
    if case.history.unfetched:
        return rule.say("unfetched", names=unread_places(case.history.unfetched))
    if said := [t.title for t in case.report.tables if t.status == TableStatus.UNAVAILABLE and t.kind in kinds]:
        return rule.say("unavailable", names=unread_places(said))
    if unread := list(_unread_parts(case)):
        return rule.say("unread", names=unread_places(unread))
    return ""


def _unread_parts(case: Case) -> Iterator[str]:
    words = content()["unread"]["words"]
    return (f"{u.file} {u.where}".strip() for u in case.report.unread if any(word in u.what for word in words))


def _missing_table(case: Case, rule: Rule, wanted: Required, here: int) -> Finding:
    """Elsewhere than here, a table of which the report says that there is nothing to list is a small matter."""
    nothing = profile_of(case.report.identity) != home() and any(_explained(case, kind) for kind in wanted.kinds)
    return Finding(
        rule=rule.id, severity=lowered(rule.severity) if nothing else rule.severity, subject=wanted.kinds[0],
        topic=rule.topic, message=rule.say("message", name=wanted.name, present=here), evidence=whole_report(case),
    )  # fmt: skip


def whole_report(case: Case) -> tuple[Evidence, ...]:
    """What is missing stands nowhere: the files that were looked through."""
    return tuple(Evidence(file=name, where="整个文件") for name in case.report.files)


def judge_c3(case: Case, rule: Rule) -> RuleResult:
    """A standard table without figures and without a note; low where the report says elsewhere that there are none."""
    tables = [t for t in case.report.tables if ".performance_" not in t.kind]
    if not tables:
        return no_data(rule, "正文无表，待查附件")
    empty = [t for t in tables if t.status == TableStatus.BLANK]
    blank = {t.kind: t for t in empty if not rows_unread(case, t)}
    if empty and not blank:
        return no_data(rule, HALF_READ)
    filled = {t.kind for t in tables if t.status in (TableStatus.PRESENT, TableStatus.DECLARED_EMPTY)}
    return judged(rule, [_blank(case, rule, t) for kind, t in blank.items() if kind not in filled])


def _explained(case: Case, kind: str) -> bool:
    """Whether the text or another table states 0, or the text says that there is none."""
    section = kind.partition(".")[2]
    figures = [case.figure(measure) for measure in content()["explained"].get(section, ())]
    nothing = any(figures) and not any(f.amount for f in figures if f)
    return nothing or case.report.sections.get(section) == SectionStatus.NOT_APPLICABLE


def _blank(case: Case, rule: Rule, table: StandardTable) -> Finding:
    name = table.title or table_name(table.kind)
    explained = _explained(case, table.kind)
    return Finding(
        rule=rule.id, severity=lowered(rule.severity) if explained else rule.severity, subject=table.kind,
        topic=rule.topic, message=rule.say("explained" if explained else "message", name=name),
        evidence=(table.evidence,),
    )  # fmt: skip


def judge_c5(case: Case, rule: Rule) -> RuleResult:
    """The total and the four items of 三公经费, in text or table. A blank cell of a filled table counts."""
    if missing := _missing_items(case):
        if _declared(case):
            return not_applicable(rule, rule.words["declared"])
        if unread_tables(case, THREE_PUBLIC_TABLES):
            return no_data(rule, rule.words["unavailable"])
        drawn = [t for t in case.report.tables if t.kind in THREE_PUBLIC_TABLES]
        if rows_unread(case, *drawn):
            return no_data(rule, HALF_READ)
        if any(t.status == TableStatus.BLANK for t in drawn):
            return no_data(rule, rule.words["blank"])
        if not has_prose(case):
            return no_data(rule, rule.words["no_prose"])
        return judged(rule, [_items_missing(case, rule, missing)])
    return ok(rule)


def _missing_items(case: Case) -> list[str]:
    """Items no figure tells of. Where the whole is 0, so are its parts; a filled table has a column for each."""
    if any(f.table in THREE_PUBLIC_TABLES for m in ITEMS for f in case.facts(m)):
        return []
    nothing = {m for m in ("three_public.total", VEHICLES) if (f := case.figure(m)) and f.amount == 0}
    implied = set(ITEMS) if "three_public.total" in nothing else set(ITEMS[2:4]) if nothing else set()
    return [m for m in ITEMS if not case.facts(m) and m not in implied]


def _declared(case: Case) -> bool:
    section = case.report.sections.get("three_public") == SectionStatus.NOT_APPLICABLE
    return section or any(
        t.kind in THREE_PUBLIC_TABLES and t.status == TableStatus.DECLARED_EMPTY for t in case.report.tables
    )


def unread_tables(case: Case, kinds: Sequence[str]) -> bool:
    said = any(t.kind in kinds and t.status == TableStatus.UNAVAILABLE for t in case.report.tables)
    return said or bool(case.history.unfetched) or any(_unread_parts(case))


def has_prose(case: Case) -> bool:
    """A text of which no figure was read is not a text that lacks one."""
    return any(fact.source == Source.NARRATIVE for fact in case.report.facts)


def _items_missing(case: Case, rule: Rule, missing: Sequence[str]) -> Finding:
    """A total that any reader can add up from its items is no grave gap."""
    total_only = list(missing) == [ITEMS[0]]
    severity = lowered(rule.severity) if total_only else rule.severity
    return Finding(
        rule=rule.id, severity=severity, subject="three_public", topic=rule.topic,
        message=rule.say("total_only" if total_only else "message", names="、".join(map(measure_name, missing))),
        values={f"missing_{number}": code for number, code in enumerate(missing, 1)}, evidence=whole_report(case),
    )  # fmt: skip


def judge_c8(case: Case, rule: Rule) -> RuleResult:
    """机关运行经费 must be explained; a 事业单位 has none and says so."""
    section = case.report.sections.get("agency_operation", SectionStatus.MISSING)
    if case.facts("agency_operation"):
        return ok(rule)
    if section == SectionStatus.NOT_APPLICABLE or any(r.code == "institution_exempt" for r in case.report.remarks):
        return not_applicable(rule, rule.words["exempt"])
    if section == SectionStatus.PRESENT:
        return ok(rule, "有说明，未读到金额")
    if unread_tables(case, AGENCY_TABLES):
        return no_data(rule, rule.words["unavailable"])
    if not has_prose(case):
        return no_data(rule, rule.words["no_prose"])
    return judged(rule, [_unexplained(case, rule)])


def _unexplained(case: Case, rule: Rule) -> Finding:
    return Finding(
        rule=rule.id, severity=rule.severity, subject="agency_operation", measure="agency_operation", topic=rule.topic,
        message=rule.words["message"], evidence=whole_report(case),
    )  # fmt: skip

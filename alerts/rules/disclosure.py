"""C: parts of the explanation that are lacking, tables too coarse or too few, secrets without a ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alerts.doubts import forms_unread, rows_unread
from alerts.model import Finding, RuleResult
from alerts.rules.case import Case, judged, no_data, not_applicable, ok
from alerts.rules.completeness import HALF_READ, has_prose, unread_tables, waiting, whole_report
from alerts.rules.profiles import asks, forms_wanted, required, table_name
from alerts.rules.wording import measure_name
from alerts.settings import Rule
from parsers.model import Kind, SectionStatus, Source, StandardTable, TableStatus

OPERATIONS = ("final_accounts.agency_operations", "final_accounts.three_public")
#: What is counted, and the money without which there is nothing to count.
COUNTS = (
    ("overseas_groups", "overseas"), ("overseas_persons", "overseas"), ("vehicles_purchased", "vehicle_purchase"),
    ("vehicles_held", "vehicle_operation"), ("reception_batches", "reception"), ("reception_persons", "reception"),
)  # fmt: skip
SMALL_FIRMS = (
    "procurement.sme", "procurement.small_micro", "procurement.sme_reserved", "procurement.small_micro_reserved",
)  # fmt: skip
SPLIT = ("procurement.goods", "procurement.works", "procurement.services")
PROJECTS = "performance.self_evaluated_projects"


def judge_c4(case: Case, rule: Rule) -> RuleResult:
    """Government fund and state capital: a table, a figure or a sentence that there is none."""
    year = case.report.identity.fiscal_year or 0
    sections = ["government_fund", *(["state_capital"] if year >= rule.whole("state_capital_since") else [])]
    silent = [section for section in sections if _nowhere(case, section)]
    if not silent:
        return ok(rule)
    if reason := _cannot_tell(case, rule, [f"{_kind(case)}.{section}" for section in silent]):
        return no_data(rule, reason)
    if rows_unread(case, *case.report.tables):  # a column or a row of the summary tables tells of them, too
        return no_data(rule, HALF_READ)
    return judged(rule, [_gap(case, rule, section, name=rule.words[section]) for section in silent])


def _nowhere(case: Case, section: str) -> bool:
    table = any(t.kind.endswith(f".{section}") for t in case.report.tables)
    figure = any(measure.startswith(f"{section}.") for measure in case.by_measure)
    return not table and not figure and case.report.sections.get(section) in (None, SectionStatus.MISSING)


def _kind(case: Case) -> str:
    return case.kind.value if case.kind else ""


def _cannot_tell(case: Case, rule: Rule, kinds: Sequence[str] = ()) -> str:
    """Why a gap may be in what was not read; empty where everything was read."""
    if unread_tables(case, kinds):
        return rule.words["unavailable"]
    if rows_unread(case, *(t for t in case.report.tables if t.kind in kinds)):
        return HALF_READ
    return "" if has_prose(case) else rule.words["no_prose"]


def _gap(case: Case, rule: Rule, subject: str, **values: object) -> Finding:
    return Finding(
        rule=rule.id, severity=rule.severity, subject=subject, topic=rule.topic,
        message=rule.say("message", **values), evidence=whole_report(case),
    )  # fmt: skip


def judge_c7(case: Case, rule: Rule) -> RuleResult:
    """Final accounts: groups, persons, vehicles, batches, wherever money was spent on them."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    if not case.facts("three_public.total") and not case.facts("three_public.reception"):
        return no_data(rule, rule.words["no_figures"])
    missing = [count for count, money in COUNTS if not _counted(case, count, money)]
    if not missing:
        return ok(rule)
    if reason := _cannot_tell(case, rule, OPERATIONS):
        return no_data(rule, reason)
    names = "、".join(measure_name(f"three_public.{count}") for count in missing)
    return judged(rule, [_gap(case, rule, "three_public", names=names)])


def _counted(case: Case, count: str, money: str) -> bool:
    """Stated, or drawn as a row of a filled table, or there is nothing to count."""
    figures = [case.figure(f"three_public.{code}") for code in (money, "total")]
    nothing = any(f is not None and f.amount == 0 for f in figures)
    drawn = any(row.meaning == count for t in case.report.tables if t.kind in OPERATIONS for row in t.rows)
    return nothing or drawn or bool(case.facts(f"three_public.{count}"))


def judge_c9(case: Case, rule: Rule) -> RuleResult:
    """Procurement: explained at all, told apart by goods, works and services; final accounts name the small firms."""
    lacking = _lacking_procurement(case, rule)
    if not lacking:
        return ok(rule)
    if reason := _cannot_tell(case, rule, ("budget.procurement", *OPERATIONS)):
        return no_data(rule, reason)
    return judged(rule, [_gap(case, rule, "procurement", lacking="、".join(lacking))])


def _lacking_procurement(case: Case, rule: Rule) -> list[str]:
    total = case.figure("procurement.total")
    split = any(case.facts(measure) for measure in SPLIT)
    if total is None and not split:
        said = case.report.sections.get("procurement") in (SectionStatus.PRESENT, SectionStatus.NOT_APPLICABLE)
        return [] if said else [rule.words["all"]]
    if total is not None and not total.amount:
        return []
    lacking = [] if split else [rule.words["split"]]
    small = any(case.facts(measure) for measure in SMALL_FIRMS)
    if case.kind == Kind.FINAL_ACCOUNTS and not small:
        lacking.append(rule.words["sme"])
    return lacking


def section_rule(section: str) -> Callable[[Case, Rule], RuleResult]:
    """A rule that asks only for one part of the explanation (C10, C11)."""

    def judge(case: Case, rule: Rule) -> RuleResult:
        if case.report.sections.get(section, SectionStatus.MISSING) != SectionStatus.MISSING:
            return ok(rule)
        if reason := _cannot_tell(case, rule):
            return no_data(rule, reason)
        return judged(rule, [_gap(case, rule, section)])

    return judge


def judge_c12(case: Case, rule: Rule) -> RuleResult:
    """Whom to ask, where the local format asks for it."""
    if not asks(case.report.identity, "contact"):
        return not_applicable(rule, rule.words["elsewhere"])
    return section_rule("contact")(case, rule)


def judge_c13(case: Case, rule: Rule) -> RuleResult:
    """Expenditure down to 项 (seven digits), basic expenditure down to 款 of the economic classes (five digits)."""
    asked = (("general_expenditure", "function_digits"), ("general_basic", "economic_digits"))
    depths = [(t, rule.whole(name)) for kind, name in asked for t in _filled(case, f"{_kind(case)}.{kind}")]
    known = [(table, wanted, depth) for table, wanted in depths if (depth := _depth(table))]
    if not known:
        return no_data(rule, rule.words["no_codes"])
    return judged(rule, [_coarse(rule, t, wanted, depth) for t, wanted, depth in known if depth < wanted])


def _filled(case: Case, kind: str) -> list[StandardTable]:
    tables = [t for t in case.report.tables if t.kind == kind and t.status == TableStatus.PRESENT]
    return [t for t in tables if not rows_unread(case, t)]


def _depth(table: StandardTable) -> int:
    """The digits of the finest code among rows with an amount; 0 where no codes are printed."""
    codes = [row.code for row in table.rows if row.code and row.code.isdigit() and any(row.cells.values())]
    return max((len(code) for code in codes), default=0)


def _coarse(rule: Rule, table: StandardTable, wanted: int, depth: int) -> Finding:
    return Finding(
        rule=rule.id, severity=rule.severity, subject=table.kind, topic=rule.topic,
        message=rule.say("message", name=table_name(table.kind), depth=depth, wanted=wanted),
        values={"depth": str(depth), "wanted": str(wanted)}, evidence=(table.evidence,),
    )  # fmt: skip


def judge_c14(case: Case, rule: Rule) -> RuleResult:
    """The performance forms: all that the place asks for, and as many self-evaluations as the text counts."""
    wanted = forms_wanted(case.report.identity)
    if not wanted:
        return not_applicable(rule, rule.words["elsewhere"])
    if forms_unread(case):
        return no_data(rule, rule.words["form_unread"])
    missing = [form for form in wanted if not _has_form(case, form)]
    if not missing:
        return _counted_forms(case, rule)
    if not any(".performance_" not in table.kind for table in case.report.tables):
        return no_data(rule, rule.words["no_tables"])
    if reason := waiting(case, rule, [f"{_kind(case)}.performance_{form}" for form in missing]):
        return no_data(rule, reason)
    names = "、".join(table_name(f"{_kind(case)}.performance_{form}") for form in missing)
    return judged(rule, [_gap(case, rule, "performance", names=names)])


def _has_form(case: Case, form: str) -> bool:
    kind = f"{_kind(case)}.performance_{form}"
    drawn = any(t.kind == kind and t.status != TableStatus.UNAVAILABLE for t in case.report.tables)
    return drawn or any(f.table == kind for f in case.report.performance)


def _counted_forms(case: Case, rule: Rule) -> RuleResult:
    if case.kind != Kind.FINAL_ACCOUNTS:
        return ok(rule)
    published = sum(not form.overall for form in case.report.performance)
    counts = [fact.amount for fact in case.facts(PROJECTS, Source.NARRATIVE) if fact.amount is not None]
    stated = max(counts, default=None)
    if stated is None or not published or published >= stated:
        return ok(rule)
    fact = case.facts(PROJECTS)[0]
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="performance", measure=PROJECTS, topic=rule.topic,
        message=rule.say("fewer", stated=stated, published=published),
        values={"stated": str(stated), "published": str(published)}, formula=f"{published} < {stated}",
        evidence=(fact.evidence,),
    )  # fmt: skip
    return judged(rule, [finding])


def judge_c15(case: Case, rule: Rule) -> RuleResult:
    """会议费 and 培训费 in final accounts, where the local format asks for them."""
    if case.kind != Kind.FINAL_ACCOUNTS or not asks(case.report.identity, "meetings_training"):
        return not_applicable(rule, rule.words["elsewhere"])
    return section_rule("meetings_training")(case, rule)


def judge_c16(case: Case, rule: Rule) -> RuleResult:
    """Tables that the report's own list names and that are not there; those that C2 asks for are C2's."""
    if not case.report.listed:
        return not_applicable(rule, rule.words["no_list"])
    there = {table.kind for table in case.report.tables}
    asked = {kind for one in required(case.report.identity) for kind in one.kinds}
    absent = [kind for kind in case.report.listed if kind not in there | asked]
    if absent and (reason := waiting(case, rule, absent)):
        return no_data(rule, reason)
    return judged(rule, [_gap(case, rule, "list", names="、".join(map(table_name, absent)))] if absent else [])


def judge_c17(case: Case, rule: Rule) -> RuleResult:
    """Something is left out as a secret: the ground must be named."""
    said = [remark for remark in case.report.remarks if remark.code == "secrecy"]
    if not said:
        return not_applicable(rule, rule.words["none"])
    if any("basis" in remark.sections for remark in said):
        return ok(rule)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="secrecy", topic=rule.topic, message=rule.words["message"],
        evidence=tuple(remark.evidence for remark in said),
    )  # fmt: skip
    return judged(rule, [finding])

"""An office's own rules: a threshold over any measure, comparison or execution rate, set without code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt

from alerts.compare import HUNDRED, share
from alerts.model import Finding, RuleResult
from alerts.rules.against import Against, against
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable
from alerts.rules.wording import BASES, KINDS, basis, measure_name, percent, rate_shown, shown, signed
from alerts.settings import Parameter, Rule, RuleSettingError, Value, decimal_setting, listed, near, severity_setting
from parsers import measures
from parsers.model import Base, Evidence, Kind

OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}
WORDS = {">": "大于", ">=": "不小于", "<": "小于", "<=": "不大于"}
RATES = {"project": "项目执行率", "department": "部门执行率"}
KEYS = ("id", "title", "measure", "execution", "against", "kind", "operator", "amount", "percent", "severity", "text")
FIELDS = ("department", "name", "now", "before", "change", "percent")  # what `text` may speak of
_ID = re.compile(r"[A-Za-z\u4e00-\u9fff][\w-]{0,7}")
_MOST = 1000


def own_rules(entries: Sequence[Mapping[str, object]], known: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """The rules of ``[[own_rules]]``. Raises RuleSettingError with the path of the wrong key."""
    rules: dict[str, Rule] = {}
    for number, entry in enumerate(entries[:_MOST]):
        rule = _rule(f"own_rules[{number}]", entry, {**known, **rules})
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule(path: str, entry: Mapping[str, object], known: Mapping[str, Rule]) -> Rule:
    for key in entry:
        if key not in KEYS:
            raise RuleSettingError(f"{path}.{key}", f"未知的键{near(key, KEYS)}；可用：{listed(KEYS)}")
    parameters = {p.name: p for p in _parameters(path, entry)}
    return Rule(
        id=_id(f"{path}.id", entry.get("id"), known), title=_text(path, entry, "title"), topic="自定",
        severity=severity_setting(f"{path}.severity", entry.get("severity", "medium")), severity_set_in="config",
        source="本单位自定规则", parameters=parameters, words={"message": _message(path, entry)},
        settles="按本单位自定规则的要求核实，请对照原文", own=True,
    )  # fmt: skip


def _id(path: str, value: object, known: Mapping[str, Rule]) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise RuleSettingError(path, f"应为字母或汉字开头、至多 8 个字的编号，例如 X1；现为 {value!r}")
    if value in known:
        raise RuleSettingError(path, f"编号 {value} 已有规则使用，请另取一个，例如 X1")
    return value


def _text(path: str, entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RuleSettingError(f"{path}.{key}", f"缺少必填项，应为文字；现为 {value!r}")
    return value


def _message(path: str, entry: Mapping[str, object]) -> str:
    """The office's sentence, or one of ours. Only the named fields may stand in braces."""
    if "text" not in entry:
        return ""
    text = _text(path, entry, "text")
    try:
        text.format(**dict.fromkeys(FIELDS, ""))
    except (KeyError, IndexError, ValueError) as error:
        allowed = "、".join(f"{{{field}}}" for field in FIELDS)
        raise RuleSettingError(f"{path}.text", f"花括号中只能是 {allowed}；有误之处：{error}") from None
    return text


def _parameters(path: str, entry: Mapping[str, object]) -> list[Parameter]:
    subject = _subject(path, entry)
    found = [subject, _chosen(path, entry, "operator", list(OPERATORS), "阈值的方向")]
    if "kind" in entry:
        found.append(_chosen(path, entry, "kind", [k.value for k in Kind], "只看预算或决算"))
    if "against" in entry:
        if subject.name == "execution":
            raise RuleSettingError(f"{path}.against", "执行率本身就是比较，不能再写 against")
        found.append(_chosen(path, entry, "against", [b.value for b in Base], "比较的基数"))
    return [*found, *_thresholds(path, entry, subject)]


def _subject(path: str, entry: Mapping[str, object]) -> Parameter:
    if ("measure" in entry) == ("execution" in entry):
        raise RuleSettingError(
            f"{path}.measure", "measure（指标）和 execution（执行率：project 或 department）须写其一"
        )
    if "execution" in entry:
        return _chosen(path, entry, "execution", list(RATES), "执行率")
    code = entry["measure"]
    try:
        measures.measure(str(code))
    except KeyError:
        codes = [*measures.vocabulary()]
        hint = near(str(code), codes) or _by_term(str(code))
        raise RuleSettingError(
            f"{path}.measure", f"没有指标 {code!r}{hint}；全部指标见 parsers/measures.toml"
        ) from None
    return _parameter("measure", str(code), measure_name(str(code)))


def _by_term(text: str) -> str:
    """Codes whose Chinese term holds what was written."""
    codes = [m.code for m in measures.vocabulary().values() if text and text in m.zh][:3]
    return f"（是否指 {'、'.join(codes)}？）" if codes else ""


def _chosen(path: str, entry: Mapping[str, object], key: str, allowed: list[str], about: str) -> Parameter:
    value = entry.get(key)
    if value not in allowed:
        raise RuleSettingError(f"{path}.{key}", f"没有 {value!r}{near(str(value), allowed)}；可用：{listed(allowed)}")
    return _parameter(key, str(value), about)


def _thresholds(path: str, entry: Mapping[str, object], subject: Parameter) -> list[Parameter]:
    given = [key for key in ("amount", "percent") if key in entry]
    relative = subject.name == "execution" or "against" in entry
    if "percent" in given and not relative:
        raise RuleSettingError(f"{path}.percent", "没有写 against（比较的基数），不能按百分比判断")
    if subject.name == "execution" and given != ["percent"]:
        raise RuleSettingError(f"{path}.percent", '执行率按百分比判断，例如 percent = "80"')
    if not given:
        raise RuleSettingError(f"{path}.amount", 'amount（金额）和 percent（百分比）至少写一个，例如 amount = "1"')
    unit = "%" if subject.name == "execution" else measures.unit(str(subject.value))
    return [
        _parameter(key, _signed(f"{path}.{key}", entry[key]), "阈值", "%" if key == "percent" else unit)
        for key in given
    ]


def _signed(path: str, value: object) -> Decimal:
    """A threshold may be negative: a fall of 10 is a change of -10."""
    if isinstance(value, str) and value.startswith("-"):
        return -decimal_setting(path, value[1:])
    return -decimal_setting(path, -value) if isinstance(value, int) and value < 0 else decimal_setting(path, value)


def _parameter(name: str, value: Value, about: str, unit: str = "") -> Parameter:
    return Parameter(name=name, value=value, default=value, about=about, unit=unit, set_in="config")


# --- judging --------------------------------------------------------------------------------------


def judge_own(case: Case, rule: Rule) -> RuleResult:
    """A rule of ``[[own_rules]]`` on one report."""
    wanted = rule.text("kind")
    if wanted and case.kind != wanted:
        return not_applicable(rule, f"本规则只看{KINDS[Kind(wanted)]}")
    if rule.text("execution"):
        return _judge_rate(case, rule)
    if not rule.text("against"):
        return _judge_amount(case, rule)
    return _judge_change(case, rule)


def _reached(rule: Rule, name: str, value: Decimal) -> bool:
    """Whether a threshold is reached; one that was not set keeps nothing back."""
    return name not in rule.parameters or OPERATORS[rule.text("operator")](value, rule.decimal(name))


def _limit(rule: Rule, name: str) -> str:
    return f"{WORDS[rule.text('operator')]} {shown(rule.decimal(name))}{rule.parameters[name].unit}"


def _judge_amount(case: Case, rule: Rule) -> RuleResult:
    measure = rule.text("measure")
    figure = case.figure(measure)
    if figure is None or figure.amount is None:
        return no_data(rule, f"未读到{measure_name(measure)}")
    if not _reached(rule, "amount", figure.amount):
        return judged(rule, [])
    ours = f"{measure_name(measure)}{shown(figure.amount)}{figure.unit}，{_limit(rule, 'amount')}"
    values = {"now": shown(figure.amount)}
    return judged(rule, [_finding(case, rule, measure, ours, values, evidence_of(figure))])


def _judge_change(case: Case, rule: Rule) -> RuleResult:
    measure, base = rule.text("measure"), Base(rule.text("against"))
    found = against(case, measure, base)
    if found is None:
        return no_data(rule, f"报告未给出{measure_name(measure)}与{BASES[base]}的比较，也没有已存的报告")
    if found.percent is None and "amount" not in rule.parameters:
        return not_applicable(rule, f"{BASES[base]}为0，不可比")
    reached = _reached(rule, "amount", found.change)
    if found.percent is not None:  # on a base of 0 the amount alone decides (N4)
        reached = reached and _reached(rule, "percent", found.percent)
    return judged(rule, [_changed(case, rule, found)] if reached else [])


def _changed(case: Case, rule: Rule, found: Against) -> Finding:
    unit = measures.unit(found.measure)
    limits = "且".join(_limit(rule, name) for name in ("amount", "percent") if name in rule.parameters)
    ours = (
        f"{measure_name(found.measure)}{shown(found.now)}{unit}，{BASES[found.base]}{shown(found.before)}{unit}，"
        f"变动{signed(found.change)}{unit}（{percent(found.percent)}），{limits}"
    )
    values = {"now": shown(found.now), "before": shown(found.before), "change": shown(found.change)}
    values |= {} if found.percent is None else {"percent": shown(found.percent)}
    return _finding(case, rule, found.measure, ours, values, found.evidence, formula=found.formula,
                    basis_name=basis(case.kind, found.base), reason=found.reason)  # fmt: skip


def _judge_rate(case: Case, rule: Rule) -> RuleResult:
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有执行数")
    rates = _project_rates(case) if rule.text("execution") == "project" else _department_rate(case)
    if not rates:
        return no_data(rule, "报告未给出可计算执行率的数字")
    found = []
    for name, now, before, evidence in rates:
        rate = now / before * HUNDRED
        if _reached(rule, "percent", rate):
            ours = f"{name}执行率{rate_shown(rate)}%（{shown(now)} ÷ {shown(before)}），{_limit(rule, 'percent')}"
            values = {"now": shown(now), "before": shown(before), "percent": rate_shown(rate)}
            found.append(_finding(case, rule, name, ours, values, evidence,
                                  formula=f"{shown(now)} ÷ {shown(before)} = {rate_shown(rate)}%"))  # fmt: skip
    return judged(rule, found)


_Rate = tuple[str, Decimal, Decimal, tuple[Evidence, ...]]


def _project_rates(case: Case) -> list[_Rate]:
    return [
        (f"项目“{name}”", form.executed, form.revised_budget, (form.evidence,))
        for name, form in case.forms(overall=False)
        if form.executed is not None and form.revised_budget
    ]


def _department_rate(case: Case) -> list[_Rate]:
    for base in (Base.REVISED_BUDGET, Base.OPENING_BUDGET):
        for measure in ("expenditure.current", "general_budget.expenditure"):
            found = against(case, measure, base)
            if found and share(found.now, found.before) is not None:
                return [(f"{measure_name(measure)}（较{BASES[base]}）", found.now, found.before, found.evidence)]
    return []


def _finding(
    case: Case, rule: Rule, subject: str, ours: str, values: Mapping[str, str], evidence: tuple[Evidence, ...],
    formula: str = "", basis_name: str = "", reason: str = "",
) -> Finding:  # fmt: skip
    fields = dict.fromkeys(FIELDS, "") | {"department": case.report.identity.department or ""}
    fields |= {"name": measure_name(rule.text("measure")) or subject, **values}
    said = rule.say("message", **fields)
    return Finding(
        rule=rule.id, severity=rule.severity, subject=subject, measure=rule.text("measure") or None, topic=rule.topic,
        message=f"{said or f'{rule.title}：{ours}'}，待核实，请对照原文。", values=values, formula=formula or ours,
        basis=basis_name, reason_given=reason, evidence=evidence,
    )  # fmt: skip

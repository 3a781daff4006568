"""S: is what we look at in order? One incident for a host, however many of its columns are concerned. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.model import Finding, RuleResult
from alerts.rules.case import judged, no_data, not_applicable, ok
from alerts.settings import Rule, RuleBook
from parsers.model import Evidence

HOST_RULES = ("S1", "S2", "S3", "S4", "S5")
ALL_RULES = (*HOST_RULES, "S9")
SHOWN = 3  # columns named in a message


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceState:
    """What the last checks of one column showed."""

    url: str
    host: str
    failures: int = 0
    error: str = ""
    challenged: bool = False
    drifted: bool = False  # had items, shows none
    page_items: int = 0
    usual_items: int = 0
    filled_percent: int = 100
    min_items: int = 0  # the office's own assertions
    min_filled_percent: int = 0
    newest_within_days: int = 0
    too_old: str = ""  # the day of the newest item where it is older than that, or what stands for none
    lost_permille: int = 0
    readable: int = 0  # publications that were read
    unreadable: int = 0  # and that could not be

    @property
    def answered(self) -> bool:
        """Whether the last check brought a list to look at."""
        return not self.failures


def judge_host(states: Sequence[SourceState], rules: RuleBook, *, ours: bool = False) -> list[RuleResult]:
    """What is the matter with a host. ``ours``: everything fails at once, so its failures are not its own."""
    judges: dict[str, Callable[[Rule, Sequence[SourceState]], RuleResult]] = {
        "S2": _challenged, "S3": _lists, "S4": _encoding, "S5": _unreadable,
    }  # fmt: skip
    results = [_unreachable(rules.rule("S1"), states, ours=ours)]
    results += [judge(rules.rule(name), states) for name, judge in judges.items()]
    return [result if rules.rule(result.rule).enabled else _off(rules.rule(result.rule)) for result in results]


def judge_all(states: Sequence[SourceState], rules: RuleBook) -> RuleResult:
    """S9: whether everything fails at once."""
    rule = rules.rule("S9")
    hosts = {state.host for state in states}
    failing = hosts - {state.host for state in states if state.answered}
    if not rule.enabled or len(hosts) < rule.whole("smallest"):
        return _off(rule)
    if len(failing) * 100 < len(hosts) * rule.whole("percent"):
        return ok(rule, rule.words["fine"])
    error = next(state.error for state in states if not state.answered)
    message = rule.say("message", count=len(hosts), failed=len(failing), error=error)
    return judged(rule, [_finding(rule, message, [])])


def _off(rule: Rule) -> RuleResult:
    return not_applicable(rule, "规则已在配置中停用或不适用")


def _unreachable(rule: Rule, states: Sequence[SourceState], *, ours: bool) -> RuleResult:
    failing = [s for s in states if s.failures and not s.challenged and not s.drifted]
    if not failing:
        return ok(rule, rule.words["fine"])
    if ours:
        return no_data(rule, rule.words["ours"])
    worst = max(failing, key=lambda state: state.failures)
    if worst.failures < rule.whole("failures"):
        return no_data(rule, rule.words["counting"])
    message = rule.say(
        "message", host=worst.host, failures=rule.whole("failures"), count=len(failing), error=worst.error
    )
    return judged(rule, [_finding(rule, message, failing)])


def _challenged(rule: Rule, states: Sequence[SourceState]) -> RuleResult:
    walled = [s for s in states if s.challenged]
    if not walled:
        return ok(rule, rule.words["fine"])
    if max(s.failures for s in walled) < rule.whole("failures"):
        return no_data(rule, "次数未到提示界限")
    return judged(rule, [_finding(rule, rule.say("message", host=walled[0].host, count=len(walled)), walled)])


def _lists(rule: Rule, states: Sequence[SourceState]) -> RuleResult:
    odd = [(state, text) for state in states if (text := _oddity(rule, state))]
    if not odd:
        seen = all(state.answered for state in states)
        return ok(rule, rule.words["fine"]) if seen else no_data(rule, "有栏目最近未能检查")
    details = "；".join(f"{state.url} {text}" for state, text in odd[:SHOWN])
    message = rule.say("message", host=odd[0][0].host, count=len(odd), details=details)
    return judged(rule, [_finding(rule, message, [state for state, _ in odd])])


def _oddity(rule: Rule, state: SourceState) -> str:
    """What is unusual about a list; "" for nothing, and for one that could not be looked at."""
    if state.drifted:
        return rule.say("drift", usual=state.usual_items)
    if not state.answered:
        return ""
    if state.page_items < state.min_items:
        return rule.say("too_few", least=state.min_items, now=state.page_items)
    if state.filled_percent < state.min_filled_percent:
        return rule.say("unfilled", least=state.min_filled_percent, now=state.filled_percent)
    if state.too_old:
        return rule.say("stands_still", days=state.newest_within_days, newest=state.too_old)
    comparable = state.usual_items >= rule.whole("smallest")
    if comparable and state.page_items * 100 < state.usual_items * rule.whole("shrunk_percent"):
        return rule.say("shrunk", usual=state.usual_items, now=state.page_items)
    return ""


def _encoding(rule: Rule, states: Sequence[SourceState]) -> RuleResult:
    damaged = [s for s in states if s.lost_permille >= rule.whole("permille")]
    if not damaged:
        return ok(rule, rule.words["fine"])
    share = max(s.lost_permille for s in damaged)
    message = rule.say("message", host=damaged[0].host, count=len(damaged), share=share)
    return judged(rule, [_finding(rule, message, damaged)])


def _unreadable(rule: Rule, states: Sequence[SourceState]) -> RuleResult:
    shares = {s.url: s.unreadable * 100 // max(s.readable + s.unreadable, 1) for s in states}
    enough = [s for s in states if s.readable + s.unreadable >= rule.whole("smallest")]
    bad = [s for s in enough if shares[s.url] > rule.whole("percent")]
    if not bad:
        return ok(rule, rule.words["fine"])
    share = max(shares[s.url] for s in bad)
    return judged(rule, [_finding(rule, rule.say("message", host=bad[0].host, count=len(bad), share=share), bad)])


def _finding(rule: Rule, message: str, states: Sequence[SourceState]) -> Finding:
    """No counts among the values: they change with each check, and a finding that changes is told again."""
    return Finding(
        rule=rule.id, severity=rule.severity, subject="source", topic=rule.topic, message=message,
        basis="最近一次检查", evidence=tuple(Evidence(file=s.url, where="栏目列表") for s in states[:SHOWN]),
    )  # fmt: skip

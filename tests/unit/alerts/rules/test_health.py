"""Is what we look at in order?"""

from __future__ import annotations

import pytest

from alerts.model import Outcome
from alerts.rules.health import SourceState, judge_all, judge_host
from alerts.settings import load

HOST = "www.chenghu.gov.cn"


def state(**known: object) -> SourceState:
    """A column in order."""
    plain = {"url": f"http://{HOST}/js/", "host": HOST, "page_items": 20, "usual_items": 20, "readable": 30}
    return SourceState(**(plain | known))  # type: ignore[arg-type]


def outcomes(*states: SourceState, ours: bool = False) -> dict[str, str]:
    return {r.rule: r.outcome.value for r in judge_host(states, load(), ours=ours)}


def test_a_host_in_order_is_in_order() -> None:
    assert set(outcomes(state()).values()) == {"ok"}


@pytest.mark.parametrize(("known", "rule"), [
    ({"failures": 3, "error": "HTTP 503"}, "S1"),
    ({"failures": 2, "challenged": True}, "S2"),
    ({"failures": 1, "drifted": True, "page_items": 0}, "S3"),
    ({"page_items": 9}, "S3"),
    ({"min_items": 21}, "S3"),
    ({"filled_percent": 80, "min_filled_percent": 90}, "S3"),
    ({"newest_within_days": 400, "too_old": "是2023-09-01"}, "S3"),
    ({"lost_permille": 5}, "S4"),
    ({"readable": 4, "unreadable": 6}, "S5"),
])  # fmt: skip
def test_each_trouble_is_told_by_its_rule(known: dict[str, object], rule: str) -> None:
    found = outcomes(state(**known), state(url=f"http://{HOST}/ys/"))
    assert [name for name, outcome in found.items() if outcome == "violated"] == [rule]


@pytest.mark.parametrize("known", [
    {"failures": 2}, {"page_items": 10}, {"usual_items": 5, "page_items": 1}, {"lost_permille": 4},
    {"readable": 0, "unreadable": 4}, {"failures": 1, "challenged": True},
])  # fmt: skip
def test_little_is_no_trouble(known: dict[str, object]) -> None:
    assert "violated" not in outcomes(state(**known)).values()


def test_many_columns_of_a_host_are_one_incident() -> None:
    states = [state(url=f"http://{HOST}/{n}/", failures=5, error="超时") for n in range(40)]
    (finding,) = (f for r in judge_host(states, load()) for f in r.findings)
    assert "40个栏目" in finding.message
    assert finding.values == {}, "a count among the values would be told again with each check"


def failing(hosts: int, of: int) -> list[SourceState]:
    return [state(host=f"h{n}", failures=int(n < hosts), error="503") for n in range(of)]


def test_where_everything_fails_at_once_it_is_us() -> None:
    assert judge_all(failing(40, 40), load()).outcome == Outcome.VIOLATED
    assert judge_all(failing(30, 40), load()).outcome == Outcome.OK
    assert judge_all(failing(2, 2), load()).outcome == Outcome.NOT_APPLICABLE
    assert outcomes(state(failures=9), ours=True)["S1"] == "no_data"


def test_rules_can_be_switched_off() -> None:
    off = load({"S1": {"enabled": False}, "S9": {"enabled": False}})
    assert judge_host([state(failures=9)], off)[0].outcome == Outcome.NOT_APPLICABLE
    assert judge_all(failing(40, 40), off).outcome == Outcome.NOT_APPLICABLE

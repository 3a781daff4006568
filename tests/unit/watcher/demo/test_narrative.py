"""What the made explanations say, and what they must not say."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from watcher.demo.press.department import HERE, load_departments
from watcher.demo.press.figures import figures
from watcher.demo.press.made import make
from watcher.demo.press.measures import measured
from watcher.demo.press.narrative import narrative
from watcher.demo.press.publication import plan

RUN = re.compile(r"[\u4e00-\u9fff]{15,}")
#: Names of tables, accounts and classification items that every report must print alike.
FORMAL = (
    "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款基本支出预算表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款支出预算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款支出决算表",
    "财政拨款收入支出决算总表",
    "机关事业单位基本养老保险缴费支出",
    "机关事业单位职业年金缴费支出",
    "一般公共预算财政拨款结转和结余",
    "政府性基金预算财政拨款支出",
)


def _text(key: str, year: int, kind: str, stated: dict[str, str] | None = None) -> str:
    own = figures(load_departments()[key], year, kind)
    return "\n".join(part.text for part in narrative(own, measured(own, {}, stated or {})))


def test_no_template_mark_is_left_in_any_explanation() -> None:
    for planned in plan():
        for part in planned.make().parts:
            assert not re.search(r"[{}#]|None", part.text), part.text
            assert part.role == "forms" or part.text


def test_each_statement_of_growth_gives_base_change_and_percent() -> None:
    text = _text("water", 2024, "final")
    assert "“三公”经费支出共计12.35万元，较年初预算数增加2.75万元，增长28.65%" in text
    assert "较上年决算数增加3.93万元，增长46.67%" in text


def test_a_slip_of_the_pen_agrees_with_itself_but_not_with_its_parts() -> None:
    text = _text("archives", 2024, "final", {"three_public.total/prior_final": "-0.62"})
    assert "共计2.62万元" in text
    assert "较上年决算数减少0.62万元，下降19.14%" in text
    assert (Decimal("0.62") * 100 / (Decimal("2.62") + Decimal("0.62"))).quantize(Decimal("0.01")) == Decimal("19.14")
    assert "较上年决算数减少0.18万元" in text
    assert "较上年决算数减少0.07万元" in text


def test_a_slip_changes_the_explanation_and_leaves_the_table() -> None:
    made = make(load_departments()["archives"], 2024, "final", stated={"procurement.total": "76.14"})
    assert any("政府采购支出总额76.14万元" in part.text for part in made.parts)
    sheet = next(each for each in made.tables if each.kind == "final_accounts.agency_operations")
    assert ("（一）政府采购支出合计", "71.64") in [row[3:] for row in sheet.rows]


def test_a_changed_figure_changes_explanation_and_table_alike() -> None:
    made = make(load_departments()["culture"], 2023, "final", changed={"procurement.sme": "96.10"})
    assert any("授予中小企业合同金额96.10万元" in part.text for part in made.parts)
    sheet = next(each for each in made.tables if each.kind == "final_accounts.agency_operations")
    assert ("（二）政府采购授予中小企业合同金额", "96.10") in [row[3:] for row in sheet.rows]


def test_no_unplanted_wording_softens_or_excuses_a_comparison() -> None:
    excuses = re.compile(r"无法比较|口径|分开填报|机构改革|划入|划出|合并|新成立|撤销|本级|汇总|不可比|弥补人员经费")
    for planned in plan():
        for part in planned.make().parts:
            assert not excuses.search(part.text), part.text


@pytest.mark.corpus
def test_the_words_are_our_own(corpus: Path) -> None:
    """No run of 15 characters or more stands in a real report, but for the names that all reports share."""
    seeds = "".join(re.sub(r"\s", "", path.read_text("utf-8")) for path in sorted((corpus / "seeds").glob("*.txt")))
    ours = "".join(
        path.read_text("utf-8") for path in sorted(HERE.rglob("*")) if path.suffix in (".toml", ".j2", ".py")
    )
    for planned in plan():
        ours += "\n".join(part.text for part in planned.make().parts)
    for formal in FORMAL:
        ours = ours.replace(formal, "")
    runs = {run[i : i + 15] for run in RUN.findall(ours) for i in range(len(run) - 14)}
    assert sorted(run for run in runs if run in seeds) == []

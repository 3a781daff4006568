"""Across years on the fictional district: diff, replay, explain, own rules and the register, as a user runs them.

The verbs that only look are called within this process: starting an interpreter for each would take most of the time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.databases import opened
from tests.installation import Desk, Done, Installation, shipped
from watcher.demo.receiver import Received
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(300)

TIGHTER = """
[rules.G1]
min_excess = "100"
[[own_rules]]
id = "X1"
title = "会议费上限"
measure = "meetings"
operator = ">"
amount = "1.4"
severity = "low"
"""


def printed(done: Done) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def filled(installation: Installation, site: DemoSite) -> Desk:
    """All of it stands there before the first pass: taken in as history, so nobody is told."""
    for publication in shipped("news"):
        site.publish(publication.key)
    assert installation.run("poll").returncode == 0
    return Desk(installation.folder)


def test_years_are_compared_replayed_and_explained(filled: Desk, notices: list[Received], tmp_path: Path) -> None:
    _diff(filled)
    _wrong_names(filled)
    _replay(filled, tmp_path)
    _explain(filled)
    _own_rules(filled)
    _departments(filled)
    assert not notices, "nothing of this tells anybody"


def _diff(filled: Desk) -> None:
    """What the demo planted in the final accounts of 2024 shows beside 2023."""
    by_kind = {d["kind"]: d for d in printed(filled.run("diff", "水务局", "2024", "--json"))["diffs"]}
    assert list(by_kind) == ["final_accounts"], "there is no budget of 2023"
    found = by_kind["final_accounts"]
    assert (found["years"], found["scope"]) == ([2023, 2024], "department")
    measures = {m["measure"]: m for m in found["measures"]}
    assert measures["three_public.total"] == {
        "measure": "three_public.total", "unit": "万元", "before": "8.42", "after": "12.35", "change": "3.93",
        "percent": "46.67",
    }  # fmt: skip
    assert measures["three_public.vehicle_operation"]["after"] == "9.87"
    rows = {(r["table"], r["code"]): r for r in found["rows"]}
    reception = rows["final_accounts.general_basic", "30217"]
    assert (reception["name"], reception["status"], reception["before"], reception["after"]) == (
        "公务接待费", "changed", "1.52", "2.48",
    )  # fmt: skip
    budgets = printed(filled.run("diff", "重庆市澄湖区水务局", "2025", "--kind", "budget", "--json"))["diffs"]
    assert [d["years"] for d in budgets] == [[2024, 2025]]
    assert "三公" in filled.run("diff", "水务局", "2024").stdout


def _wrong_names(filled: Desk) -> None:
    for words, told in (
        (("局", "2024"), "水务局"),
        (("水利局", "2024"), "水务局"),
        (("水务局", "2020"), "2023"),
        ((), "部门"),
    ):
        done = filled.run("diff", *words)
        assert done.returncode == 2, words
        assert told in done.stderr
        assert not done.stdout


def _replay(filled: Desk, tmp_path: Path) -> None:
    """Today's rules change nothing; others show what they would, and the stored alerts stay."""
    before = filled.listed("alerts")
    same = printed(filled.run("replay", "--since", "2020-01-01", "--json"))
    assert same["reports"] == len(shipped("history", "news"))
    assert (same["appearing"], same["vanishing"], same["changing"]) == ([], [], [])
    assert printed(filled.run("replay", "--since", "2100-01-01", "--json"))["reports"] == 0
    assert printed(filled.run("replay", "--letters", "--json"))["letters"] == [], "history is told to nobody"
    rules = tmp_path / "rules.toml"
    rules.write_text(TIGHTER, encoding="utf-8")
    other = printed(filled.run("replay", "--rules", str(rules), "--json"))
    assert {a["rule"] for a in other["appearing"]} == {"X1"}
    assert [(v["rule"], v["outcome"]) for v in other["vanishing"]] == [("G1", "ok")]
    assert filled.listed("alerts") == before
    rules.write_text('[rules.G1]\nmin_exces = "1"\n', encoding="utf-8")
    wrong = filled.run("replay", "--rules", str(rules))
    assert wrong.returncode == 2
    assert "rules.G1.min_exces" in wrong.stderr


def _explain(filled: Desk) -> None:
    alert = next(a for a in filled.listed("alerts") if a["rule"] == "G1")
    done = filled.run("explain", alert["id"].lower())
    assert done.returncode == 0, done.stderr
    for part in (
        "依据：", "12.35 − 9.60 = +2.75", "+28.65%", "部门说明：汛期延长", "原文：", "各年：", "2023决算 8.42",
        "置信度：高", "怎样可以了结：", "SHA-256", "经过：", alert["source_url"],
    ):  # fmt: skip
        assert part in done.stdout, part
    with opened(f"sqlite:///{filled.config.parent / 'data' / 'watcher.db'}") as database, database.reading() as unit:
        known = unit.alerts.get(alert["id"])
    assert known is not None
    assert f"\n置信度：{known.finding.confidence}\n" in done.stdout, "what a notice says"


def _own_rules(filled: Desk) -> None:
    """They are listed as set in the configuration; a wrong measure is refused with its path and a near one."""
    text = filled.config.read_text(encoding="utf-8")
    own = TIGHTER[TIGHTER.index("[[own_rules]]") :]
    filled.config.write_text(text + own, encoding="utf-8")
    listed = {r["id"]: r for r in filled.listed("rules")}
    assert listed["X1"]["own"]
    assert listed["X1"]["parameters"]["amount"]["set_in"] == "config"
    assert listed["A50"]["parameters"]["min_difference"]["set_in"] == "default"
    filled.config.write_text(text + own.replace('"meetings"', '"meeting"'), encoding="utf-8")
    wrong = filled.run("check-config")
    assert wrong.returncode == 2
    assert "own_rules[0].measure" in wrong.stderr + wrong.stdout
    assert "meetings" in wrong.stderr + wrong.stdout
    filled.config.write_text(text, encoding="utf-8")


def _departments(filled: Desk) -> None:
    found = printed(filled.run("departments", "--json"))
    assert {d["name"] for d in found["departments"]} >= {"重庆市澄湖区水务局", "重庆市澄湖区档案馆"}
    assert found["confirmed"] == []
    assert filled.run("departments", "--join", "水利局", "水务局").returncode == 2, "the district must be named"
    joined = filled.run("departments", "--join", "水利局", "水务局", "--district", "澄湖区", "--by", "测试")
    assert joined.returncode == 0, joined.stderr
    assert printed(filled.run("departments", "--json"))["confirmed"][0]["other"] == "水务局"
    assert printed(filled.run("diff", "水利局", "2024", "--json"))["diffs"]
    assert filled.run("departments", "--part", "水利局", "--district", "澄湖区").returncode == 0
    assert filled.run("departments", "--part", "水利局", "--district", "澄湖区").returncode == 1


def test_two_files_are_compared_without_a_database(installation: Installation) -> None:
    site = Path(__file__).resolve().parents[2] / "watcher" / "demo" / "site"
    files = [str(site / key / "body.html") for key in ("archives-2023-final", "archives-2024-final")]
    desk = Desk(installation.folder)
    found = printed(desk.run("diff", "--files", *files, "--json"))["diffs"]
    assert [d["years"] for d in found] == [[2023, 2024]]
    wrong = desk.run("diff", "--files", files[0], str(site / "absent.html"))
    assert wrong.returncode == 2
    assert "absent.html" in wrong.stderr

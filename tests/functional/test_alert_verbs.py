"""`watcher alerts VERB`: an officer's day on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.databases import opened
from tests.desk import FINDING, office, recipient
from tests.installation import Installation


@pytest.fixture
def desk(migrated_sqlite: Path, tmp_path: Path) -> tuple[Installation, str]:
    """A database with one open alert, and the commands on it."""
    database_url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"
    (tmp_path / "config.toml").write_text(
        f'[service]\ndatabase = "{database_url}"\n[[recipients]]\nname = "甲"\nurl = "json://127.0.0.1:9/x"\n', "utf-8"
    )
    with opened(database_url) as database, office(database, tmp_path, recipient("json://127.0.0.1:9/x", "甲")) as here:
        (alert,) = here.find(FINDING)
    return Installation(tmp_path), alert.id


def test_an_officers_day(desk: tuple[Installation, str]) -> None:
    installed, alert = desk
    assert installed.run("alerts", "ack", alert, "--by", "李明").stdout == f"{alert} 已知悉\n"
    assert "已函询" in installed.run("alerts", "label", alert, "已函询", "--due", "2026-12-01", "--note", "函").stdout
    silence = ["--until", "2099-12-31", "--author", "王科长", "--reason", "专项检查"]
    assert "静默 1 生效" in installed.run("alerts", "silence", "--rule", "G2", *silence).stdout
    history = installed.run("alerts", "history", alert).stdout
    assert all(word in history for word in ("发现", "李明 知悉 → 已知悉", "已函询 期限 2026-12-01：函", "王科长 静默"))
    (listed,) = installed.listed("alerts")
    assert listed["state"] == "acknowledged"
    assert [f["label"] for f in listed["follow_up"]] == ["asked"]
    assert [d["state"] for d in listed["deliveries"]] == ["suppressed"]
    silences = json.loads(installed.run("alerts", "silences", "--json").stdout)["silences"]
    assert [(s["author"], s["holds"]) for s in silences] == [("王科长", True)]
    assert "生效中 G2 至 2100-01-01 00:00 王科长：专项检查" in installed.run("alerts", "silences").stdout
    assert installed.run("alerts", "unsilence", "1").returncode == 0
    assert "｜已函询，期限 2026-12-01（甲：" in installed.run("alerts").stdout
    settled = installed.run("alerts", "settle", alert, "--reason", "部门已说明", "--by", "李明")
    assert settled.stdout == f"{alert} 已办结\n"
    assert "李明 办结 → 已办结：部门已说明" in installed.run("alerts", "history", alert).stdout
    assert " 跟进 已函询 期限 2026-12-01：函" in installed.run("explain", alert).stdout


def test_a_silence_may_mean_one_alert_a_level_a_kind_and_a_year(desk: tuple[Installation, str]) -> None:
    installed, alert = desk
    end = ["--until", "2099-12-31T18:00", "--author", "王科长", "--reason", "专项检查"]
    assert "现有 1 条" in installed.run("alerts", "silence", "--alert", alert.lower(), *end).stdout
    closer = ["--severity", "黄", "--kind", "决算", "--year", "2024"]
    assert "现有 0 条" in installed.run("alerts", "silence", *closer, *end).stdout, "an orange one is told all the same"
    listed = installed.run("alerts", "silences").stdout
    assert f"1 生效中 {alert} 至 2099-12-31 18:00" in listed
    assert "2 生效中 部门决算 2024年度 黄及以下 至" in listed
    wrong = installed.run("alerts", "silence", "--severity", "绿", *end)
    assert wrong.returncode == 2
    assert "可用的等级：红、橙、黄、蓝" in wrong.stderr


REFUSED = [
    (["ack", "A-0000000"], "没有线索"),
    (["settle", "{alert}", "--reason", " "], "理由"),
    (["silence", "--alert", "A-0000000", "--until", "2099-01-01", "--author", "王", "--reason", "x"], "没有线索"),
    (["reopen", "{alert}"], "不能这样做：这条线索现在是“待处理”"),
    (["dismiss", "{alert}", "--reason", " "], "理由"),
    (["silence", "--until", "2099-01-01", "--author", "王", "--reason", "x"], "之一"),
    (["silence", "--rule", "G2", "--until", "2020-01-01", "--author", "王", "--reason", "x"], "将来"),
]


def test_what_makes_no_sense_is_refused_with_status_1(desk: tuple[Installation, str]) -> None:
    installed, alert = desk
    for words, said in REFUSED:
        done = installed.run("alerts", *[word.format(alert=alert) for word in words])
        assert done.returncode == 1, words
        assert said in done.stderr
    assert [a["state"] for a in installed.listed("alerts")] == ["open"]


def test_a_silence_without_an_end_or_a_reason_is_refused(desk: tuple[Installation, str]) -> None:
    installed, _ = desk
    assert installed.run("alerts", "silence", "--rule", "G2", "--author", "王", "--reason", "x").returncode == 2
    assert installed.run("alerts", "silence", "--rule", "G2", "--author", "王", "--until", "2099-01-01").returncode == 2

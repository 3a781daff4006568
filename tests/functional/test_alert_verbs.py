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
    assert installed.run("alerts", "unsilence", "1").returncode == 0


REFUSED = [
    (["ack", "A-0000000"], "没有线索"),
    (["reopen", "{alert}"], "不能这样做"),
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

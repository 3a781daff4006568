"""A resolution in a watched list suggests the day that starts the clocks; a person confirms it or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.town import COLUMN, HOST, Town, installed
from watcher.cli.main import main
from watcher.polling import poll
from watcher.steps.approvals import approved_days

TITLE = "澄湖区人民代表大会常务委员会关于批准2024年区级决算的决议"
PAGE = f"{HOST}/zwgk/js/202510/t20251008_77.html"
ROSTER = "".join(f'[[roster]]\ndistrict = "{one}"\ndepartments = ["水务局"]\n' for one in ("澄湖区", "无人县"))
OLD = "关于批准2018年区级决算的决议"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An installation that has seen the resolution."""
    town = Town()
    town.pages[COLUMN] = (
        f'<meta charset="utf-8"><ul><li><a href="{PAGE}">{TITLE}</a><span>2025-10-08</span></li>'
        f'<li><a href="/zwgk/js/201909/t20190927_5.html">{OLD}</a><span>2019-09-27</span></li></ul>'
    ).encode()
    town.pages[PAGE] = "<meta charset='utf-8'><p>（2025年9月26日区人大常委会第三十次会议通过）</p>".encode()
    with installed(tmp_path, town, ROSTER) as context:
        assert poll(context).ok
        with context.database.reading() as unit:
            (suggested,) = unit.approvals.all()
            assert approved_days(unit, context.settings) == []
        assert (suggested.approved_on, suggested.confirmed) == (date(2025, 9, 26), False)
        assert suggested.origin == PAGE
    return tmp_path / "config.toml"


def test_a_confirmed_day_starts_the_clock(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "-c", str(config)]) == 0
    said = capsys.readouterr().out
    assert "2025-09-26［建议，待确认］" in said
    assert "无人县 没有任何来源" in said
    assert main(["coverage", "-c", str(config)]) == 0
    assert "1 个网页建议的批准日待确认" in capsys.readouterr().out
    assert main(["deadlines", "--confirm", "澄湖区", "决算", "2024", "--on", "2025-09-25", "-c", str(config)]) == 0
    assert main(["coverage", "--json", "-c", str(config)]) == 0
    assert '"approved_on": "2025-09-25"' in capsys.readouterr().out
    assert main(["deadlines", "--refuse", "澄湖区", "决算", "2024", "-c", str(config)]) == 1


def test_a_refused_day_is_forgotten(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "--refuse", "澄湖区", "决算", "2024", "-c", str(config)]) == 0
    capsys.readouterr()
    assert main(["deadlines", "--json", "-c", str(config)]) == 0
    assert '"deadlines": []' in capsys.readouterr().out


def test_a_district_that_no_source_bears_is_named(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-config", "-c", str(config)]) == 0
    assert "无人县 没有任何来源" in capsys.readouterr().out

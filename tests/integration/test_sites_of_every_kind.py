"""A made site of every kind on loopback: its history is walked whole, what is new is found, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import PublicationRecord
from tests.kinds_of_sites import KINDS, day, title
from tests.sites import Site
from watcher.cli.main import main
from watcher.config import load_settings
from watcher.context import Context
from watcher.polling import poll
from watcher.service import open_context

pytestmark = pytest.mark.timeout(120)
HISTORY = 43


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def publications(context: Context) -> list[PublicationRecord]:
    with context.database.reading() as unit:
        return unit.publications.all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_every_kind_can_be_probed_and_added(
    kind: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, file = KINDS[kind](site, HISTORY), tmp_path / "config.toml"
    file.write_text(
        '[fetch]\nhost_delay_seconds = 0.0\nallow_private_addresses = true\nallow_hosts = ["127.0.0.1"]\n', "utf-8"
    )
    assert main(["sources-add", address, "--district", "澄湖区", "-c", str(file)]) == 0
    said = capsys.readouterr().out
    assert title(HISTORY) in said
    assert "没有找到" not in said
    assert "没有一个标题像部门预决算报告" in said
    assert [source.url for source in load_settings(file).sources] == [address]


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/a/t20250901_1.html", "请改用它所在栏目的网址"),
        ("/none/", "状态 404"),
        ("ftp://a/", "http:// 或 https:// 开头"),
    ],
)
def test_what_can_not_be_added_is_told_with_the_way_out(
    address: str, hint: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.serve("/a/t20250901_1.html", "<meta charset=utf-8><p>正文如下。</p>" * 9)
    file = tmp_path / "config.toml"
    file.write_text('[fetch]\nallow_private_addresses = true\nallow_hosts = ["127.0.0.1"]\n', "utf-8")
    url = address if "://" in address else site.url + address
    assert main(["sources-add", url, "--district", "澄湖区", "-c", str(file)]) == 1
    assert hint in capsys.readouterr().err


def test_the_columns_of_a_directory_are_shown_and_added_in_one_go(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, file = "<meta charset=utf-8>", tmp_path / "config.toml"
    columns = "".join(f'<li><a href="./{name}/">{body}</a></li>' for name, body in (("a", "区甲局"), ("b", "区乙局")))
    site.serve("/ys/", f"{head}<ul>{columns}</ul>")
    site.serve("/ys/a/", f'{head}<ul><li><a href="t20250901_1.html">澄湖区甲局2025年部门预算公开</a></li></ul>')
    site.serve("/ys/b/", f'{head}<ul><li><a href="t20250901_2.html">关于国庆节放假安排的值班表</a></li></ul>')
    file.write_text('[fetch]\nhost_delay_seconds = 0.0\nallow_private_addresses = true\nallow_hosts = ["127.0.0.1"]\n')
    asked = ["sources-add", f"{site.url}/ys/", "--district", "澄湖区", "-c", str(file)]
    assert main(asked) == 1
    said = capsys.readouterr()
    assert "链接到 2 个栏目" in said.out
    assert "--all" in said.err
    assert main([*asked, "--all"]) == 0
    assert "没有报告条目，不写入" in capsys.readouterr().out
    assert [(s.url, str(s.kind)) for s in load_settings(file).sources] == [(f"{site.url}/ys/a/", "budget")]
    assert main([*asked, "--all"]) == 1
    assert "已在配置中" in capsys.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_the_history_is_walked_whole_and_what_is_new_is_found_once(kind: str, site: Site, tmp_path: Path) -> None:
    address = KINDS[kind](site, HISTORY)
    file = tmp_path / "config.toml"
    file.write_text(
        '[fetch]\nhost_delay_seconds = 0.0\nallow_private_addresses = true\nallow_hosts = ["127.0.0.1"]\n'
        f'[[sources]]\ndistrict = "澄湖区"\nurl = "{address}"\n'
    )
    clock = [datetime(2025, 11, 3, 1, 0, tzinfo=UTC)]
    with open_context(load_settings(file), lambda: clock[0]) as context:
        assert poll(context).ok
        found = publications(context)
        assert sorted((p.title, p.published_on) for p in found) == sorted(
            (title(n), day(n)) for n in range(1, HISTORY + 1)
        )
        assert all(p.is_history for p in found)
        KINDS[kind](site, HISTORY + 2)
        clock[0] += timedelta(hours=2)
        assert poll(context).ok
        new = [p for p in publications(context) if not p.is_history]
        assert sorted(p.title for p in new) == [title(HISTORY + 1), title(HISTORY + 2)]
        assert len(publications(context)) == HISTORY + 2

"""`watcher audit --relations`: every accounting relation with its numbers, or why it could not be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import original
from watcher.cli.main import main
from watcher.demo.press.writers import html


def test_each_relation_is_printed_with_its_numbers_or_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "决算.html"
    page.write_bytes(html.write(original(("archives", 2024, "final"))))
    main(["audit", str(page), "--relations"])
    shown = capsys.readouterr().out
    assert "不符0" in shown.splitlines()[0]
    assert "  相符 A22.1 《收入支出决算总表》本年支出合计 " in shown
    assert "  未核 " in shown

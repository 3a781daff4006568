"""A pass that finds nothing new, as nearly all do, loads nothing that only news needs: each pass starts anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Only for pages with news, documents, notices, an older database or a long-lived service.
NOT_NEEDED = {
    "alembic", "apprise", "apscheduler", "bs4", "jinja2", "lxml", "markupsafe", "psycopg", "pypdfium2", "requests",
    "soupsieve", "warcio", "watcher.handlers", "parsers.extract", "sqlalchemy.orm",
}  # fmt: skip
POLL = """
import sys
from watcher.cli.main import main
assert main(["poll", "-c", "config.toml"]) == 0
print(*sys.modules)
"""


@pytest.mark.timeout(120)
def test_a_pass_without_news_loads_nothing_that_news_needs(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    for _ in range(2):  # the first one makes the database
        done = subprocess.run(
            [sys.executable, "-c", POLL], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
        )
    assert NOT_NEEDED & set(done.stdout.split()) == set()

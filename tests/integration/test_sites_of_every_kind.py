"""A made site of every kind on loopback: its history is walked whole, what is new is found, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import PublicationRecord
from tests.kinds_of_sites import KINDS, day, title
from tests.sites import Site
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

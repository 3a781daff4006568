"""A whole installation in a temporary folder: site, receiver, configuration, and the command as a user runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from watcher.demo.receiver import Received, Receiver
from watcher.demo.server import DemoSite

CONFIG = """
[service]
data = "data"
[fetch]
contact = "mailto:test@example.org"
host_delay_seconds = 0.0
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true
[alerting]
group_wait_minutes = 0
[rules.C2]
confirm_after_hours = 0
[[recipients]]
name = "测试接收人"
url = "{receiver}"
"""
SOURCE = '[[sources]]\ndistrict = "澄湖区"\nurl = "{url}"\n'


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """The fictional district's site."""
    with DemoSite() as running:
        yield running


@pytest.fixture
def notices() -> list[Received]:
    """What has arrived, in order."""
    return []


@pytest.fixture
def receiver(notices: list[Received]) -> Iterator[Receiver]:
    """A real webhook receiver."""
    with Receiver(notices.append) as running:
        yield running


@pytest.fixture
def installation(tmp_path: Path, site: DemoSite, receiver: Receiver) -> Iterator[Installation]:
    """Watches both columns of the fictional district."""
    sources = "".join(SOURCE.format(url=site.column_url(column)) for column in ("ys", "js"))
    (tmp_path / "config.toml").write_text(CONFIG.format(receiver=receiver.url) + sources, encoding="utf-8")
    ready = Installation(tmp_path)
    yield ready
    ready.end()

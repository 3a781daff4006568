"""Ours in the city: a real configuration and a real context, with the clock, the carrier and the receiver put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from alerts.model import Delivered, DeliveryFailed, Notice
from benchmarks.city.clock import Clock
from benchmarks.city.press import TemplateReader
from benchmarks.city.script import KINDS, Season, fiscal_year
from benchmarks.city.site import COLUMNS
from watcher.config import load_settings
from watcher.context import Context
from watcher.fetching import Fetcher
from watcher.host_memory import StoredHostMemory
from watcher.service import fetch_settings, open_context

HEAD = """
[service]
data = "data"
workers = 1
[fetch]
allow_hosts = ["*.city.example"]
"""
RECEIVER = "jsons://receiver.city.example"
CITY_WIDE = "全市"
SINGLE = 2  # departments of a district that have a recipient of their own


@dataclass
class Inbox:
    """The receiver: takes everything, and knows when."""

    clock: Clock
    taken: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))

    def send(self, url: str, notice: Notice) -> Delivered | DeliveryFailed:
        """A notice arrives."""
        self.taken[url.rpartition("/")[2]].append((self.clock.now(), notice.title))
        return Delivered()


def configuration(season: Season) -> str:
    """The file of an office that watches the city: every default left as it is."""
    blocks = [HEAD]
    for host in season.web.hosts.values():
        for kind, column in COLUMNS.items():
            where = f'district = "{host.district}"\nurl = "{host.column_url(column)}"'
            blocks.append(f'[[sources]]\n{where}\nkind = "{KINDS[kind]}"\n')
        names = dict.fromkeys(s.names.full for s in season.stories if s.host is host)
        listed = ", ".join(f'"{name}"' for name in names)
        blocks.append(f'[[roster]]\ndistrict = "{host.district}"\ndepartments = [{listed}]\n')
    for district, kind, approved in season.approvals:
        year = next(fiscal_year(own) for own, name in KINDS.items() if name == kind)
        blocks.append(
            f'[[deadlines]]\ndistrict = "{district}"\nkind = "{kind}"\nfiscal_year = {year}\napproved_on = {approved}\n'
        )
    return "\n".join([*blocks, *_recipients(season)])


def _recipients(season: Season) -> Iterator[str]:
    yield _recipient(CITY_WIDE, "city")
    for place, host in enumerate(season.web.hosts.values()):
        yield _recipient(host.district, f"district-{place}", f'districts = ["{host.district}"]')
    for place, name in enumerate(single_departments(season)):
        yield _recipient(name, f"department-{place}", f'departments = ["{name}"]')


def _recipient(name: str, path: str, filters: str = "") -> str:
    return f'[[recipients]]\nname = "{name}"\nurl = "{RECEIVER}/{path}"\n{filters}\n'


def single_departments(season: Season) -> list[str]:
    """The departments that have a recipient of their own: some in each district."""
    by_host: dict[str, dict[str, None]] = defaultdict(dict)
    for story in season.stories:
        by_host[story.host.name][story.names.full] = None
    return [name for names in by_host.values() for name in list(names)[:SINGLE]]


@contextmanager
def installed(folder: Path, season: Season, clock: Clock, inbox: Inbox) -> Iterator[Context]:
    """A context on this city; the fetcher's pauses pass on the city's clock."""
    file = folder / "config.toml"
    file.write_text(configuration(season), encoding="utf-8")
    settings = load_settings(file)
    with open_context(settings, clock.now, season.web) as opened:
        fetcher = Fetcher(
            fetch_settings(settings), StoredHostMemory(opened.database, clock.now), clock.now, clock.sleep,
            monotonic=clock.monotonic, transport=season.web,
        )  # fmt: skip
        reader = TemplateReader(opened.reader)
        yield replace(opened, fetcher=fetcher, reader=reader, notifier=inbox, record=lambda _: None)

"""What the watcher finds on each site of the city at first sight: ``python -m tests.fresh_city.measure``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.records import SourceRecord
from tests.fresh_city import asked, opened, posted, rows, scripts, third
from tests.fresh_city.stock import BODIES, items
from tests.sites import Site
from watcher.discovery import looks_like_report
from watcher.fetching import Fetcher, FetchSettings, InMemoryHosts
from watcher.steps.walking import Walk, walk_column

Build = Callable[[Site], str]
NOW = datetime(2025, 11, 3, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A site, and what a careful reader finds on it."""

    build: Build
    titles: tuple[str, ...]
    dates: bool = True  # each publication has its day on the list
    reports: int


def _usual(build: Build, **told: object) -> Kind:
    found = items()
    return Kind(build=build, titles=tuple(i.title for i in found), reports=20, **told)  # type: ignore[arg-type]


KINDS: dict[str, Kind] = {
    **{
        one.__name__: _usual(one)
        for one in (
            asked.vsb_table, asked.directory_table, asked.frame_in_a_tree, asked.webplus, asked.cards,
            asked.select_pager, asked.weblog, opened.downloads, opened.state_in_a_script,
            opened.opened_by_number, posted.json_by_axios, posted.json_by_number, posted.fragments, posted.dataproxy,
            posted.numbered_pager, posted.grid, posted.buttons, posted.form_pager,
        )
    },
    "layout_tables": Kind(build=asked.layout_tables, titles=tuple(f"{i.title[:12]}…" for i in items()), reports=0),
    "a_row_for_each_body": Kind(
        build=opened.a_row_for_each_body, titles=("2024年预算", "2024年决算") * len(BODIES), dates=False, reports=40
    ),
    "titles_of_the_column": Kind(
        build=opened.titles_of_the_column, dates=False, reports=18,
        titles=("2024年部门决算公开", "2025年部门预算公开") * 9,
    ),
    "empty_column": Kind(build=opened.empty_column, titles=(), reports=0),
    "menu_of_lists": Kind(
        build=opened.menu_of_lists, titles=tuple(i.title for i in items()[:4]), dates=False, reports=4
    ),
}  # fmt: skip


SECOND: dict[str, Kind] = {
    **{
        one.__name__: _usual(one)
        for one in (
            rows.files_beside, rows.marked_rows, rows.years_above, rows.submit_pager, rows.set_and_submitted, rows.feed,
            scripts.put_together, scripts.given_apart, scripts.table_component, scripts.script_of_its_own,
            scripts.more_below, scripts.numbers_on_rows,
        )
    },
    "rows_of_bodies": Kind(
        build=rows.rows_of_bodies, dates=False, reports=40,
        titles=("2024年度部门决算", "2025年度部门预算") * len(BODIES),
    ),
    "one_article": Kind(build=rows.one_article, titles=(), reports=0),
}  # fmt: skip
THIRD = {
    one.__name__: _usual(one)
    for one in (
        third.pager_that_asks, third.pager_of_a_component, third.form_in_its_own_characters, third.tabs,
        third.data_in_a_file, third.records_as_xml, third.opened_by_a_file, third.split_columns,
    )
}  # fmt: skip
KINDS |= SECOND | THIRD


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What walking a site showed."""

    expected: int
    found: int  # publications with the titles that they bear
    false: int
    dated: int  # of those found, with their own day
    reports: int
    whole: bool
    told: str

    def right(self, kind: Kind) -> bool:
        """Whether all of it was found, with its days, and no more."""
        days = len(kind.titles) if kind.dates else self.dated
        return (self.found, self.false, self.dated, self.reports) == (self.expected, 0, days, kind.reports)


def open_fetcher(site: Site) -> Fetcher:
    """A fetcher that may ask this site."""
    settings = FetchSettings(
        allow_hosts=("127.0.0.1",), allow_private_addresses=True, extra_ports=frozenset({("127.0.0.1", site.port)}),
        host_delay_seconds=0,
    )  # fmt: skip
    return Fetcher(settings, InMemoryHosts(), lambda: NOW)


def walked(site: Site, kind: Kind, fetcher: Fetcher) -> Walk:
    """The column as the service walks it at first sight."""
    source = SourceRecord(url=kind.build(site), district="澄湖区", added_at=NOW, next_due_at=NOW)
    return walk_column(fetcher, source, set)


def seen(kind: Kind) -> Seen:
    """What was found on a site, beside what is there."""
    with Site() as site, open_fetcher(site) as fetcher:
        walk = walked(site, kind, fetcher)
    left, days = list(kind.titles), {i.title: i.day for i in items()} | {f"{i.title[:12]}…": i.day for i in items()}
    found = dated = reports = 0
    for item in walk.items.values():
        if item.title in left:
            left.remove(item.title)
            found += 1
            dated += item.published_on == days.get(item.title, item.published_on) and item.published_on is not None
            reports += looks_like_report(item.title) is True
    told = "；".join((walk.error or "", *walk.problems)).strip("；")
    return Seen(
        expected=len(kind.titles), found=found, false=len(walk.items) - found, dated=dated, reports=reports,
        whole=walk.swept, told=told,
    )  # fmt: skip


def main() -> int:
    """Print the table."""
    rows = {name: seen(kind) for name, kind in KINDS.items()}
    for name, row in rows.items():
        mark = "ok" if row.right(KINDS[name]) else "--"
        numbers = f"{row.found:3}/{row.expected:<3} false {row.false:2} dated {row.dated:3} reports {row.reports:3}"
        print(f"{mark} {name:22} {numbers} whole {row.whole} {row.told[:90]}")
    right = sum(row.right(KINDS[name]) for name, row in rows.items())
    print(
        f"{right} of {len(rows)} sites right; {sum(r.found for r in rows.values())} of "
        f"{sum(r.expected for r in rows.values())} publications, {sum(r.false for r in rows.values())} false items"
    )
    return 0 if right == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())

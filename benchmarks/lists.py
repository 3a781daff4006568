"""Real list pages on loopback, under paths like their own: what was expected of each, and what was found.

    python -m benchmarks.lists FOLDER > docs/lists.md

FOLDER holds the pages; what stands on each was counted by hand: ``lists.toml``. Exit status 1 where one differs.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.sites import Site
from watcher.discovery import Listing, looks_like_report, read_article, read_listing
from watcher.fetching import Fetched, Fetcher, FetchSettings, InMemoryHosts
from watcher.service import now

KINDS = {"list": "列表", "front": "首页", "index": "目录文章", "stub": "跳转", "shell": "脚本列表"}
HEAD = """# 真实列表页的读取情况

由 `python -m benchmarks.lists 文件夹` 生成：各页以近似原址的路径放在本机站点上，经取页器读取。
列表页数条目，首页数其中的预决算报告，目录文章数其所列文章，跳转页数其去向，脚本列表数其接口请求；“应有”由人工清点。

| 页面 | 种类 | 适配器 | 应有 | 读出 | 有日期 | 像报告 | 应有后续页 | 后续页 |
|---|---|---|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A page and what was counted on it."""

    file: str
    path: str
    kind: str
    expected: int
    further: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A page and what was found on it."""

    entry: Entry
    name: str
    adapter: str
    found: int
    dated: int
    reports: int
    further: int

    @property
    def right(self) -> bool:
        """Whether all of it was found, and no more."""
        return (self.found, self.further) == (self.entry.expected, self.entry.further)


def entries() -> tuple[Entry, ...]:
    """The pages that were counted."""
    read = tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))
    return msgspec.convert(read["page"], tuple[Entry, ...])


def rows(folder: Path) -> Iterator[Row]:
    """What is found on each page, fetched as the service fetches."""
    with Site() as site:
        settings = FetchSettings(
            allow_hosts=("127.0.0.1",), allow_private_addresses=True, extra_ports=frozenset({("127.0.0.1", site.port)}),
            host_delay_seconds=0,
        )  # fmt: skip
        with Fetcher(settings, InMemoryHosts(), now) as fetcher:
            for entry in entries():
                (file,) = folder.glob(entry.file)
                answer = fetcher.fetch(site.serve(entry.path, file.read_bytes()))
                assert isinstance(answer, Fetched), answer
                yield _row(entry, file, answer)


def _row(entry: Entry, file: Path, answer: Fetched) -> Row:
    listing = read_listing(answer.body, answer.final_url)
    reports = [item for item in listing.items if looks_like_report(item.title) is True]
    return Row(
        entry=entry, name=f"{file.parent.name}/{file.stem}", adapter=listing.adapter,
        found=_found(entry.kind, listing, len(reports), answer),
        dated=sum(item.published_on is not None for item in listing.items), reports=len(reports),
        further=len(listing.page_urls) if entry.kind == "list" else 0,
    )  # fmt: skip


def _found(kind: str, listing: Listing, reports: int, answer: Fetched) -> int:
    match kind:
        case "front":
            return reports
        case "index":
            return len(read_article(answer.body, answer.final_url).children)
        case "stub":
            return int(listing.redirect is not None)
        case "shell":
            return len(listing.requests)
        case _:
            return len(listing.items)


def main(arguments: list[str]) -> int:
    """Print the table."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(rows(Path(arguments[0])))
    print(HEAD)
    for row in found:
        numbers = (row.entry.expected, row.found, row.dated, row.reports, row.entry.further, row.further)
        print(f"| {row.name} | {KINDS[row.entry.kind]} | {row.adapter} | " + " | ".join(map(str, numbers)) + " |")
    wrong = [row.name for row in found if not row.right]
    print(f"\n{len(found)} 页，读出与应有一致的 {len(found) - len(wrong)} 页。")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

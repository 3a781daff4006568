"""An installation in one process, with a clock that tests move and a site that is a dictionary of pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

from storage.records import PublicationRecord, SourceRecord
from watcher.config import load_settings
from watcher.context import Context
from watcher.demo.published import Publication, shipped_publications
from watcher.fetching import Answer, Posted
from watcher.service import open_context

HOST = "http://www.chenghu.example"
COLUMN = f"{HOST}/zwgk/js/"
CONFIG = f"""
[service]
data = "data"
workers = 1
[fetch]
host_delay_seconds = 0.0
allow_hosts = ["*chenghu.example"]
[rules.C2]
confirm_after_hours = 0
[[sources]]
district = "澄湖区"
url = "{COLUMN}"
"""


@dataclass
class Town:
    """Pages by address; what is not there answers 404. It carries requests for the fetcher."""

    pages: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    now: datetime = datetime(2025, 11, 3, 1, 0, tzinfo=UTC)

    def get(self, url: str, headers: Mapping[str, str], cookies: CookieJar, posted: Posted | None = None) -> Answer:
        """The page, or 404."""
        self.asked.append(url)
        if posted is not None:
            self.posted.append(posted)
        status = self.statuses.get(url, 200 if url in self.pages else 404)
        return Answer(status=status, headers=self.headers, body=self.pages.get(url, b"") if status == 200 else b"")

    def stop(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is open."""

    def clock(self) -> datetime:
        """The time in this town."""
        return self.now

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def list(self, *publications: Publication, address: str = COLUMN, extra: str = "") -> None:
        """Put a list page with these publications under an address."""
        rows = "".join(
            f'<li><a href="{path_of(p)}" title="{p.title}">{p.title}</a><span>{p.published[:10]}</span></li>'
            for p in publications
        )
        self.pages[address] = (
            f'<html><head><meta charset="utf-8"></head><body><ul class="list">{rows}</ul>{extra}</body></html>'.encode()
        )

    def publish(self, publication: Publication, path: str | None = None) -> str:
        """Put the article of a publication on the site; its address."""
        url = HOST + (path or path_of(publication))
        body = publication.content("body.html").decode()
        self.pages[url] = (
            f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{publication.title}">'
            f'<meta name="PubDate" content="{publication.published}"></head><body>'
            f'<div class="trs_editor_view TRS_UEDITOR">{body}</div></body></html>'
        ).encode()
        return url


def path_of(publication: Publication) -> str:
    """A TRS address made of the day and the place among the demo's publications."""
    number = 1000 + [p.key for p in shipped_publications()].index(publication.key)
    day = publication.published[:10].replace("-", "")
    return f"/zwgk/js/{day[:6]}/t{day}_{number}.html"


def whole_pages() -> list[Publication]:
    """The demo's final accounts that stand wholly in their pages."""
    return [p for p in shipped_publications() if p.kind == "final_accounts" and p.department and not p.attachments]


def town_of_one_report() -> Town:
    """A site with a column of one report."""
    site = Town()
    report = whole_pages()[0]
    site.publish(report)
    site.list(report)
    return site


@contextmanager
def installed(folder: Path, town: Town, more: str = "") -> Iterator[Context]:
    """A context on this town; the configuration may be longer."""
    file = folder / "config.toml"
    file.write_text(CONFIG + more, encoding="utf-8")
    with open_context(load_settings(file), town.clock, town) as context:
        yield context


def publications(context: Context) -> list[PublicationRecord]:
    """Everything that was found."""
    with context.database.reading() as unit:
        return unit.publications.all()


def source(context: Context) -> SourceRecord:
    """The first column, as it stands."""
    with context.database.reading() as unit:
        return unit.sources.all()[0]

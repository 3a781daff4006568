"""A column with as many reports as a test wants, each of an office of its own, and an installation that watches it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from tests.installation import Installation
from tests.receivers import HttpReceiver
from tests.sites import Site
from watcher.demo.published import shipped_publications

CONFIG = """
[service]
data = "data"
database = "{database}"
[fetch]
host_delay_seconds = 0.0
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true
[rules.C2]
confirm_after_hours = 0
[[sources]]
district = "澄湖区"
url = "{site}/js/"
[[recipients]]
name = "预工委"
url = "json://{receiver}/notices"
"""


OLDEST = 999
SIGNS = "松柏梅兰竹菊桐枫榆槐"


@dataclass
class Column:
    """The column: it holds one report at first, so that what is published later is news."""

    site: Site

    def begin(self) -> None:
        """What stands there before anybody watches."""
        self.site.serve("/robots.txt", "", status=404)
        self.site.serve("/js/", _list([self._serve(OLDEST)]))

    def publish(self, number: int) -> None:
        """Publish that many reports, all at once."""
        self.site.serve("/js/", _list([self._serve(each) for each in (OLDEST, *range(number))]))

    def _serve(self, number: int) -> str:
        """A report of its own office; its row in the list."""
        source = next(
            p for p in shipped_publications()
            if p.kind == "final_accounts" and not p.attachments and p.stage == "news"
        )  # fmt: skip
        name = office(number)
        short, title = source.department.rpartition("澄湖区")[2], source.title.replace(source.department, name)
        body = source.content("body.html").decode().replace(source.department, name)
        path = f"/js/202510/t20251020_{10000 + number}.html"
        self.site.serve(path, _article(title, body.replace(short, name.rpartition("澄湖区")[2])))
        return f'<li><a href=".{path[3:]}" title="{title}">{title}</a><span>2025-10-20</span></li>'


def office(number: int) -> str:
    """An invented office, with a name that stands in no other."""
    first, second, third = (SIGNS[number // step % 10] for step in (100, 10, 1))
    return f"重庆市澄湖区{first}{second}{third}管理局"


def installed(folder: Path, site: Site, receiver: HttpReceiver, database: str) -> Installation:
    """A configuration that watches the column."""
    text = CONFIG.format(site=site.url, receiver=receiver.address, database=database)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return Installation(folder)


def rows(database: str, question: str) -> list[tuple[Any, ...]]:
    """What is stored, asked past the program."""
    url = make_url(database)
    if url.drivername == "sqlite":
        connection = sqlite3.connect(url.database or "")
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as asked:
        return asked.execute(question).fetchall()  # type: ignore[call-overload,no-any-return]


def told(receiver: HttpReceiver) -> list[tuple[str, frozenset[str]]]:
    """Each message that arrived: its text, and the alerts it names."""
    texts = [str(one.content["message"]) for one in receiver.received]
    return [(text, frozenset(re.findall(r"\bA-[0-9A-Z]{7,}", text))) for text in texts]


def _article(title: str, body: str) -> str:
    return (
        f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="2025-10-20 09:00"></head><body><div class="trs_editor_view TRS_UEDITOR">{body}'
        "</div></body></html>"
    )


def _list(rows: list[str]) -> str:
    return f'<html><head><meta charset="utf-8"></head><body><ul class="list">{"".join(rows)}</ul></body></html>'

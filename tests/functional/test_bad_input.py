"""What is broken or hostile gets one clear record each; the rest of the pass goes on."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.receivers import Reply, http_receiver
from tests.sites import Site, redirect, truncated
from watcher.demo.published import Publication, shipped_publications
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(240)

CONFIG = """
[service]
data = "data"
[fetch]
host_delay_seconds = 0.0
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true
max_megabytes = 1
timeout_seconds = 5
[[sources]]
district = "澄湖区"
url = "{url}/js/"
"""
CHALLENGE = (
    "<html><head><script>var EO_Bot_Ssid='x';document.cookie='EO_Bot_Ssid=1'</script></head><body></body></html>"
)
COLUMN = "/js/202510/t20251020_{}.html"


@pytest.fixture
def broken() -> Iterator[Site]:
    """A column that holds every kind of trouble and one report that is fine."""
    with Site() as site:
        yield site


@pytest.fixture
def installed(tmp_path: Path, broken: Site) -> Installation:
    """A configuration that watches that column."""
    (tmp_path / "config.toml").write_text(CONFIG.format(url=broken.url), encoding="utf-8")
    return Installation(tmp_path)


def shipped() -> Publication:
    """Final accounts of the demo that stand wholly in the page."""
    return next(p for p in shipped_publications() if p.kind == "final_accounts" and not p.attachments)


def article(title: str, body: str) -> str:
    """An article page in the look of a TRS column."""
    return (
        f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="2025-10-20 09:00"></head><body><div class="trs_editor_view TRS_UEDITOR">{body}'
        "</div></body></html>"
    )


def listing(titles: dict[int, str]) -> str:
    """A list page that names the articles."""
    rows = "".join(
        f'<li><a href=".{COLUMN.format(number)[3:]}" title="{title}">{title}</a><span>2025-10-20</span></li>'
        for number, title in titles.items()
    )
    return f'<html><head><meta charset="utf-8"></head><body><ul class="list">{rows}</ul></body></html>'


def title_of(office: str) -> str:
    """The title of final accounts of an invented office."""
    return f"重庆市澄湖区{office}2024年度部门决算情况说明"


def put(site: Site, troubles: dict[int, tuple[str, str | bytes]]) -> None:
    """Serve the list and, for each number, an article with one attachment of these bytes."""
    good = shipped()
    titles = {1: good.title} | {number: title_of(f"第{number}局") for number in troubles}
    site.serve("/js/", listing(titles))
    site.serve("/robots.txt", "", status=404)
    site.serve(COLUMN.format(1), article(good.title, good.content("body.html").decode()))
    for number, (name, content) in troubles.items():
        link = f'<p><a href="./{name}" title="附件.{name[-4:]}">附件</a></p>'
        site.serve(COLUMN.format(number), article(titles[number], link))
        site.serve(f"/js/202510/{name}", content)


def unread_of(installed: Installation) -> str:
    """All that is on record as not understood or not read."""
    database = installed.folder / "data" / "watcher.db"
    with sqlite3.connect(database) as connection:
        rows = connection.execute("select file || ' ' || what from unread").fetchall()
        rows += connection.execute("select url || ' ' || coalesce(last_error, '') from publication").fetchall()
    connection.close()
    return "\n".join(row[0] for row in rows)


def test_broken_attachments_are_recorded_and_the_rest_is_read(installed: Installation, broken: Site) -> None:
    pdf = next(p for p in shipped_publications() if any(a.endswith(".pdf") for a in p.attachments))
    content = pdf.content(next(a for a in pdf.attachments if a.endswith(".pdf")))
    put(
        broken,
        {
            2: ("P02.pdf", content[: len(content) // 2]),
            3: ("P03.xlsx", "<html><body><table><tr><td>项目</td></tr></table></body></html>"),
            4: ("P04.txt", b"\x81\x20\xff\xfe\xfa" * 400),
            5: ("P05.docx", b""),
        },
    )
    done = installed.run("poll")
    assert done.returncode == 0, done.stderr
    assert len(installed.listed("reports")) == 1
    record = unread_of(installed)
    for name in ("P02", "P04", "P05"):
        assert any(name.lower() in line.lower() or "附件" in line for line in record.splitlines()), record
    assert "Traceback" not in done.stderr


def test_pages_that_are_no_content_are_recorded_and_never_stored(installed: Installation, broken: Site) -> None:
    put(broken, {n: (f"P0{n}.pdf", b"") for n in (2, 3, 4, 5, 6)})
    broken.serve(COLUMN.format(2), CHALLENGE)
    broken.serve(COLUMN.format(3), b"a" * 2_000_000)
    broken.pages[COLUMN.format(4)] = redirect("http://10.1.2.3/secret.html")
    broken.behave(COLUMN.format(5), truncated)
    broken.serve(COLUMN.format(6), "gone", status=404)
    done = installed.run("poll")
    assert done.returncode == 0, done.stderr
    assert len(installed.listed("reports")) == 1
    lines = {n: line for n in (2, 3, 4, 5, 6) for line in unread_of(installed).splitlines() if f"_{n}.html" in line}
    assert "验证" in lines[2]
    assert "过大" in lines[3]
    assert "10.1.2.3" in lines[4]
    assert all(len(line.split(" ", 1)[1]) > 5 for line in lines.values())


def test_an_attachment_on_a_foreign_host_is_recorded_and_the_page_is_read(
    installed: Installation, broken: Site
) -> None:
    put(broken, {})
    good = shipped()
    link = '<p><a href="http://files.example.com/fu.pdf">附件</a></p>'
    broken.serve(COLUMN.format(1), article(good.title, good.content("body.html").decode() + link))
    assert installed.run("poll").returncode == 0
    assert len(installed.listed("reports")) == 1
    assert "files.example.com" in unread_of(installed)


def test_a_list_that_is_a_challenge_is_a_failed_source_not_an_empty_one(installed: Installation, broken: Site) -> None:
    broken.serve("/js/", CHALLENGE)
    broken.serve("/robots.txt", "", status=404)
    done = installed.run("poll")
    assert done.returncode == 1
    source = installed.listed("sources")[0]
    assert "验证" in source["last_error"]
    assert source["last_success_at"] is None


def test_a_receiver_that_fails_and_recovers_gets_every_notice(installation: Installation, site: DemoSite) -> None:
    with http_receiver() as receiver:
        text = installation.config.read_text(encoding="utf-8")
        installation.config.write_text(
            re.sub(r"json://\S+/notices", f"json://{receiver.address}/notices", text), encoding="utf-8"
        )
        assert installation.run("poll").returncode == 0
        for publication in shipped_publications():
            if publication.stage == "news":
                site.publish(publication.key)
        receiver.plan(*[Reply(status=500)] * 5)
        wanted = deliver_all(installation)
        tried = [r.content["message"].split()[-1] for r in receiver.received]
    assert set(tried) == wanted
    assert len(tried) >= len(wanted) + 5


def deliver_all(installation: Installation) -> set[str]:
    """Passes until every notice has arrived; the alerts that were told."""
    for _ in range(20):
        assert installation.run("poll").returncode == 0
        alerts = [a for a in installation.listed("alerts") if a["deliveries"]]
        if alerts and all(d["state"] == "delivered" for a in alerts for d in a["deliveries"]):
            return {a["id"] for a in alerts}
        time.sleep(3)
    pytest.fail("some notices never arrived")

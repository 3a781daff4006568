"""The commands that look at, add to and export what is watched, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import signal
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation, shipped
from watcher.demo.receiver import Received
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def empty(tmp_path: Path, site: DemoSite) -> Installation:
    """A configuration without any source."""
    text = '[service]\ndata = "data"\n[fetch]\nhost_delay_seconds = 0.0\nallow_hosts = ["127.0.0.1"]\n'
    (tmp_path / "config.toml").write_text(text + "allow_private_addresses = true\n", encoding="utf-8")
    return Installation(tmp_path)


def test_a_column_is_probed_shown_and_written_into_the_configuration(empty: Installation, site: DemoSite) -> None:
    url = site.column_url("js")
    done = empty.run("sources-add", url, "--district", "澄湖区")
    assert done.returncode == 0, done.stderr
    assert "trs_wcm" in done.stdout
    assert "部门决算" in done.stdout
    text = empty.config.read_text(encoding="utf-8")
    assert f'url = "{url}"' in text
    assert 'district = "澄湖区"' in text
    assert empty.run("check-config").returncode == 0
    again = empty.run("sources-add", url, "--district", "澄湖区")
    assert (again.returncode, empty.config.read_text(encoding="utf-8")) == (0, text)


def test_where_nothing_is_found_nothing_is_written(empty: Installation, site: DemoSite) -> None:
    before = empty.config.read_text(encoding="utf-8")
    for url in (f"{site.address}/nowhere/", "http://www.other.gov.cn/js/", "no address"):
        assert empty.run("sources-add", url, "--district", "澄湖区").returncode == 1
    assert empty.config.read_text(encoding="utf-8") == before


def test_files_fetched_by_a_person_are_read_judged_and_told(
    installation: Installation, site: DemoSite, notices: list[Received], tmp_path: Path
) -> None:
    assert installation.run("poll").returncode == 0
    known = len(installation.listed("reports"))
    news = next(p for p in shipped("news") if not p.attachments)
    file = tmp_path / "正文.html"
    file.write_bytes(news.content("body.html"))
    url = f"{site.address}/zwgk/t20251101_777.html"
    done = installation.run("add", str(file), "--source-url", url)
    assert done.returncode == 0, done.stderr
    assert news.department in done.stdout
    reports = installation.listed("reports")
    assert len(reports) == known + 1
    assert url in {r["source_url"] for r in reports if r["department"] == news.department}
    foreign = installation.run("add", str(file), "--source-url", "http://www.other.gov.cn/t20251101_1.html")
    assert foreign.returncode == 1
    assert "不在任何已配置来源" in foreign.stderr


def test_the_evidence_of_a_report_is_exported_with_bytes_and_hashes(installation: Installation, tmp_path: Path) -> None:
    from hashlib import sha256

    from warcio.archiveiterator import ArchiveIterator

    assert installation.run("poll").returncode == 0
    report = next(r for r in installation.listed("reports") if len(r["documents"]) > 1)
    file = tmp_path / "evidence.warc.gz"
    assert installation.run("export", report["id"], "--warc", str(file)).returncode == 0
    found = {}
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                digest = sha256(record.content_stream().read()).hexdigest()
                assert record.rec_headers["WARC-Payload-Digest"] == f"sha256:{digest}"
                found[digest] = record.http_headers.get_header("content-type")
    assert {d["sha256"] for d in report["documents"]} <= set(found)
    assert all(found.values())
    assert installation.run("export", "999999", "--warc", str(file)).returncode == 1


def test_approval_days_are_imported_and_every_department_has_its_state(
    installation: Installation, tmp_path: Path
) -> None:
    assert installation.run("poll").returncode == 0
    year = max(r["fiscal_year"] for r in installation.listed("reports") if r["kind"] == "final_accounts")
    long_ago = date.today() - timedelta(days=60)  # noqa: DTZ011 - a day of the calendar, the same for the command
    lines = tmp_path / "days.csv"
    lines.write_text("区县,类别,年度,批准日\n澄湖区,决算,20x5,2025-09-25\n", encoding="utf-8")
    assert installation.run("deadlines-import", str(lines)).returncode == 2
    lines.write_text(f"区县,类别,年度,批准日\n澄湖区,决算,{year + 1},{long_ago}\n", encoding="gb18030")
    assert installation.run("deadlines-import", str(lines)).returncode == 0

    rows = json.loads(installation.run("coverage", "--json").stdout)["coverage"]
    owed = [row for row in rows if (row["fiscal_year"], row["kind"]) == (year + 1, "final_accounts")]
    assert owed
    assert {row["state"] for row in owed} == {"missing"}
    assert all(not row["confirmed"] and row["days_late"] == 20 and row["proof"] for row in owed)
    assert all("成功读取" in proof["read"] for row in owed for proof in row["proof"])
    table = list(csv.reader(io.StringIO(installation.run("coverage", "--csv").stdout.lstrip("\ufeff"))))
    assert len(table) == len(rows) + 1
    assert "逾期未见" in installation.run("coverage").stdout

    assert installation.run("poll").returncode == 0
    late = [a for a in installation.listed("alerts") if a["rule"] == "T1" and a["state"] == "open"]
    assert {a["department"] for a in late} == {row["department"] for row in owed}
    file = tmp_path / "days.ics"
    assert installation.run("calendar", str(file)).returncode == 0
    content = file.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.long
def test_a_hangup_rereads_the_configuration_and_says_what_changed(installation: Installation, site: DemoSite) -> None:
    text = installation.config.read_text(encoding="utf-8")
    one = text[: text.rindex("[[sources]]")]
    installation.config.write_text(one, encoding="utf-8")
    process = installation.start("run")
    try:
        time.sleep(6)
        for content in ("[fetch2]\nx = 1\n", text):
            installation.config.write_text(content, encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            time.sleep(4)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, said
    assert "继续使用原配置" in said
    assert f"新增来源 {site.column_url('js')}" in said

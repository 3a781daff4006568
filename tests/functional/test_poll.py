"""`watcher poll` on the fictional district: history is silent, news is told once, a replacement is seen."""

from __future__ import annotations

import pytest

from tests.installation import Installation, shipped
from watcher.demo.receiver import Received
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(240)


def publish(site: DemoSite, stage: str) -> list[str]:
    """Publish everything of a stage; the departments."""
    chosen = shipped(stage)
    for publication in chosen:
        site.publish(publication.key)
    return [p.department for p in chosen]


def test_a_column_is_taken_in_silently_and_its_news_is_told_once(
    installation: Installation, site: DemoSite, notices: list[Received]
) -> None:
    assert installation.run("poll").returncode == 0
    assert not notices
    history = installation.listed("reports")
    assert len(history) == len(shipped("history"))
    assert all(a["state"] == "historic" for a in installation.listed("alerts"))

    publish(site, "news")
    assert installation.run("poll").returncode == 0
    told = [notice.alert_id for notice in notices]
    assert told
    assert len(told) == len(set(told))
    assert len(installation.listed("reports")) == len(shipped("history", "news"))

    assert installation.run("poll", "--reread").returncode == 0
    assert [notice.alert_id for notice in notices] == told, "unchanged pages with a visitor counter are no news"

    publish(site, "replacement")
    assert installation.run("poll", "--reread").returncode == 0
    replaced = [notice for notice in notices[len(told) :] if notice.topic == "替换"]
    assert len(replaced) == 1
    revisions = {r["department"]: r for r in installation.listed("reports") if r["revision"] == 2}
    assert len(revisions) == 1


def test_a_source_that_is_not_configured_is_refused_with_the_known_ones(installation: Installation) -> None:
    done = installation.run("poll", "--source", "https://www.other.gov.cn/js/")
    assert done.returncode == 2
    assert "已配置" in done.stdout


def test_a_wrong_key_ends_every_command_with_status_2_and_its_path(installation: Installation) -> None:
    with installation.config.open("a", encoding="utf-8") as file:
        file.write("\n[fetch2]\nx = 1\n")
    for verb in ("poll", "run", "check-config", "alerts"):
        done = installation.run(verb)
        assert done.returncode == 2, verb
        assert "fetch2" in done.stderr

"""A city built as none that we know, on loopback: every publication of every column is found, and nothing beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.records import SourceRecord
from tests.fresh_city.measure import KINDS, NOW, open_fetcher, seen, walked
from tests.sites import Page, Site
from watcher.steps.walking import walk_column

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("name", KINDS)
def test_a_column_of_another_city_is_read_whole_at_first_sight(name: str) -> None:
    found = seen(KINDS[name])
    assert found.right(KINDS[name]), found
    assert found.whole or not found.expected
    assert ("认不出列表" in found.told) if name == "one_article" else not found.told


@pytest.mark.parametrize("name", ["data_in_a_file", "frame_in_a_tree", "state_in_a_script"])
def test_a_list_behind_its_page_is_seen_to_stay_and_to_change(name: str) -> None:
    with Site() as site, open_fetcher(site) as fetcher:
        first = walked(site, KINDS[name], fetcher)
        known = SourceRecord(
            url=KINDS[name].build(site), district="澄湖区", added_at=NOW, next_due_at=NOW, walked_at=NOW,
            links_sha256=first.links_sha256, page_items=len(first.page_keys),
        )  # fmt: skip
        assert first.framed == (name != "state_in_a_script")
        assert walk_column(fetcher, known, first.items.keys).unchanged == first.framed
        for address, page in site.pages.items():
            if isinstance(page, Page):
                site.pages[address] = replace(page, body=newer(page.body))
        changed = walk_column(fetcher, known, first.items.keys)
        assert not changed.unchanged
        assert any("柳桥局" in item.title for item in changed.items.values())


def newer(body: bytes) -> bytes:
    """The same page with another title in it, as it is written in markup or in a script."""
    for written in (str.encode, lambda text: text.encode("unicode_escape")):
        body = body.replace(written("水务局"), written("柳桥局"))  # type: ignore[operator]
    return body

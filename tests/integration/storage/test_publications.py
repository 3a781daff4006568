"""Detail pages, what sites answered for them and what in them was not understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.model import Unread
from storage import Database
from storage.errors import Conflict, NotThere
from storage.records import CaptureRecord
from tests.integration.storage.made import MINUTE, NOW, publication, source


def test_a_publication_is_new_once_whatever_column_it_stands_in(database: Database) -> None:
    with database.transaction() as unit:
        one, other = source(unit), source(unit, "http://www.chenghu.example/other/")
        arguments = {"site": "s", "key": "t1", "url": "u", "title": "t", "district": "澄湖区", "published_on": None}
        first, new = unit.publications.find_or_add(one.id, **arguments, is_history=True, now=NOW)
        second, again = unit.publications.find_or_add(other.id, **arguments, is_history=False, now=NOW + MINUTE)
        assert (new, again) == (True, False)
        assert second == first
        assert unit.publications.of_source(one.id) == unit.publications.of_source(other.id) == [first]
        assert unit.sources.listing(first.id) == [one, other]


def test_what_a_list_shows_is_noted_at_once_whoever_saw_a_part_of_it_before(database: Database) -> None:
    with database.transaction() as unit:
        one, other = source(unit), source(unit, "http://www.chenghu.example/other/")
        known = publication(unit, one.id)
        listed = [replace(known, id=0, title="另一标题"), *(replace(known, id=0, key=f"n{n}") for n in range(300))]
        noted = unit.publications.note(other.id, [*listed, listed[-1]], NOW + MINUTE)
        assert noted[known.site, known.key] == (known.id, False)
        assert [noted[known.site, f"n{n}"][1] for n in range(300)] == [True] * 300
        assert unit.publications.get(known.id) == known
        assert {p.id for p in unit.publications.of_source(other.id)} == {one for one, _ in noted.values()}
        again = unit.publications.note(other.id, listed, NOW + 2 * MINUTE)
        assert again == {key: (one, False) for key, (one, _) in noted.items()}


def test_the_same_key_on_another_site_is_another_publication(database: Database) -> None:
    with database.transaction() as unit:
        watched = source(unit)
        publication(unit, watched.id)
        publication(unit, watched.id, site="mirror.example")
        assert len(unit.publications.all()) == 2


def test_a_saved_publication_comes_back_whole(database: Database) -> None:
    with database.transaction() as unit:
        found = publication(unit, source(unit).id)
        changed = replace(found, state="read", fetched_at=NOW, attempted_at=NOW, content_sha256="c", last_error="超时")
        unit.publications.save(changed)
    with database.reading() as unit:
        assert unit.publications.get(found.id) == changed
        with pytest.raises(NotThere):
            unit.publications.get(99)


def test_what_is_no_report_is_never_due_and_what_was_withdrawn_may_return(database: Database) -> None:
    with database.transaction() as unit:
        watched = source(unit)
        for number, state in enumerate(("read", "not_a_report", "withdrawn", "unreadable")):
            found = publication(unit, watched.id, f"t{number}")
            unit.publications.save(replace(found, state=state, next_due_at=NOW - number * MINUTE))
        waiting = publication(unit, watched.id, "t9")
        assert waiting.next_due_at is None
        assert [p.state for p in unit.publications.due(NOW, 10)] == ["unreadable", "withdrawn", "read"]
        assert unit.publications.due(NOW - 4 * MINUTE, 10) == []


def test_the_newest_answer_counts_for_each_address_and_all_are_kept(database: Database) -> None:
    with database.transaction() as unit:
        page = CaptureRecord(
            publication_id=publication(unit, source(unit).id).id,
            role="page",
            url="u",
            name="t1.html",
            fetched_at=NOW,
            status=200,
            sha256="a" * 64,
            size=7,
            headers={"ETag": '"1"'},
        )
        table = replace(page, role="attachment", url="v", name="决算表.xlsx", sha256="b" * 64)
        gone = replace(table, fetched_at=NOW + MINUTE, status=404, sha256=None, error="404")
        stored = [replace(each, id=unit.publications.add_capture(each)) for each in (page, table, gone)]
        assert unit.publications.captures(page.publication_id) == stored
        assert unit.publications.newest_captures(page.publication_id) == [stored[0], stored[2]]
        assert unit.publications.archived() == {"a" * 64, "b" * 64}


def test_an_answer_for_a_publication_that_is_not_there_is_refused(database: Database) -> None:
    capture = CaptureRecord(publication_id=99, role="page", url="u", name="n", fetched_at=NOW)
    with pytest.raises(Conflict), database.transaction() as unit:
        unit.publications.add_capture(capture)


def test_what_was_not_understood_is_replaced_by_the_next_reading(database: Database) -> None:
    with database.transaction() as unit:
        watched = source(unit)
        found = publication(unit, watched.id)
        unit.publications.replace_unread(found.id, [Unread(file="a.pdf", where="第3页", what="扫描页")] * 2)
        assert unit.publications.unread_of_source(watched.id) == 2
        after = [Unread(file="a.pdf", where="第4页", what="坏字符\x00")]
        unit.publications.replace_unread(found.id, after)
        assert unit.publications.unread(found.id) == [replace(after[0], what="坏字符\ufffd")]
        unit.publications.replace_unread(found.id, [])
        assert unit.publications.unread(found.id) == []

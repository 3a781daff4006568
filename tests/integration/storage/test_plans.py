"""What is asked for each column must not read whole tables: a city has tens of thousands of listings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url

from storage import Database, Unit
from tests.integration.storage.made import NOW, publication, source


@pytest.fixture
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is run, with its parameters."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def test_what_a_column_with_news_asks_walks_no_table_of_the_whole_city(
    database: Database, database_url: str, asked: list[tuple[str, Any]]
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("SQLite says how it will go about a statement, whatever it knows of the tables' sizes")
    with database.transaction() as unit:
        watched = source(unit)
        one = publication(unit, watched.id)
    asked.clear()
    with database.transaction() as unit:
        _look(unit, watched.id, one.id)
    with closing(sqlite3.connect(make_url(database_url).database or "")) as raw:
        plans = [(row[3], text) for text, given in asked for row in _plan(raw, text, given)]
    broad = [step for step, _ in plans if step.startswith("SCAN") or step.endswith("(active=?)")]
    assert broad == []
    assert len(plans) >= 4


def _look(unit: Unit, source_id: int, publication_id: int) -> None:
    unit.publications.known(source_id)
    unit.publications.unlisted(source_id, [publication_id], NOW)
    unit.publications.some([publication_id])
    unit.publications.off_every_list([publication_id])


def _plan(raw: sqlite3.Connection, text: str, given: Any) -> list[tuple[Any, ...]]:
    return raw.execute(f"explain query plan {text}", given).fetchall() if text.lower().startswith("select") else []

"""Rows and nouns hold the same."""

from __future__ import annotations

from dataclasses import fields

import pytest
from sqlalchemy import Table

from storage import records, tables
from storage.mapping import exact, fact_values, reading, values
from tests.integration.storage.made import DELIVERY, REPORT

PAIRS = [
    (records.SourceRecord, tables.SOURCE),
    (records.PublicationRecord, tables.PUBLICATION),
    (records.CaptureRecord, tables.CAPTURE),
    (records.RevisionRecord, tables.REVISION),
    (records.AlertEventRecord, tables.ALERT_EVENT),
    (records.DeliveryRecord, tables.DELIVERY),
    (records.MessageRecord, tables.MESSAGE),
    (records.HostRecord, tables.HOST),
]
NOT_IN_THE_RECORD = {tables.REVISION: {"reading"}}  # large, asked for by itself


@pytest.mark.parametrize(("record", "row"), PAIRS)
def test_a_record_has_a_field_for_every_column_of_its_row(record: type, row: Table) -> None:
    columns = set(row.c.keys()) - NOT_IN_THE_RECORD.get(row, set())
    assert {field.name for field in fields(record)} == columns


def test_a_reading_comes_back_to_the_printed_digit() -> None:
    again = reading(exact(REPORT))
    assert again == REPORT
    assert str(again.facts[0].amount) == "12.50"
    assert str(again.facts[0].comparisons[0].percent) == "25.0"


def test_a_figure_is_kept_as_text_with_its_precision() -> None:
    assert fact_values(1, REPORT.facts[0])["amount"] == "12.50"


def test_the_database_gives_the_id_and_enums_become_words() -> None:
    columns = values(DELIVERY)
    assert "id" not in columns
    assert columns["severity"] == "high"
    assert type(columns["severity"]) is str

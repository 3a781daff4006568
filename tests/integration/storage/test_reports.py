"""What bodies state, revision by revision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.model import Outcome, RuleResult
from parsers.model import Kind, Scope
from storage import Database
from storage.errors import NotThere
from tests.integration.storage.made import BODY, FINDING, MINUTE, NOW, REPORT, publication, revision, source


def test_a_report_is_known_by_its_body_and_added_once(database: Database) -> None:
    with database.transaction() as unit:
        assert unit.reports.find(BODY) is None
        added = unit.reports.add(BODY, NOW)
        assert unit.reports.add(BODY, NOW + MINUTE) == added == unit.reports.find(BODY) == unit.reports.get(added.id)
        own_level = unit.reports.add(replace(BODY, scope=Scope.OWN_LEVEL), NOW)
        assert unit.reports.all() == [added, own_level]
        with pytest.raises(NotThere):
            unit.reports.get(99)


def test_revisions_are_numbered_and_the_latest_reading_holds(database: Database) -> None:
    corrected = replace(REPORT, title="更正")
    with database.transaction() as unit:
        first = unit.reports.get_revision(revision(unit))
        parts = [{"name": "决算.html", "url": "u", "sha256": "a" * 64, "media_type": "text/html"}]
        change = {"measure": "three_public.total", "before": "12.50", "after": "9.80"}
        second = unit.reports.get_revision(revision(unit, corrected, changed=[change], parts=parts, replaces=True))
    with database.reading() as unit:
        assert (first.number, second.number) == (1, 2)
        assert (second.changed, second.parts, second.replaces) == ((change,), tuple(parts), True)
        assert unit.reports.revisions(first.report_id) == [first, second]
        assert unit.reports.latest_revision(first.report_id) == second
        assert (unit.reports.reading(first.id), unit.reports.reading(second.id)) == (REPORT, corrected)
        assert unit.reports.latest_reading(BODY) == corrected
        assert unit.reports.latest_reading(replace(BODY, fiscal_year=2023)) is None


def test_nouns_in_the_list_of_changes_are_kept_as_json_with_exact_figures(database: Database) -> None:
    with database.transaction() as unit:
        stored = unit.reports.get_revision(revision(unit, changed=[REPORT.facts[0].comparisons[0]]))
    assert stored.changed[0]["percent"] == "25.0"


def test_a_newer_reader_replaces_a_reading_without_a_further_revision(database: Database) -> None:
    better = replace(REPORT, facts=REPORT.facts * 2)
    with database.transaction() as unit:
        stored = revision(unit)
        unit.reports.replace_reading(stored, better, "e" * 64, "2")
        assert unit.reports.reading(stored) == better
        after = unit.reports.get_revision(stored)
        assert (after.number, after.reader_version, after.reading_sha256) == (1, "2", "e" * 64)
        with pytest.raises(NotThere):
            unit.reports.replace_reading(99, better, "e" * 64, "2")


def test_a_reading_that_is_not_there_is_said_so(database: Database) -> None:
    with database.reading() as unit:
        with pytest.raises(NotThere):
            unit.reports.reading(99)
        with pytest.raises(NotThere):
            unit.reports.get_revision(99)
        assert unit.reports.latest_revision(99) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.decimals(allow_nan=False, allow_infinity=False))
def test_amounts_come_back_to_the_printed_digit(database: Database, amount: Decimal) -> None:
    report = replace(REPORT, facts=(replace(REPORT.facts[0], amount=amount),))
    with database.transaction() as unit:
        read = unit.reports.reading(revision(unit, report)).facts[0].amount
    assert read is not None
    assert read.as_tuple() == amount.as_tuple()


def test_a_second_judgement_replaces_the_first_and_keeps_its_findings_whole(database: Database) -> None:
    violated = RuleResult(rule="G1", outcome=Outcome.VIOLATED, findings=(FINDING,))
    no_data = RuleResult(rule="E1", outcome=Outcome.NO_DATA, reason="没有年初预算数")
    with database.transaction() as unit:
        judged = revision(unit)
        unit.reports.add_results(judged, [no_data, replace(violated, outcome=Outcome.OK, findings=())])
        unit.reports.add_results(judged, [violated, no_data])
        assert unit.reports.results(judged) == [no_data, violated]
        unit.reports.add_results(judged, [])
        assert unit.reports.results(judged) == []


def test_departments_are_listed_by_district_kind_and_year(database: Database) -> None:
    with database.transaction() as unit:
        for body in (
            BODY,
            replace(BODY, fiscal_year=2023),
            replace(BODY, kind=Kind.BUDGET),
            replace(BODY, district="别的区"),
        ):
            unit.reports.add(body, NOW)
        listed = unit.reports.departments(BODY.district, Kind.FINAL_ACCOUNTS)
        assert listed == [(BODY.department, Scope.DEPARTMENT, 2024), (BODY.department, Scope.DEPARTMENT, 2023)]
        assert unit.reports.departments(BODY.district, Kind.BUDGET, 2023) == []


def test_the_places_of_a_report_are_found_again(database: Database) -> None:
    with database.transaction() as unit:
        report = unit.reports.add(BODY, NOW)
        stood = publication(unit, source(unit).id)
        assert unit.publications.of_report(report.id) == []
        unit.publications.save(replace(stood, report_id=report.id))
        assert [p.id for p in unit.publications.of_report(report.id)] == [stood.id]

"""Single errors of sixteen kinds, planted into the made reports: each is found, and nothing is said without one."""

from __future__ import annotations

import pytest

from alerts.model import Severity
from tests import planting
from tests.printed import FORMS

RECALL = 0.97
IN_EVERY_RUN = 2
IN_THE_LONG_RUN = 20


@pytest.mark.parametrize("kind", planting.KINDS)
def test_a_planted_error_is_found(kind: str) -> None:
    missed = [o.planted.what for o in planting.outcomes(kind, IN_EVERY_RUN) if not o.hit]
    assert missed == []


def test_of_the_unplanted_reports_nothing_is_said_but_what_the_demo_tells() -> None:
    told = {(subject[0], subject[1]) for subject in planting.unusable()}
    assert told == {("water", 2024), ("city", 2024)}
    assert len(planting.SUBJECTS) - len(planting.unusable()) >= 20


STORIES = ("water", "city")


@pytest.mark.parametrize("form", ["html+xlsx", "docx", "text", "tabs", "cells"])
@pytest.mark.parametrize("kind", ["budget", "final"])
def test_of_one_unplanted_report_nothing_is_said_in_whatever_form_it_is_printed(form: str, kind: str) -> None:
    told = planting.findings(("archives", 2024, kind), form)
    assert [f.message for f in told if f.severity.rank >= Severity.MEDIUM.rank] == []


@pytest.mark.long
@pytest.mark.parametrize("form", [form for form in FORMS if form != "html"])
@pytest.mark.parametrize("subject", [s for s in planting.SUBJECTS if s[0] not in STORIES], ids=str)
def test_of_no_unplanted_report_anything_is_said_in_whatever_form(subject: tuple[str, int, str], form: str) -> None:
    told = planting.findings(subject, form)
    assert [f.message for f in told if f.severity.rank >= Severity.MEDIUM.rank] == []


@pytest.mark.long
@pytest.mark.parametrize("kind", planting.KINDS)
def test_of_many_planted_errors_nearly_all_are_found_each_as_one_finding_or_two(kind: str) -> None:
    results = list(planting.outcomes(kind, IN_THE_LONG_RUN))
    assert sum(o.hit for o in results) >= RECALL * len(results), [o.planted.what for o in results if not o.hit]
    grave = sum(f.severity.rank >= Severity.MEDIUM.rank for o in results for f in o.found)
    assert grave <= 2 * len(results)

"""Names of departments in storage: what a person confirmed, and the history that is found through the register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.model import Body
from alerts.register import Entry, Register
from parsers.model import Kind, Report, Scope
from parsers.wire import decode
from storage import Database, Unit
from storage.records import CaptureRecord, DepartmentLinkRecord
from tests.integration.storage.made import BODY, MINUTE, NOW, REPORT, publication, revision, source
from watcher.comparing import find_dependents, find_history
from watcher.config import Department, Settings
from watcher.differing import CannotCompareError, Wanted, compare_stored
from watcher.rulebook import register_of

LINK = DepartmentLinkRecord(
    district="澄湖区", name="水利局", relation="alias", other="水务局", noted_at=NOW, author="王某"
)  # fmt: skip


def stored(unit: Unit, **changes: object) -> Body:
    """A report of a body like ours; its department stands in the reading too."""
    body = replace(BODY, **changes)  # type: ignore[arg-type]
    identity = replace(
        REPORT.identity, department=body.department, fiscal_year=body.fiscal_year, kind=body.kind, scope=body.scope
    )
    revision(unit, replace(REPORT, identity=identity), body)
    return body


def test_a_confirmation_is_kept_replaced_and_withdrawn(database: Database) -> None:
    with database.transaction() as unit:
        unit.departments.confirm(LINK)
        unit.departments.confirm(replace(LINK, other="河道局", noted_at=NOW + MINUTE))
    with database.reading() as unit:
        assert [link.other for link in unit.departments.links()] == ["河道局"]
    with database.transaction() as unit:
        assert unit.departments.withdraw("澄湖区", "水利局")
        assert not unit.departments.withdraw("澄湖区", "水利局")
        assert unit.departments.links() == []


def test_the_register_knows_the_configuration_and_what_was_confirmed(database: Database) -> None:
    settings = Settings(departments=(Department(name="档案馆", aliases=("档案局",)),))
    with database.transaction() as unit:
        unit.departments.confirm(LINK)
        unit.departments.confirm(replace(LINK, name="水文中心", relation="parent"))
        register = register_of(settings, unit)
    assert register.same("水利局", 2023, "水务局", 2024, "澄湖区")
    assert register.same("档案局", 2023, "档案馆", 2024, "别湖区")
    assert register.parent("水文中心", "澄湖区", 2024) == "水务局"


def test_names_and_bodies_are_those_of_stored_reports(database: Database) -> None:
    with database.transaction() as unit:
        stored(unit)
        stored(unit, fiscal_year=2023)
        stored(unit, department="档案馆", district="别湖区")
        assert unit.departments.districts() == ["别湖区", "澄湖区"]
        assert unit.departments.names("澄湖区") == [BODY.department]
        assert [b.fiscal_year for b in unit.departments.bodies("澄湖区", [BODY.department])] == [2024, 2023]
        assert unit.departments.bodies("澄湖区", []) == []


def test_last_years_report_is_found_under_the_name_it_bore_then(database: Database) -> None:
    register = Register((Entry(name="水务局", aliases=("水利局",)),))
    with database.transaction() as unit:
        before = stored(unit, fiscal_year=2023, department="澄湖区水利局")
        budget = stored(unit, department="水务局", kind=Kind.BUDGET)
        stored(unit, fiscal_year=2022, department="水务局", scope=Scope.OWN_LEVEL)
        now = publication(unit, source(unit).id)
        alone = find_history(unit, Register(), BODY, now)
        joined = find_history(unit, register, BODY, now)
    assert alone.prior is None
    assert alone.budget is not None, "with and without the city is one name"
    assert joined.prior is not None
    assert joined.prior.identity.department == before.department
    assert joined.budget is not None
    assert joined.budget.identity.department == budget.department
    assert len(joined.series) == 1, "own level is another scope"


def test_a_changed_report_has_those_judged_again_that_are_compared_with_it(database: Database) -> None:
    with database.transaction() as unit:
        budget = stored(unit, kind=Kind.BUDGET)
        final = stored(unit, department="水务局")
        stored(unit, fiscal_year=2025)
        stored(unit, fiscal_year=2026)
        stored(unit, department="档案馆")
        whole_year = {unit.reports.get(r.report_id).body.fiscal_year for r in find_dependents(unit, Register(), final)}
        of_budget = [unit.reports.get(r.report_id).body for r in find_dependents(unit, Register(), budget)]
    assert whole_year == {2025}
    assert of_budget == [final]


def test_the_whole_department_is_judged_again_when_a_unit_of_it_changed(database: Database) -> None:
    register = Register((Entry(name="水文中心", parent="水务局"),))
    with database.transaction() as unit:
        whole = stored(unit)
        part = stored(unit, department="澄湖区水文中心", scope=Scope.UNIT)
        again = [unit.reports.get(r.report_id).body for r in find_dependents(unit, register, part)]
        assert again == [whole]
        assert find_dependents(unit, register, whole) == []


def test_the_stock_holds_the_newest_reading_of_each_report_and_the_missed_attachments(database: Database) -> None:
    capture = CaptureRecord(publication_id=0, role="attachment", url="http://a/1.xlsx", name="1.xlsx", fetched_at=NOW)
    with database.transaction() as unit:
        first = revision(unit)
        second = revision(unit, replaces=True, changed=[{"what": "meetings"}], now=NOW + MINUTE)
        stored(unit, fiscal_year=2023)
        stood = publication(unit, source(unit).id)
        unit.publications.add_capture(replace(capture, publication_id=stood.id, sha256="a" * 64))
        unit.publications.add_capture(replace(capture, publication_id=stood.id, fetched_at=NOW + MINUTE, error="404"))
        healed = replace(capture, publication_id=stood.id, url="http://a/2.xlsx", name="2.xlsx")
        unit.publications.add_capture(healed)
        unit.publications.add_capture(replace(healed, sha256="b" * 64, fetched_at=NOW + MINUTE))
    with database.reading() as unit:
        latest = unit.stock.latest()
        newest = next(k for k in latest if k.body == BODY)
        assert [k.body.fiscal_year for k in latest] == [2023, 2024]
        assert (newest.revision_id, newest.replaces, newest.changed) == (second, True, ({"what": "meetings"},))
        texts = unit.stock.texts([first, second])
        assert {number: decode(text, Report) for number, text in texts.items()} == {first: REPORT, second: REPORT}
        assert unit.stock.texts([]) == {}
        assert unit.stock.missed() == {stood.id: ("1.xlsx",)}


def test_a_year_that_a_like_name_has_is_pointed_at(database: Database) -> None:
    with database.transaction() as unit:
        stored(unit)
        stored(unit, department="重庆市澄湖区水利局", fiscal_year=2023)
        stored(unit, department="重庆市澄湖区档案馆", fiscal_year=2023)
        wanted = Wanted(department="水务局", year=2024, against=2023)
        with pytest.raises(CannotCompareError, match="--join 重庆市澄湖区水利局 重庆市澄湖区水务局") as told:
            compare_stored(unit, Register(), wanted)
        assert "档案馆" not in str(told.value)

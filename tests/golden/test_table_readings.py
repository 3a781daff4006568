"""Tables and performance forms of real reports, against the gold readings, and one report in several formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.extract.performance import performance_forms
from parsers.extract.tables import TablesRead, standard_tables
from parsers.model import Document, Identity, Kind
from parsers.read import read

pytestmark = pytest.mark.corpus


def document(path: Path) -> Document:
    return read(path.read_bytes(), path.name)


def labelled(corpus: Path, gold: Path) -> Iterator[tuple[dict[str, Any], Document, Identity]]:
    for path in sorted(gold.glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        said = entry["identity"]
        who = Identity(department=said["department"], fiscal_year=said["fiscal_year"], kind=Kind(said["kind"]))
        yield entry, document(corpus / entry["file"]), who


def test_every_labelled_table_is_found_and_none_that_is_absent(corpus: Path, gold: Path) -> None:
    for entry, source, who in labelled(corpus, gold):
        found = [(table.kind, table.status.value) for table in standard_tables([source], who).tables]
        for wanted in entry["tables"]:
            statuses = {wanted["status"], *wanted.get("status_also", [])}
            assert any(kind == wanted["kind"] and status in statuses for kind, status in found), (entry["id"], wanted)
        assert not {kind for kind, _ in found} & set(entry["tables_absent"]), entry["id"]


def test_every_labelled_fact_of_a_table_is_found_and_none_is_wrong(corpus: Path, gold: Path) -> None:
    for entry, source, who in labelled(corpus, gold):
        stated = {(fact.measure, fact.amount) for fact in standard_tables([source], who).facts}
        wanted: dict[str, set[Decimal]] = {}
        for fact in entry["facts"]:
            amounts = {Decimal(each["amount"]) for each in (fact, *fact.get("occurrences", [])) if each["amount"]}
            wanted.setdefault(fact["measure"], set()).update(amounts)
            if fact["source"] == "table" and not fact.get("optional"):
                assert any((fact["measure"], amount) in stated for amount in amounts), (entry["id"], fact["measure"])
        assert not {(m, a) for m, a in stated if m in wanted and a not in wanted[m]}, entry["id"]


def test_every_labelled_form_is_found(corpus: Path, gold: Path) -> None:
    for entry, source, who in labelled(corpus, gold):
        found = {(form.name, form.executed, form.execution_rate) for form in performance_forms([source], who).forms}
        for form in entry["performance"]:
            money = tuple(Decimal(form[key]) if form[key] else None for key in ("executed", "execution_rate"))
            assert any((name, *money) in found for name in (form["name"], *form.get("names_also", []))), form["name"]


def amounts(read: TablesRead) -> set[tuple[str, Decimal | None]]:
    return {(fact.measure, fact.amount) for fact in read.facts}


@pytest.mark.parametrize(
    ("seed", "made", "kind", "year"),
    [
        ("002_*.txt", ("nanan2024.docx", "nanan2024.html", "nanan2024.pdf", "nanan2024.xlsx"), Kind.BUDGET, 2024),
        ("004_*.txt", ("jlp2021.docx", "jlp2021.pdf"), Kind.FINAL_ACCOUNTS, 2021),
    ],
)
def test_one_report_states_the_same_in_every_format(
    corpus: Path, seed: str, made: tuple[str, ...], kind: Kind, year: int
) -> None:
    who = Identity(fiscal_year=year, kind=kind)
    text = standard_tables([document(next((corpus / "seeds").glob(seed)))], who)

    for name in made:
        other = standard_tables([document(corpus / "made" / name)], who)
        assert amounts(other) == amounts(text), name
        assert {table.kind for table in other.tables} == {table.kind for table in text.tables}, name

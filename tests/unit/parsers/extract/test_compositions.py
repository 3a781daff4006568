"""Whole explanations, as many provinces word them: every figure and every change, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from parsers.extract.narrative import bodies, narrative
from parsers.model import Comparison, Document, Fact, Identity, Kind, Paragraph

BASES = {"b": "prior_budget", "f": "prior_final", "o": "opening_budget", "r": "revised_budget"}
KINDS = {"b": Kind.BUDGET, "f": Kind.FINAL_ACCOUNTS}
Change = tuple[str | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    measure: str
    amount: Decimal | None
    changes: tuple[Change, ...]
    optional: bool


@dataclass(frozen=True, kw_only=True)
class Composition:
    name: str
    kind: Kind
    lines: tuple[str, ...]
    wanted: tuple[Wanted, ...]


def number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def wanted(line: str) -> Wanted:
    head, *changes = (part.split() for part in line.split("|"))
    told = tuple((BASES[base], number(change), number(percent)) for base, change, percent in changes)
    return Wanted(measure=head[0], amount=number(head[1]), changes=told, optional=len(head) > 2)


def compositions() -> list[Composition]:
    found = []
    text = Path(__file__).with_name("compositions.txt").read_text(encoding="utf-8")
    for block in text.split("\n=== ")[1:]:
        head, body = block.split("\n", 1)
        (name, kind), (lines, facts) = head.split(), body.split("---\n")
        found.append(
            Composition(
                name=name,
                kind=KINDS[kind],
                lines=tuple(lines.split("\n")),
                wanted=tuple(map(wanted, facts.strip().split("\n"))),
            )
        )
    return found


def read(composition: Composition) -> list[Fact]:
    paragraphs = tuple(Paragraph(text=line) for line in composition.lines if line)
    document = Document(name="a.txt", sha256="", media_type="text/plain", blocks=paragraphs)
    who = Identity(kind=composition.kind, fiscal_year=2024, department="澄湖区水务局")
    return list(narrative(bodies([document]), who).facts)


def change(comparison: Comparison) -> Change:
    return comparison.base and comparison.base.value, comparison.change, comparison.percent


@pytest.mark.parametrize("composition", compositions(), ids=lambda composition: composition.name)
def test_every_figure_and_change_is_read_and_nothing_else(composition: Composition) -> None:
    facts = {(fact.measure, fact.amount): fact for fact in read(composition)}

    must = {(one.measure, one.amount) for one in composition.wanted if not one.optional}
    may = {(one.measure, one.amount) for one in composition.wanted}
    assert must <= set(facts) <= may
    for one in composition.wanted:
        if not one.optional:
            told = facts[one.measure, one.amount].comparisons
            told = tuple(c for c in told if c.change is not None or c.percent is not None)
            assert sorted(map(change, told), key=str) == sorted(one.changes, key=str), one.measure

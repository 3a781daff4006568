"""A unit gone wrong: the same figure ten thousand times as large in one place as in another (元 for 万元)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from alerts.book import TEXT, Figure
from alerts.check import Answer, Checked, answers
from alerts.rules.case import Case
from alerts.rules.wording import measure_name
from parsers.model import Fact, Source

FACTOR = Decimal(10000)
CLOSE = Decimal("0.01")  # 1 %


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitSlip:
    """Where one place disagrees with the others by ten thousand, and the pairs that show it."""

    place: str  # kind of the table, TEXT, or a measure whose figure stands alone
    pairs: tuple[tuple[Figure, Figure], ...]


def is_factor(one: Decimal, other: Decimal) -> bool:
    """Whether one amount is ten thousand times the other, within 1 %."""
    small, large = sorted((abs(one), abs(other)))
    return small > 0 and abs(large / small / FACTOR - 1) <= CLOSE


def slips(case: Case) -> tuple[UnitSlip, ...]:
    """The places that others contradict by ten thousand, the one in most pairs first; a table before the text."""
    pairs = [*_of_relations(case), *_of_facts(case)]
    found = []
    while pairs:
        counts = Counter(figure.table for pair in pairs for figure in pair)
        place = max(counts, key=lambda name: (counts[name], name != TEXT))
        own = tuple(pair for pair in pairs if any(figure.table == place for figure in pair))
        found.append(UnitSlip(place=place, pairs=own))
        pairs = [pair for pair in pairs if pair not in own]
    return tuple(found)


def touches(case: Case, checked: Checked) -> bool:
    """Whether a relation speaks of a place whose unit is in doubt: then it shows nothing else."""
    return any(figure.table in _places(case) for figure in checked.figures)


def in_doubt(case: Case, fact: Fact) -> bool:
    """Whether a figure stands where the unit is in doubt."""
    return (fact.table or TEXT) in _places(case)


def _places(case: Case) -> frozenset[str]:
    return case.once(_slipped)


def _slipped(case: Case) -> frozenset[str]:
    return frozenset(slip.place for slip in case.once(slips))


def _of_relations(case: Case) -> Iterator[tuple[Figure, Figure]]:
    for checked in case.once(answers):
        broken = checked.answer == Answer.VIOLATED and checked.relation.op == "="
        if broken and is_factor(checked.stated, checked.computed):
            left, right = checked.left.figures[0], checked.right.figures[0]
            if left.table != right.table:
                yield left, right


def _of_facts(case: Case) -> Iterator[tuple[Figure, Figure]]:
    for measure in case.by_measure:
        said, listed = case.figure(measure, Source.NARRATIVE), case.figure(measure, Source.TABLE)
        money = said and listed and said.unit == "万元"
        if money and said and listed and is_factor(said.amount or Decimal(0), listed.amount or Decimal(0)):
            yield _figure(said), _figure(listed)


def _figure(fact: Fact) -> Figure:
    amount, where = fact.amount or Decimal(0), fact.table or TEXT
    return Figure(amount, measure_name(fact.measure), where, (fact.measure,), Decimal("0.01"), fact.evidence)

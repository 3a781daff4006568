"""One finding for one cause: relations that one wrong cell breaks are one cause with that cell and all as witnesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.book import Figure
from alerts.check import Answer, Checked, answers
from alerts.rules.case import Case
from alerts.units import touches

Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """Broken relations that have one cell in common, in the order of formulas.toml; ``figure`` is that cell."""

    figure: Figure
    broken: tuple[Checked, ...]

    @property
    def rule(self) -> str:
        """The rule under which it is told: that of the first relation."""
        return self.broken[0].relation.rule


def causes(case: Case) -> tuple[Cause, ...]:
    """The causes of all broken relations of a report, but for those of a unit gone wrong, which are Q2's."""
    every = case.once(answers)
    broken = [checked for checked in every if checked.answer == Answer.VIOLATED and not touches(case, checked)]
    if not broken:
        return ()
    order = {id(checked): at for at, checked in enumerate(every)}
    satisfied = Counter(key for c in every if c.answer == Answer.SATISFIED for key in _keys(c))
    found = []
    while broken:
        figure = _suspect(broken, satisfied)
        own = [checked for checked in broken if _speaks_of(checked, figure)]
        mine = {id(checked) for checked in own}
        own += [c for c in broken if id(c) not in mine and any(_same_slip(c, o) for o in own)]
        mine |= {id(checked) for checked in own}
        found.append(Cause(figure=figure, broken=tuple(sorted(own, key=lambda c: order[id(c)]))))
        broken = [checked for checked in broken if id(checked) not in mine]
    return tuple(sorted(found, key=lambda cause: order[id(cause.broken[0])]))


def _keys(checked: Checked) -> Iterable[Key]:
    return {figure.key for figure in checked.figures if figure.key}


def _suspect(broken: Sequence[Checked], satisfied: Counter[Key]) -> Figure:
    """The cell in most broken relations, of several the one in fewest that hold; else the total before its parts."""
    in_broken = Counter(key for checked in broken for key in _keys(checked))
    candidates = [figure for checked in broken for figure in checked.figures if figure.key]
    most = max(in_broken[figure.key] for figure in candidates)
    if most == 1:
        return candidates[0]
    return max(candidates, key=lambda figure: (in_broken[figure.key], -satisfied[figure.key]))


def _speaks_of(checked: Checked, figure: Figure) -> bool:
    return any(figure.key == other.key for other in checked.figures)


def _same_slip(one: Checked, other: Checked) -> bool:
    """One row that lacks the same amount in another column or another table was left out once, not twice."""
    trees = one.relation.tree is not None and other.relation.tree is not None
    return trees and one.difference == other.difference and _row(one) == _row(other)


def _row(checked: Checked) -> str:
    key = checked.left.figures[0].key if checked.left.figures else ()
    return key[2] if len(key) == 4 else "/".join(key)

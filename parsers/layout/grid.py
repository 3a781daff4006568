"""One page: its rules and characters → lines and tables from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.layout.cut_cells import take_in
from parsers.layout.lattice import Held, Lattice, Place, Rule, Table, lattices, table
from parsers.layout.lines import Char, Line, lines
from parsers.layout.open_tables import open_tables, with_stacked_rows, without_inner_rules
from parsers.layout.overflow import gather, one_word
from parsers.layout.two_readings import one_run, run_around

__all__ = ["Char", "Line", "Rule", "Table", "lay_out"]


def lay_out(chars: Sequence[Char], across: Iterable[Rule], down: Iterable[Rule]) -> list[Line | Table]:
    """The page's lines and tables. ``across`` are horizontal rules, ``down`` vertical ones, ``chars`` as drawn."""
    drawn, loose = lattices(across, down)
    dealt = _Dealt(drawn)
    dealt.deal(chars)
    for lattice, held in zip(drawn, dealt.inside, strict=True):
        if lattice.open_above or lattice.open_below:
            dealt.outside = take_in(lattice, held, dealt.outside)
    tables = [
        _open_inside(lattice, held) or table(lattice, held, runs)
        for lattice, held, runs in zip(drawn, dealt.inside, dealt.runs, strict=True)
        if held
    ]
    opened, outside = open_tables(dealt.outside, loose)
    items: list[Line | Table] = [*tables, *opened, *lines(outside)]
    return sorted(items, key=lambda item: item.top)


def _open_inside(lattice: Lattice, held: Held) -> Table | None:
    """The table whose inner rules are not drawn, between its columns or between its rows; None for all others."""
    return without_inner_rules(lattice, held) or (with_stacked_rows(lattice, held) if _is_stacked(held) else None)


def _is_stacked(held: Held) -> bool:
    """A quick look: cells that hold as many points as only several amounts have."""
    return sum(sum(char.text == "." for char in chars) > 1 for chars in held.values()) > 1


class _Dealt:
    """The characters by the cell that their centre stands in, and the numbers that cross a rule."""

    def __init__(self, drawn: Sequence[Lattice]) -> None:
        self._lattices = list(enumerate(drawn))
        self.inside: list[Held] = [{} for _ in drawn]
        self.runs: list[list[list[Char]]] = [[] for _ in drawn]
        self.outside: list[Char] = []

    def deal(self, chars: Sequence[Char]) -> None:
        """Each character to its cell. A number of which a part stands outside is withheld there: it is in a table."""
        crossing: dict[int, list[int]] = {}
        words: dict[int, list[int]] = {}
        before: tuple[int, Place] | None = None
        for at, char in enumerate(chars):
            x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
            found: tuple[int, Place] | None = None
            for number, lattice in self._lattices:
                if lattice.rows[0] <= y < lattice.rows[-1] and (cell := lattice.cell(x, y)) is not None:
                    self.inside[number].setdefault(cell, []).append(char)
                    found = number, cell
                    break
            else:
                self.outside.append(char)
            if found != before:
                if at and one_run(chars[at - 1], char):
                    crossing[at] = [number for number, _ in filter(None, (before, found))]
                elif before and found and before[0] == found[0] and one_word(chars[at - 1], char):
                    words.setdefault(found[0], []).append(at)
                before = found
        self._keep(chars, crossing)
        for number, places in words.items():
            gather(self._lattices[number][1], self.inside[number], chars, places)

    def _keep(self, chars: Sequence[Char], crossing: dict[int, list[int]]) -> None:
        withheld: set[int] = set()
        known: set[int] = set()
        for at, tables in crossing.items():
            run = run_around(chars, at)
            if id(run[0]) in known:
                continue
            known.add(id(run[0]))
            for number in set(tables):
                self.runs[number].append(run)
            withheld |= {id(char) for char in run}
        if withheld:
            self.outside = [char for char in self.outside if id(char) not in withheld]

"""Lines of a table without rules between its rows → rows: which line begins a row, which goes on with a label."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.layout.lines import Piece

#: So many columns of figures below each other are several rows without rules between them.
FEWEST_STACKS = 2
#: Baselines of one printed line differ by less, in points.
SAME_BASE = 3.0
FIGURE = re.compile(r"[-−—]?[\d,，]*\d(?:\.\d+)?[%％]?|[-−—]{1,2}")

_NEW_ITEM = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|其中|合计|总计")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line, or several that are one row: texts by column, and the columns whose last text is full."""

    texts: dict[int, str]
    full: frozenset[int]
    top: float
    bottom: float
    base: float
    lines: int = 1

    @classmethod
    def of(cls, line: Sequence[Piece], columns: Sequence[int], room: Sequence[float]) -> Row:
        """The row that one line is; ``room`` is from where on a text fills its column."""
        texts: dict[int, str] = {}
        for piece, column in zip(line, columns, strict=True):
            texts[column] = f"{texts[column]} {piece.text}" if column in texts else piece.text
        full = frozenset(column for piece, column in zip(line, columns, strict=True) if piece.right >= room[column])
        top, bottom = min(piece.top for piece in line), max(piece.bottom for piece in line)
        return cls(texts, full, top, bottom, line[0].base)

    def text(self, column: int) -> str:
        """The column's text, "" for none."""
        return self.texts.get(column, "")

    def above(self, below: Row) -> Row:
        """This row with the texts of ``below`` after its own."""
        columns = {*self.texts, *below.texts}
        return replace(
            self,
            texts={column: self.text(column) + below.text(column) for column in columns},
            full=below.full | (self.full - set(below.texts)),
            top=min(self.top, below.top),
            bottom=max(self.bottom, below.bottom),
            lines=self.lines + below.lines,
        )


def stacked(cells: dict[int, list[Row]]) -> list[Row] | None:
    """The rows that stand in one ruled row, given its lines by column; None where it is one row.

    It is several where two columns or more hold nothing but figures, one below the other and side by side.
    """
    figures = [
        [line.base for line in lines]
        for column, lines in cells.items()
        if len(lines) > 1 and all(FIGURE.fullmatch(line.text(column)) for line in lines)
    ]
    longest = max(figures, key=len, default=[])
    if len(figures) < FEWEST_STACKS or not all(_beside(bases, longest) for bases in figures):
        return None
    return _by_label(_side_by_side([line for lines in cells.values() for line in lines]))


def _beside(bases: Sequence[float], others: Sequence[float]) -> bool:
    return all(min(abs(base - other) for other in others) < SAME_BASE for base in bases)


def _side_by_side(lines: Sequence[Row]) -> list[Row]:
    """Lines of the several columns with one baseline as one line."""
    found: list[Row] = []
    for line in sorted(lines, key=lambda line: line.base):
        if found and line.base - found[-1].base < SAME_BASE:
            found[-1] = replace(found[-1].above(line), lines=1)
        else:
            found.append(line)
    return found


def rows_of(lines: Sequence[Row], edges: Sequence[float]) -> list[Row]:
    """The rows: by the rules at ``edges`` where they part single rows, else by the lines themselves."""
    if len(edges) > 2 and (by_rule := _by_rule(lines, edges)) is not None:
        return by_rule
    return _by_label(lines)


def _by_rule(lines: Sequence[Row], edges: Sequence[float]) -> list[Row] | None:
    """None where a stretch between two rules holds several rows: two lines with texts side by side."""
    rows: dict[int, Row] = {}
    wide: dict[int, int] = {}
    for line in lines:
        at = bisect_left(edges, line.base)
        rows[at] = rows[at].above(line) if at in rows else line
        wide[at] = wide.get(at, 0) + (len(line.texts) > 1)
    if any(count > 1 for count in wide.values()):
        return None
    return [rows[at] for at in sorted(rows)]


def _by_label(lines: Sequence[Row]) -> list[Row]:
    """A line of one text only may be a part of the label above or below it."""
    rows: list[Row] = []
    waiting: Row | None = None  # the beginning of the label of the next row
    bare: Row | None = None  # the last row, where its own line has no label: the label goes on below
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if len(line.texts) == 1 and following is not None and _begins(line, following, lines[at - 1] if at else None):
            waiting, bare = line, None
        elif len(line.texts) == 1 and rows and _goes_on(rows[-1], line, rows[-1] is bare):
            rows[-1] = rows[-1].above(line)
            bare = None
        else:
            row = waiting.above(line) if waiting else line
            rows.append(row)
            bare, waiting = (row if waiting else None), None
    return [*rows, waiting] if waiting else rows


def _begins(line: Row, following: Row, before: Row | None) -> bool:
    """Whether the text is the beginning of the next row's label: that row has none, and stands nearer than the last."""
    [column] = line.texts
    if len(following.texts) < 2 or following.text(column):
        return False
    return before is None or following.base - line.base <= line.base - before.base


def _goes_on(row: Row, line: Row, bare: bool) -> bool:
    [column] = line.texts
    if bare:
        return True
    return bool(row.text(column)) and column in row.full and not _NEW_ITEM.match(line.text(column))

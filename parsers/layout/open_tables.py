"""Tables without vertical rules: columns told by the gaps between texts, rows by rules, else by the lines with figures.

Strict on purpose: lines become a table only where figures stand below each other; all else stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.layout.lattice import Held, Lattice, Place, Rule, Table
from parsers.layout.lines import FULL, Char, Piece, by_line, cell_text, piece_of, pieces
from parsers.layout.open_heads import Span, placed
from parsers.layout.open_rows import FIGURE, Row, rows_of, stacked
from parsers.layout.open_stretches import FEWEST_LINES, FEWEST_STEPS, PieceLine, bands, has_figures, stretches

_DIGIT = re.compile(r"\d")


def open_tables(chars: list[Char], loose: Sequence[Rule]) -> tuple[list[Table], list[Char]]:
    """The tables among characters outside of ruled ones, and the characters that are left. ``loose`` are horizontal."""
    if not chars or sum(char.text in "0123456789" for char in chars) < FEWEST_LINES:
        return [], chars
    printed = by_line(chars)
    cut = [pieces(line) for line in printed]
    found: list[tuple[int, int, Table]] = []
    for start, end, edges in (*bands(cut, loose), *stretches(cut)):
        if any(start < other_end and other_start < end for other_start, other_end, _ in found):
            continue
        table = _table(cut[start:end], edges)
        if table is not None:
            found.append((start, end, table))
    taken = {number for start, end, _ in found for number in range(start, end)}
    rest = [char for number, line in enumerate(printed) if number not in taken for char in line]
    return [table for _, _, table in found], rest if found else chars


def without_inner_rules(lattice: Lattice, held: Held) -> Table | None:
    """The table of a lattice of one column whose rows hold several texts side by side; None for any other lattice."""
    if len({column for _, column in lattice.cells.values()}) > 1:
        return None
    printed = by_line([char for chars in held.values() for char in chars])
    return _table([pieces(line) for line in printed], lattice.rows)


def with_stacked_rows(lattice: Lattice, held: Held) -> Table | None:
    """The table of a lattice in which a ruled row holds several rows; None where none does.

    Only rows without merged cells are cut. Their figures stand below each other with no rule between.
    """
    origins = sorted(set(lattice.cells.values()))
    found: list[Row] = []
    cut = False
    for at in sorted({row for row, _ in origins}):
        cells = {column: _cell_lines(lattice, (at, column), held) for row, column in origins if row == at}
        rows = stacked({column: lines for column, lines in cells.items() if lines})
        if rows is None:
            top, bottom = lattice.rows[at], lattice.rows[at + 1]
            texts = {
                column: cell_text(held[at, column], lattice.right((at, column))) for column in cells if cells[column]
            }
            rows = [Row(texts, frozenset(), top, bottom, top)]
        else:
            cut = True
        found += rows
    if not cut:
        return None
    columns = sorted({column for _, column in origins})
    left, right = lattice.columns[0], lattice.columns[-1]
    return Table(
        rows=[[row.text(column) for column in columns] for row in found],
        edges=[*(lattice.columns[column] for column in columns), right],
        boxes=[(left, row.top, right, row.bottom) for row in found],
    )


def _cell_lines(lattice: Lattice, cell: Place, held: Held) -> list[Row]:
    room = lattice.right(cell) - FULL * 5
    lines = [piece_of(line) for line in by_line(held.get(cell, []))]
    return [
        Row(
            {cell[1]: piece.text},
            frozenset({cell[1]} if piece.right >= room else ()),
            piece.top,
            piece.bottom,
            piece.base,
        )
        for piece in lines
    ]


# --- columns -----------------------------------------------------------------------------------------


def _table(cut: Sequence[PieceLine], edges: Sequence[float]) -> Table | None:
    """The lines as a table; None where they do not stand in columns."""
    numbering = next((at for at, line in enumerate(cut) if has_figures(line)), -1)
    numbers = cut[numbering] if numbering >= 0 and _counts(cut[numbering]) else []
    if numbers:  # they stand in the middle of their columns, as heads do
        cut = [line for at, line in enumerate(cut) if at != numbering]
    figures = [number for number, line in enumerate(cut) if has_figures(line) and _has_digit(line)]
    if not figures:
        return None
    first = figures[0]
    if first and all(FIGURE.fullmatch(piece.text) for piece in cut[first]) and len(cut[first - 1]) == 1:
        first -= 1
    if 2 < len(edges) <= FEWEST_STEPS:  # a rule parts the head from the body
        first = min(first, next((n for n, line in enumerate(cut) if line[0].base > edges[1]), first))
    stretches = _stretches(cut[first:])
    if stretches is None:
        return None
    found = placed(cut[:first], stretches)
    columns = found.spans
    if len(columns) < 2 or not _stand_apart(cut[first:], columns):
        return None
    at = [[found.body[_column(piece, stretches)] for piece in line] for line in cut[first:]]
    body = [Row.of(line, places, _room(columns)) for line, places in zip(cut[first:], at, strict=True)]
    counted = [Row.of(numbers, [found.over(piece) for piece in numbers], _room(columns))] if numbers else []
    rows = [*found.head, *counted, *rows_of(body, edges)]
    if len(rows) < 2:
        return None
    width = range(len(columns))
    return Table(
        rows=[[row.text(column) for column in width] for row in rows],
        edges=[columns[0].left, *((one.right + other.left) / 2 for one, other in pairwise(columns)), columns[-1].right],
        boxes=[(columns[0].left, row.top, columns[-1].right, row.bottom) for row in rows],
        loose=True,
    )


def _counts(line: PieceLine) -> bool:
    """Whether the line numbers the columns: 1, 2, 3."""
    numbers = [int(piece.text) for piece in line if piece.text.isdigit() and len(piece.text) < 3]
    figures = sum(1 for piece in line if FIGURE.fullmatch(piece.text))
    return figures == len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _has_digit(line: PieceLine) -> bool:
    return any(_DIGIT.search(piece.text) and FIGURE.fullmatch(piece.text) for piece in line)


def _stretches(body: Sequence[PieceLine]) -> list[Span] | None:
    """The stretches of x that the body's texts cover; None where they do not tell columns."""
    rows = [line for line in body if len(line) > 1]
    spans = _covered([Span(piece.left, piece.right) for line in rows for piece in line])
    for line in rows:  # two texts of one line in one column: the gaps do not tell the columns
        places = [next(at for at, span in enumerate(spans) if span.meets(piece)) for piece in line]
        if any(_both_in_one(line, places, at) for at in range(1, len(line))):
            return None
    alone = [Span(line[0].left, line[0].right) for line in body if not any(span.meets(line[0]) for span in spans)]
    return _covered([*spans, *alone]) or None  # a label that wraps may stand beside no line of figures


def _both_in_one(line: PieceLine, places: Sequence[int], at: int) -> bool:
    """Whether a piece shares its column with the one before it; the words of a spaced label may."""
    return places[at] == places[at - 1] and any(FIGURE.fullmatch(line[n].text) for n in (at - 1, at))


def _covered(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.left):
        if merged and span.left < merged[-1].right:
            merged[-1] = Span(merged[-1].left, max(merged[-1].right, span.right))
        else:
            merged.append(span)
    return merged


def _stand_apart(body: Sequence[PieceLine], columns: Sequence[Span]) -> bool:
    """Whether each single text of the body stays in one column: a text across columns is no part of a table."""
    return all(sum(span.meets(piece) for span in columns) <= 1 for line in body for piece in line)


def _column(piece: Piece, columns: Sequence[Span]) -> int:
    return next(at for at, span in enumerate(columns) if span.meets(piece))


def _room(columns: Sequence[Span]) -> list[float]:
    """From where on a text fills its column to the edge."""
    return [span.right - FULL * 5 for span in columns]

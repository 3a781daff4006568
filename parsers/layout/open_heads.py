"""The head of a table without vertical rules: which text stands over which column, though none touches it.

A head is centred in its column, names begin at its left edge, figures end at its right one: in a wide column they
have no x in common. What tells them is their order. Points as everywhere in the layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from parsers.layout.lines import Piece
from parsers.layout.open_rows import Row

#: What a head without a column, and a column without a head, cost against a point of distance between the two.
ALONE = 60.0
#: Heads that stand over groups of one run of columns; more are dealt out by nearness alone.
MOST_GROUPS = 4

Pair = tuple[int | None, int | None]


class Stretch(Protocol):
    """A stretch of x."""

    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of x in which a column's texts stand."""

    left: float
    right: float

    def meets(self, piece: Stretch) -> bool:
        """Whether the piece stands above or below a part of the column."""
        return piece.left < self.right and self.left < piece.right

    def gap(self, other: Stretch) -> float:
        """How far the other stands beside this one."""
        return max(0.0, other.left - self.right, self.left - other.right)


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns from left to right, for each stretch of the body its column, and the rows of the head."""

    spans: list[Span]
    body: list[int]
    head: list[Row]
    heads: list[Span]  # where each column's head stands, or its texts where it has none

    def over(self, piece: Stretch) -> int:
        """The column in whose middle a text stands."""
        middle = (piece.left + piece.right) / 2
        off = [abs(middle - (span.left + span.right) / 2) for span in self.heads]
        return off.index(min(off))


@dataclass(eq=False, slots=True)
class _Leaf:
    """The lowest text over one column, with what wraps above it."""

    span: Span
    line: int  # that it ends on
    pieces: list[Piece]
    above: int = 0  # how many texts gather it with others


@dataclass(eq=False, slots=True)
class _Group:
    """A text that stands over several columns."""

    piece: Piece
    leaves: list[_Leaf]
    above: int = 0


@dataclass(slots=True)
class _Head:
    leaves: list[_Leaf] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)


def placed(head: Sequence[Sequence[Piece]], body: Sequence[Span]) -> Columns:
    """The columns of a body and of the head over it."""
    read = _read(head)
    pairs = _paired([leaf.span for leaf in read.leaves], body)
    of_leaf = {leaf: at for at, (leaf, _) in enumerate(pairs) if leaf is not None}
    of_body = {stretch: at for at, (_, stretch) in enumerate(pairs) if stretch is not None}
    spans = [body[stretch] if stretch is not None else read.leaves[leaf or 0].span for leaf, stretch in pairs]
    heads = [read.leaves[leaf].span if leaf is not None else body[stretch or 0] for leaf, stretch in pairs]
    return Columns(spans, [of_body[at] for at in range(len(body))], _rows(read, of_leaf), heads)


def _rows(head: _Head, columns: dict[int, int]) -> list[Row]:
    """Each text in the row under those that gather it: what stands alone over its column reaches down by itself."""
    number = {leaf: at for at, leaf in enumerate(head.leaves)}
    depths: dict[int, list[tuple[int, list[Piece]]]] = {}
    for group in head.groups:
        depths.setdefault(group.above, []).append((columns[number[group.leaves[0]]], [group.piece]))
    for leaf in head.leaves:
        depths.setdefault(leaf.above, []).append((columns[number[leaf]], leaf.pieces))
    return [_row(depths[depth]) for depth in sorted(depths)]


def _row(cells: Sequence[tuple[int, list[Piece]]]) -> Row:
    pieces = [piece for _, texts in cells for piece in texts]
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    texts = {column: "".join(piece.text for piece in texts) for column, texts in cells}
    return Row(texts, frozenset(), top, bottom, pieces[0].base)


# --- the head's own columns ----------------------------------------------------------------------------


def _read(lines: Sequence[Sequence[Piece]]) -> _Head:
    """The head from its lowest line upwards: a text begins a column, goes on in the one below, or gathers several."""
    head = _Head()
    for number in range(len(lines) - 1, -1, -1):
        for piece, under in zip(lines[number], _under(lines[number], head.leaves), strict=True):
            span = Span(piece.left, piece.right)
            if not under:
                head.leaves.append(_Leaf(span, number, [piece]))
            elif len(under) == 1:
                under[0].pieces.insert(0, piece)
                under[0].span = Span(min(span.left, under[0].span.left), max(span.right, under[0].span.right))
            else:
                _gather(head, _Group(piece, under))
        head.leaves.sort(key=lambda leaf: leaf.span.left)
    return head


def _gather(head: _Head, group: _Group) -> None:
    for leaf in group.leaves:
        leaf.above += 1
    for below in head.groups:
        below.above += set(below.leaves) <= set(group.leaves)
    head.groups.append(group)


def _under(line: Sequence[Piece], leaves: Sequence[_Leaf]) -> list[list[_Leaf]]:
    """For each text of a line the columns under it: none, the one that it goes on in, or all that it stands over."""
    found = [[leaf for leaf in leaves if leaf.span.meets(piece)] for piece in line]
    for run in _runs(leaves):
        over = [at for at, piece in enumerate(line) if any(leaf in run for leaf in found[at]) or _inside(piece, run)]
        if len(over) < len(run):
            for at, group in zip(over, _dealt([line[at] for at in over], run), strict=True):
                found[at] = group
    return found


def _runs(leaves: Sequence[_Leaf]) -> list[list[_Leaf]]:
    """Neighbours that end on one line: a text over them may gather several."""
    runs: list[list[_Leaf]] = []
    for leaf in leaves:
        if runs and runs[-1][-1].line == leaf.line:
            runs[-1].append(leaf)
        else:
            runs.append([leaf])
    return [run for run in runs if len(run) > 1]


def _inside(piece: Piece, run: Sequence[_Leaf]) -> bool:
    return run[0].span.left < _centre(piece) < run[-1].span.right


def _dealt(over: Sequence[Piece], run: list[_Leaf]) -> list[list[_Leaf]]:
    """The run cut into a group for each text, so that each stands as near as can be over the middle of its own."""
    if not over or len(over) > MOST_GROUPS:
        return [[min(run, key=lambda leaf: leaf.span.gap(piece))] for piece in over]
    cuts = min(combinations(range(1, len(run)), len(over) - 1), key=lambda cuts: _off_centre(over, run, cuts))
    return [run[start:end] for start, end in zip((0, *cuts), (*cuts, len(run)), strict=True)]


def _off_centre(over: Sequence[Piece], run: Sequence[_Leaf], cuts: Sequence[int]) -> float:
    groups = zip((0, *cuts), (*cuts, len(run)), strict=True)
    middles = (_centre(Span(run[start].span.left, run[end - 1].span.right)) for start, end in groups)
    return sum(abs(_centre(piece) - middle) for piece, middle in zip(over, middles, strict=True))


def _centre(stretch: Stretch) -> float:
    return (stretch.left + stretch.right) / 2


# --- heads and stretches of the body -------------------------------------------------------------------


def _paired(heads: Sequence[Span], body: Sequence[Span]) -> list[Pair]:
    """Heads and stretches in their common order, each with its like or alone, as near to each other as can be."""
    best: list[list[tuple[float, tuple[int, int]]]] = []
    for head in range(len(heads) + 1):
        best.append([])
        for stretch in range(len(body) + 1):
            ways = []
            if head and stretch:
                ways.append((best[head - 1][stretch - 1][0] + heads[head - 1].gap(body[stretch - 1]), (1, 1)))
            if head:
                ways.append((best[head - 1][stretch][0] + ALONE, (1, 0)))
            if stretch:
                ways.append((best[head][stretch - 1][0] + ALONE, (0, 1)))
            best[head].append(min(ways, default=(0.0, (0, 0))))
    return _walked_back(best)


def _walked_back(best: Sequence[Sequence[tuple[float, tuple[int, int]]]]) -> list[Pair]:
    head, stretch = len(best) - 1, len(best[0]) - 1
    pairs: list[Pair] = []
    while head or stretch:
        one, other = best[head][stretch][1]
        pairs.append((head - 1 if one else None, stretch - 1 if other else None))
        head, stretch = head - one, stretch - other
    return pairs[::-1]

"""Rows of an RTF table, which are only told by the x of their cells' right edges → a grid with spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.errors import LimitExceeded
from parsers.model import Block, Grid, Paragraph
from parsers.spans import MOST_SPANNED, Cell, rectangle

#: Edges of two rows that differ by less than this many twentieths of a point are one edge.
SAME_EDGE = 40
LARGEST_EDGE = 1_000_000


@dataclass(slots=True)
class RowShape:
    """What stands between ``trowd`` and the cells: edges, and which cells go on from the left or from above."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    continued: list[bool] = field(default_factory=list)
    flagged: bool = False  # the cell whose edge comes next goes on from another

    def flag(self) -> None:
        """The next cell shows what another began."""
        self.flagged = True

    def edge(self, at: int) -> None:
        """The right edge of one more cell. Raises LimitExceeded for an absurd row."""
        _bound(self.edges)
        self.edges.append(max(min(at, LARGEST_EDGE), -LARGEST_EDGE))
        self.continued.append(self.flagged)
        self.flagged = False


@dataclass(slots=True)
class Table:
    """A table while its rows come in; a cell holds blocks, as tables may stand in it."""

    rows: list[tuple[list[list[Block]], RowShape]] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)

    def end_cell(self) -> None:
        """What came in since the last cell is a cell. Raises LimitExceeded for an absurd row."""
        _bound(self.cells)
        self.cells.append(self.content)
        self.content = []

    def end_row(self, shape: RowShape) -> None:
        """The cells since the last row are a row of this shape."""
        if self.cells:
            self.rows.append((self.cells, shape))
        self.cells = []

    def blocks(self) -> Iterator[Block]:
        """The grid and what stands in it; a table that only lays out the page gives its cells' content."""
        cells = [cell for row, _ in self.rows for cell in row]
        holders = [cell for cell in cells if any(isinstance(block, Grid) for block in cell)]
        if len(cells) == 1 or (holders and not any(_text(cell) for cell in cells if cell not in holders)):
            for cell in cells:
                yield from cell
            return
        if cells:
            yield Grid(rows=rectangle(_drawn(self.rows)))
        for cell in holders:
            yield from (block for block in cell if isinstance(block, Grid))


def _bound(row: Sequence[object]) -> None:
    if len(row) >= MOST_SPANNED:
        raise LimitExceeded("表格过大，已停止读取。")


def _text(cell: Sequence[Block]) -> str:
    return "\n".join(block.text for block in cell if isinstance(block, Paragraph))


def _drawn(rows: Sequence[tuple[list[list[Block]], RowShape]]) -> Iterator[list[Cell]]:
    shaped = [_with_all_edges(shape, len(cells)) for cells, shape in rows]
    columns = _columns(at for left, edges in shaped for at in (left, *edges))
    for (cells, shape), (left, edges) in zip(rows, shaped, strict=True):
        before = columns[left] - min(columns.values())
        drawn = [Cell(text="", columns=before)] if before > 0 else []
        start = columns[left]
        for number, (cell, edge) in enumerate(zip(cells, edges, strict=True)):
            continued = number < len(shape.continued) and shape.continued[number]
            drawn.append(Cell(text="" if continued else _text(cell), columns=max(columns[edge] - start, 1)))
            start = max(columns[edge], start + 1)
        yield drawn


def _with_all_edges(shape: RowShape, cells: int) -> tuple[int, list[int]]:
    """Left edge and an edge for each cell, made up where the file tells too few."""
    edges = shape.edges[:cells]
    while len(edges) < cells:
        edges.append((edges[-1] if edges else shape.left) + 2 * SAME_EDGE)
    return shape.left, edges


def _columns(edges: Iterator[int]) -> dict[int, int]:
    """Each edge → the number of the column line it stands for."""
    numbered: dict[int, int] = {}
    line, last = -1, None
    for at in sorted(set(edges)):
        if last is None or at - last > SAME_EDGE:
            line, last = line + 1, at
        numbered[at] = line
    return numbered

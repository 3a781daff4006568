"""The rows of a standard table: names, codes and amounts in 万元, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers import money
from parsers.extract import table_narrow, table_words, table_years
from parsers.extract.table_head import NO_FIGURE, Asked, Column, Head, Row, Side, is_numbering, read_head
from parsers.extract.table_names import RowNames
from parsers.extract.table_words import bare, tables
from parsers.model import Document, Evidence, Grid, TableRow

#: Heads of the parts of a code; where the head is merged downwards they share the first row with its total.
CODE_HEADS = frozenset({"类", "款", "项"})
_CODE_PART = re.compile(r"[A-Z]?\d+|[A-Z]")
_CODE_BEFORE = re.compile(r"(?:(\d{3,7})[-—]?|[\[【［](\d{3}(?:\d{2}){0,2})[\]】］])(?=[^\d年])")
_CELL = re.compile(r"^(?P<sheet>.*)!(?P<column>[A-Z]+)(?P<row>\d+)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadRow:
    """A row with its proof."""

    row: TableRow
    evidence: Evidence
    period: str = table_years.OWN  # whose figures, in a table with a row for each year


@dataclass(kw_only=True)
class Body:
    """What the grids of one table say."""

    rows: list[ReadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strange: list[tuple[str, str]] = field(default_factory=list)  # place, what was not understood


class Reading:
    """Reads the grids of one table one after the other; the head of the first serves those without one."""

    def __init__(self, document: Document, title: str, unit: str | None, asked: Asked) -> None:
        self.document = document
        self.title = title
        self.unit = unit
        self.asked = asked
        self.words = table_words.columns(asked.kind)
        self.head: Head | None = None
        self.head_texts: set[str] = set()
        self.names = RowNames(asked.kind)
        self.by_year = False
        self.body = Body()

    def read(self, grids: Iterable[Grid]) -> Body:
        """All rows of the grids, in order."""
        for grid in grids:
            self._grid(grid)
        self._join_years()
        self._name_total()
        return self.body

    def _join_years(self) -> None:
        """Rows that tell of the years of one item are one row."""
        kept: list[ReadRow] = []
        for read in self.body.rows if self.by_year else ():
            if kept and table_years.one_item(kept[-1].row, read.row):
                own = kept[-1] if kept[-1].period == table_years.OWN else read
                kept[-1] = replace(own, row=table_years.joined([kept[-1].row, read.row]))
            else:
                kept.append(read)
        self.body.rows = kept or self.body.rows

    def _name_total(self) -> None:
        """A table's only row is its total, and so is a first row that bears the department's name and no other does."""
        rows = self.body.rows
        if not rows or rows[0].row.meaning or rows[0].row.code or any(read.row.meaning == "total" for read in rows):
            return
        named = [read for read in rows if bare(read.row.label) == bare(self.asked.body) != ""]
        if len(rows) == 1 or (named == rows[:1] and all(read.row.code for read in rows[1:])):
            rows[0] = replace(rows[0], row=replace(rows[0].row, meaning="total"))

    def _grid(self, grid: Grid) -> None:
        head = read_head(grid.rows, self.words, self.asked)
        if not _is_known(head):
            grid = self._fitted(grid) or grid
            if self.head is None or not _same_width(self.head, grid):
                self.body.strange.append((grid.where or self.title, f"表头未识别：{_quote(grid.rows[0])[:60]}"))
                return
            head = Head(first=0, end=0, sides=self.head.sides)
        else:
            self._keep_head(grid, head)
        for at in range(head.end, len(grid.rows)):
            self._row(grid, at, head.sides)

    def _fitted(self, grid: Grid) -> Grid | None:
        """The next page of the table with the columns that it has lost."""
        if self.head is None or not self.head.sides or _same_width(self.head, grid):
            return None
        known = [read.row for read in self.body.rows]
        return table_narrow.widened(
            grid, self.head, known, lambda number, column: self._amount(number, column, counted=False)
        )

    def _keep_head(self, grid: Grid, head: Head) -> None:
        if self.head is None:
            for column in (column for side in head.sides for column in side.amounts if column.key is None):
                self.body.strange.append((grid.where or self.title, f"列名未识别：{column.head[:60]}"))
        self.head = head
        self.head_texts |= {_quote(row) for row in grid.rows[: head.end]}

    def _row(self, grid: Grid, at: int, sides: Sequence[Side]) -> None:
        row = grid.rows[at]
        quote = _quote(row)
        cells = [bare(cell) for cell in row]
        first = next((cell for cell in row if cell.strip()), "")
        if not quote or quote in self.head_texts or is_numbering(cells):
            return
        if tables().note.match(bare(first)):
            self.body.notes.append(first)
            return
        for side in sides:
            self._side(grid, at, side, quote)

    def _side(self, grid: Grid, at: int, side: Side, quote: str) -> None:
        row = grid.rows[at]
        label, code = _name(row, side)
        cells = dict(self._cells(grid, at, side, counted=table_words.is_counted(label)))
        if not label and not code and not cells:
            return
        when = self._period(row, side)
        if when is None:
            self.body.strange.append((_place(grid, at, 0) or self.title, f"年度未识别：{quote[:40]}"))
            return
        if self.asked.kind.endswith("three_public"):
            cells = table_years.with_wholes(cells)
        meaning = self.names.meaning(label, code, side.name)
        self.body.rows.append(
            ReadRow(
                row=TableRow(
                    label=label, code=code, meaning=meaning, side=side.name, cells=table_years.of_period(cells, when)
                ),
                evidence=self._evidence(grid, at, side, quote),
                period=when,
            )
        )

    def _period(self, row: Row, side: Side) -> str | None:
        """Whose figures the row holds; None where its year is not understood."""
        if side.years is None or side.years >= len(row) or not row[side.years].strip():
            return table_years.OWN
        self.by_year = True
        return table_years.period(row[side.years], self.asked)

    def _cells(self, grid: Grid, at: int, side: Side, *, counted: bool) -> Iterator[tuple[str, Decimal]]:
        for column in side.amounts:
            text = bare(grid.rows[at][column.index]) if column.index < len(grid.rows[at]) else ""
            if text in NO_FIGURE or column.key is None:
                continue
            number = money.number(text)
            amount = self._amount(number, column, counted=counted) if number is not None else None
            if amount is None:
                why = "单位未注明" if number is not None else "不是数字"
                self.body.strange.append((_place(grid, at, column.index) or self.title, f"{why}：{text[:40]}"))
            else:
                yield column.key, amount

    def _amount(self, number: Decimal, column: Column, *, counted: bool) -> Decimal | None:
        unit = column.unit or self.unit
        if counted or unit == "%":
            return number
        return money.move(number, unit, "万元") if unit else None

    def _evidence(self, grid: Grid, at: int, side: Side, quote: str) -> Evidence:
        return Evidence(
            file=self.document.name,
            where=_place(grid, at, (side.names or tuple(column.index for column in side.amounts))[0]) or self.title,
            quote=quote,
            sha256=self.document.sha256,
            page=grid.pages[at] if grid.pages else grid.page,
            box=grid.boxes[at] if at < len(grid.boxes) else None,
        )


def _is_known(head: Head) -> bool:
    """A head of which at least one column is understood, and not just a first row without names."""
    keys = [column.key for side in head.sides for column in side.amounts]
    return any(keys)


def _same_width(head: Head, grid: Grid) -> bool:
    last = max(column.index for side in head.sides for column in side.amounts)
    return bool(grid.rows) and len(grid.rows[0]) > last


def _name(row: Row, side: Side) -> tuple[str, str | None]:
    """The name and the code of a row; a code may stand in parts, or before its name, a total in the code's column."""
    parts = [re.sub(r"\s+", "", row[index]) for index in side.names if index < len(row)]
    codes = [bare(part) for part in parts if _CODE_PART.fullmatch(bare(part))]
    label = "".join(part for part in parts if part not in CODE_HEADS and not _CODE_PART.fullmatch(bare(part)))
    before = _CODE_BEFORE.match(label)
    if before and not codes:
        return label[before.end() :], before[1] or before[2]
    return label, "".join(codes) or None


def _quote(row: Row) -> str:
    return re.sub(r"\s+", "", "".join(row))


def _place(grid: Grid, at: int, column: int) -> str:
    """Page of the row, or the cell of the sheet."""
    if grid.pages:
        return f"第{grid.pages[at]}页"
    cell = _CELL.match(grid.where)
    if cell is None:
        return grid.where
    return f"{cell['sheet']}!{_letters(_number(cell['column']) + column)}{int(cell['row']) + at}"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

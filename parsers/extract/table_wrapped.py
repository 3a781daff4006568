"""Standard tables that have lost their lines: each row is one line of text, names and amounts side by side.

A row is taken only where it fits the official form (``columns`` of tables.toml): a known name or a code, and as many
amounts as the form has columns on that side. Everything else is left alone, and told when it holds amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers import money
from parsers.extract import table_words
from parsers.extract.table_captions import MOST_BETWEEN, Found
from parsers.extract.table_head import NO_FIGURE, Asked, is_amount
from parsers.extract.table_names import RowNames
from parsers.extract.table_rows import Body, ReadRow
from parsers.extract.table_words import bare, tables
from parsers.model import Evidence, Paragraph, TableRow

#: So many lines that hold nothing but an amount are a table cut into its cells.
FEWEST_ALONE = 3
_DECIMAL = re.compile(r"-?[\d,]+\.\d+")
_CODE = re.compile(r"\d{3,7}")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|其中[：:]"
)


@dataclass(kw_only=True)
class _Part:
    """A name and the amounts after it, as they stand in a line."""

    code: str | None = None
    label: str = ""
    values: list[str] = field(default_factory=list)


def is_table(table: Found) -> bool:
    """Whether lines of a table follow the name, and not the next name of a list or prose."""
    near = [bare(line.text) for line in table.lines[:MOST_BETWEEN]]
    unit = any(tables().unit.search(line) for line in near)
    figures = any(part.values for line in table.lines for part in _parts(line.text))
    return unit and (figures or bool(table.notes))


def read(table: Found, unit: str | None, asked: Asked) -> Body:
    """The rows that fit the official form, and the lines with amounts that do not."""
    return _Lines(table, unit, asked).read()


class _Lines:
    """Reads the lines under one name."""

    def __init__(self, table: Found, unit: str | None, asked: Asked) -> None:
        self.table = table
        self.unit = unit
        self.kind = asked.kind
        self.form = tables().forms[asked.kind]
        self.sides = table_words.columns(asked.kind).sides_in_order
        self.names = RowNames(asked.kind)
        self.body = Body()

    def read(self) -> Body:
        for line in self.table.lines:
            found = _parts(line.text)
            parts = [part for part in found if part.label or part.code]
            taken = [self._row(line, part, at, len(parts)) for at, part in enumerate(parts)]
            nameless = any(sum(map(is_amount, part.values)) > 1 for part in found)  # one alone may be a page's number
            if (nameless or any(part.values for part in parts)) and not any(taken):
                self.body.strange.append((line.where or self.table.caption.title, f"表格行未识别：{line.text[:60]}"))
        self._lone_amounts()
        filled = [read for read in self.body.rows if read.row.cells]
        self.body.rows = filled or self.body.rows[-1:]  # the head of the form says 合计 too
        return self.body

    def _lone_amounts(self) -> None:
        """Each cell a line of its own: which amount is whose can not be told; one note for the whole table."""
        alone = [line for line in self.table.lines if _DECIMAL.fullmatch(bare(line.text))]
        if len(alone) >= FEWEST_ALONE:
            what = f"表格行未识别：{len(alone)}行只有金额（{bare(alone[0].text)}等）"
            self.body.strange.append((alone[0].where or self.table.caption.title, what))

    def _row(self, line: Paragraph, part: _Part, at: int, parts: int) -> bool:
        side = self._side(part, at, parts)
        name = self.sides[side] if side < len(self.sides) else None
        meaning = self.names.meaning(part.label, part.code, name)
        if (meaning is None and part.code is None) or side >= len(self.form.columns):
            return False
        if not part.values and meaning != "total":  # a word of the head, cut off from it
            return False
        columns = self._columns(part, meaning, self.form.columns[side])
        if columns is None:
            return False
        cells = dict(self._cells(part, columns))
        row = TableRow(label=part.label, code=part.code, meaning=meaning, side=name, cells=cells)
        self.body.rows.append(ReadRow(row=row, evidence=self._evidence(line)))
        return True

    def _side(self, part: _Part, at: int, parts: int) -> int:
        """Which side of the form the part stands on: by its place, or by what it says where it stands alone."""
        if parts == len(self.form.columns) or parts > 1:
            return at
        name = table_words.row_name(part.label)
        words = table_words.rows(self.kind)
        return 1 if len(self.form.columns) > 1 and name in words.functions and part.code is None else 0

    def _columns(self, part: _Part, meaning: str | None, columns: Sequence[str]) -> Sequence[str] | None:
        """The meanings of the part's amounts; None where their number is not that of the form."""
        if len(part.values) == len(columns):
            return columns
        if len(part.values) == 1 and meaning in self.form.unbudgeted:
            return columns[-1:]
        return () if not part.values else None

    def _cells(self, part: _Part, columns: Sequence[str]) -> Iterator[tuple[str, Decimal]]:
        counted = table_words.is_counted(part.label)
        for key, value in zip(columns, part.values, strict=False):
            number = money.number(bare(value))
            if number is not None and (counted or self.unit):
                yield key, number if counted else money.move(number, str(self.unit), "万元")

    def _evidence(self, line: Paragraph) -> Evidence:
        return Evidence(
            file=self.table.document.name,
            where=line.where or self.table.caption.title,
            quote=re.sub(r"\s+", "", line.text),
            sha256=self.table.document.sha256,
            page=line.page,
            box=line.box,
        )


def _parts(line: str) -> list[_Part]:
    """The line cut into names with their amounts: a word after an amount, or a new number before a word, begins one."""
    parts = [_Part()]
    tokens = line.split()
    for at, token in enumerate(tokens):
        last = parts[-1]
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        begins = bool(last.values) or not last.label
        named = following and not _is_value(following) and not _NUMBERED.match(following)  # 101 2．名称: no code
        if begins and named and _CODE.fullmatch(token):
            parts.append(_Part(code=token))
        elif _is_value(token):
            last.values.append(token)
        elif last.values or (last.label and _NUMBERED.match(token)):
            parts.append(_Part(label=token))
        else:
            last.label += token
    return [part for part in parts if part.label or part.code or part.values]


def _is_value(token: str) -> bool:
    return is_amount(token) or bare(token) in NO_FIGURE

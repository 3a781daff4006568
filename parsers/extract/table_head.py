"""The head of a standard table: which rows it is, what each column means, which columns make a side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers import money
from parsers.extract.table_words import ColumnWords, HeadWord, bare, head_word, tables
from parsers.model import Kind

Row = Sequence[str]

#: What a cell prints where it has no figure.
NO_FIGURE = frozenset({"", "-", "—", "--", "——", "–", "/", "\\", "…", "..."})
MOST_HEAD_ROWS = 8
#: What stands before the numbers of the columns.
NUMBERING_LABELS = frozenset({"", "栏次", "行次", "**"})
_CODE = re.compile(r"[A-Z]?\d{3,}|[A-Z]\d*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of amounts."""

    index: int
    key: str | None  # meaning as in TableRow.cells; None where the head is not understood
    head: str  # as printed, from top to bottom
    unit: str | None = None  # of its own, where its head names one


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Neighbouring columns: the names of the rows and the amounts that belong to them."""

    names: tuple[int, ...]
    amounts: tuple[Column, ...]
    name: str | None = None
    years: int | None = None  # the column that tells the year of each row, where one does


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of a grid."""

    first: int  # row where the head begins
    end: int  # row after it
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Whose table is read: what the words of its head depend on."""

    kind: str  # of the table
    year: int | None
    body: str = ""  # the department's name as printed
    revised: bool = False  # a note says that 预算数 is the 全年(调整)预算数


def is_amount(cell: str) -> bool:
    """Whether the cell holds a number."""
    return money.number(bare(cell)) is not None


def read_head(rows: Sequence[Row], words: ColumnWords, asked: Asked) -> Head:
    """The head of a grid; with no sides where the grid has none that is known."""
    first = next((at for at, row in enumerate(rows) if not _is_title(row)), len(rows))
    end = first
    while end < min(len(rows), first + MOST_HEAD_ROWS) and not _is_body(rows, first, end, words):
        end += 1
    paths = _paths([[bare(cell) for cell in row] for row in rows[first:end]])
    return Head(first=first, end=end, sides=tuple(_sides(paths, words, asked)) if end > first else ())


def _is_title(row: Row) -> bool:
    cells = [bare(cell) for cell in row if cell.strip()]
    return len(cells) <= 3 and all(map(_is_title_cell, cells))


def _is_title_cell(cell: str) -> bool:
    words = tables()
    named = cell.endswith(words.longest_first)
    return named or words.unit.search(cell) is not None or words.title.search(cell) is not None


def _is_body(rows: Sequence[Row], first: int, at: int, words: ColumnWords) -> bool:
    """Whether this row is no longer head: it has a figure, a code, or is the empty row of a total."""
    cells = [bare(cell) for cell in rows[at]]
    filled = [index for index, cell in enumerate(cells) if cell]
    if (
        any(is_amount(cell) or _CODE.fullmatch(cell) for cell in cells)
        or sum(cell in NO_FIGURE - {""} for cell in cells) > 1
    ):
        return True
    if at == first or not filled:
        return False
    if tables().note.match(cells[filled[0]]):
        return True
    above = [bare(row[filled[0]]) for row in rows[first:at] if row[filled[0]].strip()]
    named = bool(above) and _role(above, words) != "amount"
    return len(filled) <= 2 and named and (cells[filled[0]] in words.total or (len(filled) == 1 and filled[0] > 0))


def is_numbering(cells: Row) -> bool:
    """Whether the row only numbers the columns: 栏次 1 2 3=1+2."""
    cells = [re.sub(r"(?<=\d)=[\d+\-]+$", "", cell) for cell in cells]
    numbers = [int(cell) for cell in cells if re.fullmatch(r"\d{1,2}", cell)]
    others = [cell for cell in cells if cell not in NUMBERING_LABELS and not re.fullmatch(r"\d{1,2}", cell)]
    marked = any(cell in NUMBERING_LABELS and cell for cell in cells)
    fewest = 1 if marked else 2
    return len(numbers) >= fewest and not others and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _paths(head: Sequence[Row]) -> list[tuple[str, ...]]:
    """For each column the cells above it, from top to bottom; a wide cell stands over all its columns.

    A cell without text belongs to the cell at its left as long as both stand under the same cell, or to the one above.
    """
    width = len(head[0]) if head else 0
    filled: list[list[str]] = []
    spans: list[list[int]] = []
    for at, row in enumerate(head):
        texts, span = [""] * width, [0] * width
        for column, cell in enumerate(row):
            under = spans[at - 1][column] if at else 0
            same_parent = column > 0 and (not at or spans[at - 1][column - 1] == under)
            if cell:
                texts[column], span[column] = cell, at * width + column + 1
            elif same_parent and texts[column - 1]:
                texts[column], span[column] = texts[column - 1], span[column - 1]
            else:
                span[column] = under
        filled.append(texts)
        spans.append(span)
    return [tuple(dict.fromkeys(texts[column] for texts in filled if texts[column])) for column in range(width)]


def _role(path: Row, words: ColumnWords) -> str:
    leaf = path[-1] if path else ""
    for role, pattern in (("code", words.code), ("year", words.year), ("aside", words.aside), ("name", words.name)):
        if pattern.search(leaf):
            return role
    return "amount"


def _sides(paths: Sequence[tuple[str, ...]], words: ColumnWords, asked: Asked) -> Iterator[Side]:
    """The sides from left to right: a column of names after a column of amounts begins the next one."""
    groups: list[tuple[list[int], list[int]]] = [([], [])]
    roles = _roles(paths, words)
    for index, path in enumerate(paths):
        role = roles[index]
        if not path or role in ("aside", "year"):
            continue
        if role == "amount":
            groups[-1][1].append(index)
            continue
        if groups[-1][1]:
            groups.append(([], []))
        groups[-1][0].append(index)
    order = iter(words.sides_in_order)
    years = [word.year for path in paths for word in (head_word(text, words) for text in path) if word.year]
    year = asked.year or max(years, default=None)
    for names, amounts in groups:
        if amounts:
            yield Side(
                names=tuple(names),
                amounts=tuple(_distinct([_column(index, paths[index], words, asked, year) for index in amounts])),
                name=_side_name(paths[(names or amounts)[0]], words) or next(order, None),
                years=roles.index("year") if "year" in roles else None,
            )


def _roles(paths: Sequence[tuple[str, ...]], words: ColumnWords) -> list[str]:
    """The role of each column. A kind of purchase names the row where nothing else does.

    The code of a unit is no part of the code of an item beside it.
    """
    roles = [_role(path, words) for path in paths]
    if not {"name", "code"} & set(roles):
        return [
            "name" if path and words.alone.search(path[-1]) else role for path, role in zip(paths, roles, strict=True)
        ]
    of_units = [role == "code" and words.aside.search(path[-1]) for path, role in zip(paths, roles, strict=True)]
    if roles.count("code") > sum(map(bool, of_units)):
        return ["aside" if of_unit else role for of_unit, role in zip(of_units, roles, strict=True)]
    return roles


def _side_name(path: tuple[str, ...], words: ColumnWords) -> str | None:
    return next((words.sides[text] for text in path if text in words.sides), None)


def _column(index: int, path: tuple[str, ...], words: ColumnWords, asked: Asked, year: int | None) -> Column:
    parts = [head_word(text, words) for text in path]
    meaning = _meaning([part.text for part in parts if part.text], words)
    period = _period(parts, asked, year)
    key = meaning if meaning is None or period == "own" else f"{period}.{meaning}"
    unit = next((part.unit for part in reversed(parts) if part.unit), None)
    return Column(index=index, key=key, head="/".join(path), unit="%" if period == "percent" else unit)


def _meaning(texts: Sequence[str], words: ColumnWords) -> str | None:
    """The lowest word that means something; a total means what stands over it."""
    for at in range(len(texts) - 1, -1, -1):
        text = texts[at]
        if text in words.meanings:
            return _under_account(words.meanings[text], texts[:at], words)
        if text not in words.total and text not in words.group:
            return None
    return "total"


def _under_account(meaning: str, above: Sequence[str], words: ColumnWords) -> str:
    """The meaning with the account over it, or an account with the item that it is a part of."""
    over = [words.meanings[text] for text in above if text in words.meanings]
    keep = words.split if meaning in words.accounts else words.accounts
    kept = next((each for each in reversed(over) if each in keep), None)
    return f"{kept}.{meaning}" if kept and kept != meaning else meaning


def _period(parts: Sequence[HeadWord], asked: Asked, year: int | None) -> str:
    """Whose figure the column holds: "own", a base of comparison, "change" or "percent"."""
    final = asked.kind.startswith(Kind.FINAL_ACCOUNTS)
    of_year = next((part.year for part in reversed(parts) if part.year), None)
    prior = of_year is not None and year is not None and of_year < year
    period = next((part.period for part in reversed(parts) if part.period), None)
    if period is None:
        means = "own" if not prior else "prior_final" if final else "prior_budget"
    else:
        means = period.means(final=final, prior=prior)
    return "revised_budget" if asked.revised and means == "opening_budget" else means


def _distinct(columns: Sequence[Column]) -> Iterator[Column]:
    """Of two columns with one meaning the second is not understood; nor is the first where both heads read alike."""
    seen: set[str] = set()
    heads = Counter(column.head for column in columns)
    for column in columns:
        if column.key is not None and (column.key in seen or heads[column.head] > 1):
            yield Column(index=column.index, key=None, head=column.head, unit=column.unit)
        else:
            seen |= {column.key} if column.key else set()
            yield column

"""What the readers of drawn performance forms share: the form as it is read, heads and labels, numbers, indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers import money
from parsers.extract.performance_words import form_words, indicator_of, is_label, label, without_kinds
from parsers.extract.table_words import bare
from parsers.model import Indicator

Row = Sequence[str]


@dataclass(kw_only=True)
class FormRead:
    """One form as it was read; ``at`` is the row where it begins, ``rows`` where each indicator stands: first, last."""

    at: int
    money_at: int | None = None
    name: str | None = None
    department: str | None = None
    figures: dict[str, Decimal] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    nobodys: list[tuple[int, int]] = field(default_factory=list)  # rows of indicators of which no one can tell whose
    moved: bool = False
    doubts: list[str] = field(default_factory=list)


def heads_of(row: Row, words: Mapping[str, str]) -> list[tuple[int, str]]:
    """The known heads of a row with their columns; of two with one meaning the first."""
    heads: dict[str, int] = {}
    for column, cell in enumerate(row):
        meaning = words.get(label(cell))
        if meaning is not None:
            heads.setdefault(meaning, column)
    return sorted((column, meaning) for meaning, column in heads.items())


def unit_of_label(cell: str) -> str | None:
    found = form_words().unit.search(bare(cell))
    return found.group(1) if found and is_label(cell) else None


def beside(row: Row, column: int) -> str | None:
    """The value at the right of a label: the next cell with text, if that is no label again."""
    value = next((cell for cell in row[column + 1 :] if cell.strip()), None)
    return None if value is None or is_label(value) else value


def number_of(cell: str) -> Decimal | None:
    return money.number(bare(cell).removesuffix("%"))


def indicator_in(row: Row, heads: Sequence[tuple[int, str]]) -> Indicator | None:
    texts = {meaning: row[column].strip() for column, meaning in heads if row[column].strip()}
    name = without_kinds(texts.pop("name", ""))
    if not name and not _is_nameless(row, texts):
        return None
    return indicator_of({"name": name, **texts}) if texts else None


def _is_nameless(row: Row, texts: Mapping[str, str]) -> bool:
    """Whether the row is an indicator whose name was left empty: its kind, a weight and a score are printed."""
    return {"weight", "score"} <= texts.keys() and any(form_words().kinds.fullmatch(bare(cell)) for cell in row)

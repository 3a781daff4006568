"""Indicators of performance forms that have lost their lines: each piece of a cell is a line of its own.

A row is told by what can't be mistaken: it begins with the kind of the indicator (数量指标), and its weight and score
are two marks side by side. What stands between the relation and the weight is target and result; where they can't be
told apart, both are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.extract.performance_words import form_words, indicator_of
from parsers.extract.table_words import bare
from parsers.model import Indicator

#: The kind of an indicator is cut over so many pieces at most.
MOST_PIECES = 4
#: The columns that must stand side by side, in this order, for a row to be told from its marks.
SIDE_BY_SIDE = ("target", "actual", "weight", "score")

_MARK = re.compile(r"^(100|\d{1,2})(\.\d{1,2})?分?$")
_NUMBER = re.compile(r"^[≥≤=><]?\d[\d.,]*[^\d]{0,6}$")
_FIGURE = re.compile(r"^[≥≤=><]?\d[\d.,]*%?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class WrappedRow:
    """A row as it was told: where its pieces stand among the lines, and whether something in it was left out."""

    indicator: Indicator
    first: int
    last: int
    whole: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WrappedRows:
    """The rows that could be told, and how many could not."""

    rows: tuple[WrappedRow, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    line: int


def read_rows(texts: Sequence[str]) -> WrappedRows:
    """The indicators among the lines of one form. Where its heads are not known, none: ``lost`` counts its rows."""
    pieces = list(_pieces(texts))
    starts = list(_starts(pieces))
    if not starts:
        return WrappedRows()
    columns = _columns(bare("".join(piece.text for piece in pieces[: starts[0][0]])))
    bounds = [*(first for first, _ in starts), _end(pieces, starts[-1][1])]
    cut = [pieces[after:end] for (_, after), (_, end) in zip(starts, pairwise(bounds), strict=True)]
    rows = [_row(row, columns) for row in cut] if columns else []
    known = tuple(row for row in rows if row is not None)
    return WrappedRows(rows=known, lost=len(cut) - len(known))


def _pieces(texts: Sequence[str]) -> Iterator[_Piece]:
    """The words of the lines; a number and the text after it are one, unless that text is a value of its own."""
    for at, text in enumerate(texts):
        held = ""
        for word in text.split():
            if held and not (_FIGURE.match(held) and not _FIGURE.match(word) and not _is_value(word)):
                yield _Piece(held, at)
                held = ""
            held += word
        if held:
            yield _Piece(held, at)


def _is_relation(text: str) -> bool:
    return bare(text) in form_words().relations


def _is_result(text: str) -> bool:
    return bare(text) in form_words().results


def _is_value(text: str) -> bool:
    return _is_relation(text) or _is_result(text)


def _starts(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Where a row begins: the kind of its indicator, and the piece after that."""
    at = 0
    while at < len(pieces):
        for end in range(at + 1, min(at + MOST_PIECES, len(pieces)) + 1):
            if form_words().kinds.fullmatch(bare("".join(piece.text for piece in pieces[at:end]))):
                yield at, end
                at = end - 1
                break
        at += 1


def _end(pieces: Sequence[_Piece], last: int) -> int:
    return next((at for at in range(last, len(pieces)) if form_words().ends.match(bare(pieces[at].text))), len(pieces))


def _columns(head: str) -> list[str | None]:
    """The columns after the kind in the order in which their heads stand; [] where they are not what is needed."""
    words = form_words()
    names = sorted((*words.indicators, *words.labels), key=len, reverse=True)
    found = list(re.finditer("|".join(map(re.escape, names)), head))
    named = next((n for n, match in enumerate(found) if words.indicators.get(match[0]) == "name"), len(found))
    columns: list[str | None] = [words.indicators.get(match[0]) for match in found[named:]]
    at = columns.index("target") if "target" in columns else 0
    if tuple(columns[at : at + len(SIDE_BY_SIDE)]) != SIDE_BY_SIDE:
        return []
    return columns if not head[found[-1].end() :] else [*columns, None]


def _row(pieces: Sequence[_Piece], columns: Sequence[str | None]) -> WrappedRow | None:
    texts = [piece.text for piece in pieces]
    marks = _marks_at(texts)
    if marks is None:
        return None
    told = _cell_by_cell(texts, columns, marks) or _around_marks(texts, columns, marks)
    if told is None:
        return None
    indicator, whole = told
    return WrappedRow(indicator=indicator, first=pieces[0].line, last=pieces[marks + 1].line, whole=whole)


def _marks_at(texts: Sequence[str]) -> int | None:
    """Where weight and score stand: the last two of a run of marks; None where there are several such runs."""
    pairs = [at for at, (one, two) in enumerate(pairwise(texts)) if _MARK.match(one) and _MARK.match(two)]
    ends = [at for at in pairs if at + 1 not in pairs]
    return ends[0] if len(ends) == 1 else None


def _cell_by_cell(texts: Sequence[str], columns: Sequence[str | None], marks: int) -> tuple[Indicator, bool] | None:
    """A row whose every cell is one piece."""
    if len(texts) != len(columns) or columns[marks] != "weight":
        return None
    values = {meaning: text for meaning, text in zip(columns, texts, strict=True) if meaning is not None}
    if "relation" in values and not _is_relation(values["relation"]):
        return None
    return indicator_of(values), True


def _around_marks(texts: Sequence[str], columns: Sequence[str | None], marks: int) -> tuple[Indicator, bool] | None:
    before = texts[:marks]
    at = _relation_at(before) if "relation" in columns else None
    if at is None:
        return None
    values = before[at + 1 :]
    told = _target_and_actual(values)
    target, actual = told or (None, None)
    name, sure = _name(before[: max(0, at - ("unit" in columns))], columns)
    if name and not values:  # what looks like weight and score may be target and result
        return None
    indicator = Indicator(
        name=name, target=target, actual=actual, weight=texts[marks], score=texts[marks + 1], relation=before[at],
        unit=before[at - 1] if at and "unit" in columns else None,
    )  # fmt: skip
    return indicator, sure and (told is not None or not values)


def _relation_at(before: Sequence[str]) -> int | None:
    """The piece that is the relation: the last that can be one; of three 无 in the end it is the first."""
    if len(before) >= 3 and all(map(_is_relation, before[-3:])):
        return len(before) - 3
    return next((at for at in reversed(range(len(before))) if _is_relation(before[at])), None)


def _name(pieces: Sequence[str], columns: Sequence[str | None]) -> tuple[str, bool]:
    """The name; where a description stands beside it and both are cut, the two together, and that is not sure."""
    beside = columns[1:2] == [None]
    if beside and len(pieces) == 2:
        return pieces[0], True
    return "".join(pieces), not beside or len(pieces) < 2


def _target_and_actual(values: Sequence[str]) -> tuple[str, str] | None:
    """The pieces of two cells told apart: said twice, a number each, or a result that is a word of its own."""
    cuts = [("".join(values[:at]), "".join(values[at:])) for at in range(1, len(values))]
    twice = [cut for cut in cuts if cut[0] == cut[1]]
    told = twice or [cut for cut in cuts if _are_two(*cut)]
    return told[0] if len(told) == 1 else None


def _are_two(target: str, actual: str) -> bool:
    return _is_result(actual) or bool(_NUMBER.match(target) and _NUMBER.match(actual))

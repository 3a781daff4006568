"""Indicators of performance forms that have lost their rules but not their rows: each row is one line of words.

The head, one line too, says which columns stand behind the name; a row is taken where its marks stand in theirs. The
name is the last word before them: the kinds of indicators stand before it, where their cells are not merged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.extract.performance_lines import WrappedRow, WrappedRows
from parsers.extract.performance_words import form_words, indicator_of, is_indicator_head, label
from parsers.extract.table_words import bare

#: Columns that hold marks and nothing else.
MARKS = frozenset({"weight", "score"})
_MARK = re.compile(r"(100|\d{1,2})(\.\d{1,2})?分?")

Columns = list[str | None]


def read_rows(texts: Sequence[str]) -> WrappedRows | None:
    """The indicators, and how many lines under the head are none that can be told; None where no line is the head."""
    head = next((at for at, text in enumerate(texts) if is_indicator_head(text.split())), None)
    if head is None:
        return None
    columns, free = _columns(texts[head].split())
    rows: list[WrappedRow] = []
    lost = 0
    for at, text in enumerate(texts[head + 1 :], start=head + 1):
        words = text.split()
        if not words or is_indicator_head(words):
            continue
        if form_words().ends.match(bare(words[0])):
            break
        row = _row(words, columns, free, at)
        rows += [row] if row else []
        lost += row is None
    return WrappedRows(rows=tuple(rows), lost=lost)


def _columns(head: Sequence[str]) -> tuple[Columns, bool]:
    """What stands behind the name, and whether the last column is free text that a row may leave empty."""
    meanings = [form_words().indicators.get(label(word)) for word in head]
    behind = meanings[meanings.index("name") + 1 :]
    free = bool(behind) and behind[-1] is None
    return (behind[:-1] if free else behind), free


def _row(words: Sequence[str], columns: Columns, free: bool, at: int) -> WrappedRow | None:
    places = [n for n in range(1, len(words) - len(columns) + 1) if _fits(words[n:], columns, free)]
    if len(places) != 1:
        return None
    [n] = places
    values = {meaning: text for meaning, text in zip(columns, words[n:], strict=False) if meaning is not None}
    return WrappedRow(indicator=indicator_of({"name": words[n - 1], **values}), first=at, last=at, whole=True)


def _fits(cells: Sequence[str], columns: Columns, free: bool) -> bool:
    """Whether these words are the cells behind a name: a mark in each column of marks, and nothing left over."""
    if len(cells) > len(columns) and not free:
        return False
    marks = [_MARK.fullmatch(bare(cell)) for cell, column in zip(cells, columns, strict=False) if column in MARKS]
    return all(marks)

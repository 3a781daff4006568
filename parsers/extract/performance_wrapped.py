"""Performance forms that have lost their lines: what can be told safely from words cut over many lines.

The name stands between two labels, the money in one line of numbers under its heads, the score after 总分; the rows of
indicators are told by their marks (performance_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from parsers import money
from parsers.extract import performance_grid, performance_lines, performance_rows
from parsers.extract.performance_cells import FormRead
from parsers.extract.performance_lines import WrappedRows
from parsers.extract.performance_money import aligned, joined
from parsers.extract.performance_words import form_words, without_code
from parsers.extract.table_captions import Found
from parsers.extract.table_words import bare

#: A line of so many numbers is the money of the form.
FEWEST_VALUES = 3
#: The money stands at the top of the form: so many lines after its name at most.
MOST_LINES_ABOVE = 120
#: The heads of the money stand so near above their line of numbers.
HEAD_LINES = 16
#: A name is no longer than this: else the label after it was missed.
LONGEST_NAME = 40
#: The label of the rate's score is cut over so many lines.
NEAR = 8

_TOTAL = re.compile(r"^(自评)?总分:?")
_RATE_SCORE = "执行率得分"


def read_forms(table: Found, unit: str | None) -> list[FormRead]:
    """The forms under a name: of rows, or one of pieces of cells, or nothing where no line of money is found."""
    texts = [line.text for line in table.lines]
    if performance_rows.read_rows(texts) is not None:
        return _by_rows(texts, unit)
    lines = [bare(text) for text in texts]
    near = enumerate(texts[:MOST_LINES_ABOVE])
    money_at = next((at for at, text in near if len(_numbers(text)) >= FEWEST_VALUES), 0)
    above = "".join(lines[max(0, money_at - HEAD_LINES) : money_at])
    heads = _heads(above)
    if len(heads) < FEWEST_VALUES:
        return []
    form = FormRead(at=0, money_at=money_at, name=_name("".join(lines[:money_at])))
    row = aligned(list(enumerate(heads)), list(enumerate(_numbers(texts[money_at]))))
    unit_here = form_words().unit.search(above)
    form.moved = row.moved
    form.figures = joined([row], unit_here.group(1) if unit_here else unit)
    form.figures |= _scores(texts[money_at:])
    _add_indicators(form, texts, money_at + 1)
    return [form]


def _by_rows(texts: Sequence[str], unit: str | None) -> list[FormRead]:
    """The forms of lines that are rows, as of a grid; which word stands in which column only their order tells."""
    words = [text.split() or [""] for text in texts]
    width = max(map(len, words))
    forms = performance_grid.read_forms([(*row, *[""] * (width - len(row))) for row in words], unit)
    for form, end in zip(forms, [*(form.at for form in forms[1:]), len(texts)], strict=True):
        found = performance_rows.read_rows(texts[form.at : end])
        if found is not None:
            _take_rows(form, found, form.at)
    return forms


def _add_indicators(form: FormRead, texts: Sequence[str], first: int) -> None:
    _take_rows(form, performance_lines.read_rows(texts[first:]), first)


def _take_rows(form: FormRead, found: WrappedRows, first: int) -> None:
    form.indicators = [row.indicator for row in found.rows]
    form.rows = [(first + row.first, first + row.last) for row in found.rows]
    unsure = sum(not row.whole for row in found.rows)
    if found.lost or not found.rows:
        form.doubts.append(f"绩效表排版断行，{f'{found.lost}项' if found.lost else ''}指标未读")
    if unsure:
        form.doubts.append(f"绩效表排版断行，{unsure}项指标的单元格未能全部分开")


def _numbers(text: str) -> list[Decimal]:
    """The numbers of a line that holds nothing else."""
    numbers = [money.number(bare(token)) for token in text.split()]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else []


def _name(text: str) -> str | None:
    """What stands between 项目名称 and the next label."""
    words = form_words()
    starts = [(text.rfind(word), word) for word, field in words.fields.items() if field == "name" and word in text]
    if not starts:
        return None
    at, word = max(starts)
    rest = text[at + len(word) :].lstrip(":")
    ends = [rest.find(other) for other in words.labels if other in rest]
    name = rest[: min(ends, default=LONGEST_NAME + 1)]
    return without_code(name) if 0 < len(name) <= LONGEST_NAME else None


def _heads(text: str) -> list[str]:
    """The heads of the money in the order in which they stand, the longest word at each place."""
    words = sorted(form_words().money, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)))
    heads = [form_words().money[match.group(0)] for match in pattern.finditer(text)]
    return list(dict.fromkeys(heads))


def _scores(texts: Sequence[str]) -> dict[str, Decimal]:
    """The score of the form, in the line of 总分 or in the next; the score of the rate where it stands right above."""
    lines = [bare(text) for text in texts]
    at = next((at for at, line in enumerate(lines) if _TOTAL.match(line)), None)
    if at is None:
        return {}
    rest = texts[at].split()[1:] if len(texts[at].split()) > 1 else [_TOTAL.sub("", lines[at])]
    score = money.number(bare(rest[-1]) or "".join(lines[at + 1 : at + 2]))  # the full mark may stand before it
    above = money.number(lines[at - 1]) if at and _RATE_SCORE in "".join(lines[max(0, at - NEAR) : at]) else None
    scores = {"score": score, "rate_score": above}
    return {name: number for name, number in scores.items() if number is not None}

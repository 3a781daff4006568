"""Automatic numbers of Word: "一、" and "（二）" that stand in no text but are printed before it."""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers.office.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 as Chinese numerals: 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


#: numFmt → how the number is written. What is not listed (bullets, pictures) prints nothing that a reader needs.
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalEnclosedCircleChinese": lambda number: chr(ord("①") + number - 1) if number <= 20 else str(number),
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1) if number <= 20 else str(number),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._of_style = _style_lists(styles)
        for abstract in numbering.iter(W + "abstractNum") if numbering is not None else ():
            self._levels[abstract.get(W + "abstractNumId", "")] = dict(map(_level, abstract.iterchildren(W + "lvl")))
        for number in numbering.iter(W + "num") if numbering is not None else ():
            self._lists[number.get(W + "numId", "")] = _value(number, "abstractNumId")

    def before(self, paragraph: Element) -> str:
        """The number printed before this paragraph, "" where it has none."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return ""
        own = properties.find(W + "numPr")
        if own is None:
            list_id, depth = self._of_style.get(_value(properties, "pStyle"), ("", 0))
        else:
            list_id, depth = _value(own, "numId"), int(_value(own, "ilvl") or 0)
        return self._count(self._lists.get(list_id, ""), depth)

    def _count(self, abstract: str, depth: int) -> str:
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        self._counts[abstract, depth] = self._counts.get((abstract, depth), levels[depth][2] - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((abstract, deeper), None)
        return re.sub(r"%(\d)", lambda match: self._written(abstract, int(match.group(1)) - 1), levels[depth][1])

    def _written(self, abstract: str, depth: int) -> str:
        form, _, start = self._levels[abstract].get(depth, ("decimal", "", 1))
        number = self._counts.get((abstract, depth), start)
        return FORMATS[form](number) if form in FORMATS and 0 < number < 100 else str(number)


def _level(level: Element) -> tuple[int, tuple[str, str, int]]:
    form = _value(level, "numFmt")
    text = "" if form in ("bullet", "none", "") else _value(level, "lvlText")
    return int(level.get(W + "ilvl", "0")), (form, text, int(_value(level, "start") or 1))


def _style_lists(styles: Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iter(W + "style") if styles is not None else ():
        numbered = style.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            found[style.get(W + "styleId", "")] = (_value(numbered, "numId"), int(_value(numbered, "ilvl") or 0))
    return found


def _value(element: Element, name: str) -> str:
    found = element.find(W + name)
    return str(found.get(W + "val", "")) if found is not None else ""

"""The number format of each cell of an .xlsx file, from its own XML: the reading library knows only values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache

from parsers.office.number_formats import BUILT_IN, Format, parse
from parsers.office.package import Element, Package

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

#: (row, column), counted from 0 → format of a cell that has one.
CellFormats = Mapping[tuple[int, int], Format]


class SheetFormats:
    """Formats by sheet name; empty where the package does not tell them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = _styles(package.xml(STYLES)) if STYLES in package else {}
        self._parts = _parts(package) if self._styles and WORKBOOK in package else {}

    def of(self, sheet: str) -> CellFormats:
        """The formats of the cells of one sheet. Raises Unreadable or LimitExceeded."""
        part = self._parts.get(sheet, "")
        if not part or part not in self._package:
            return {}
        found = {}
        for cell in self._package.xml(part).iter("{*}c"):
            style = self._styles.get(cell.get("s", ""))
            place = _place(cell.get("r", "")) if style else None
            if style and place:
                found[place] = style
        return found


def _styles(root: Element) -> dict[str, Format]:
    """Number of a cell style, as text → its format."""
    codes = {code.get("numFmtId"): code.get("formatCode", "") for code in root.iter("{*}numFmt")}
    found = {}
    for holder in root.iter("{*}cellXfs"):
        for number, style in enumerate(holder.iterchildren("{*}xf")):
            identity = style.get("numFmtId", "0")
            built_in = BUILT_IN.get(int(identity), "") if identity.isdigit() else ""
            parsed = _parsed(codes.get(identity, built_in))
            if parsed is not None:
                found[str(number)] = parsed
    return found


_parsed = cache(parse)


def _parts(package: Package) -> dict[str, str]:
    """Sheet name → member of the package."""
    links = "xl/_rels/workbook.xml.rels"
    targets = {link.get("Id"): link.get("Target", "") for link in package.xml(links)} if links in package else {}
    found = {}
    for sheet in package.xml(WORKBOOK).iter("{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        target = targets.get(link, "")
        found[sheet.get("name", "")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return found


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1

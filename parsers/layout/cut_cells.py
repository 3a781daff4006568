"""Cells that a page end cuts: their text above or below the table, and what the pages print of it made one again.

A program that prints sheets writes the text of a merged cell into the middle of all its rows, on each page on which the
cell lies; what falls beyond the table is not seen there, and where the middle of a cell is on another page nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.layout.lattice import Held, Lattice, Place
from parsers.layout.lines import Char, by_line, printed, stretches

#: Text reaches over the edge of its cell by this much at most.
OVER = 2.0
#: So many characters at the end of one part and the beginning of the next are the same text printed twice.
FEWEST_SHARED = 4
_PAGE_NUMBER = re.compile(r"[-—–―－─━·•~～\s第共页/／]*\d{1,4}[-—–―－─━·•~～\s第共页/／\d]*")
#: Text that stands above or below a table and is no part of a cell.
_APART = re.compile(r"单位[：:]|^(?:备?注|说明)[：:]")
_FIGURE = re.compile(r"[-+\d.,%]+")


def take_in(lattice: Lattice, held: Held, outside: Sequence[Char]) -> list[Char]:
    """Puts text above and below a lattice into the cells that are open there; the characters that are left."""
    taken: set[int] = set()
    for line in by_line([char for char in outside if not lattice.rows[0] <= _middle(char) < lattice.rows[-1]]):
        at_top = _middle(line[0]) < lattice.rows[0]
        parts = stretches(line)
        text = printed(line)
        if _APART.search(text) or (len(parts) == 1 and _PAGE_NUMBER.fullmatch(text)):
            continue
        for part in parts:
            cell = _open_cell(lattice, part, at_top=at_top)
            if cell is not None:
                held.setdefault(cell, []).extend(part)
                taken |= {id(char) for char in part}
    return [char for char in outside if id(char) not in taken]


def _middle(char: Char) -> float:
    return (char.top + char.bottom) / 2


def _open_cell(lattice: Lattice, part: Sequence[Char], *, at_top: bool) -> Place | None:
    """The cell cut at this end of the table in whose column all of the text stands."""
    row, columns = (0, lattice.open_above) if at_top else (len(lattice.rows) - 2, lattice.open_below)
    left, right = part[0].left, max(char.right for char in part)
    for column in columns:
        cell = lattice.cells[row, column]
        if lattice.columns[cell[1]] - OVER <= left and right <= lattice.right(cell) + OVER:
            return cell
    return None


def rejoined(above: str, below: str) -> str | None:
    """The text of one cell of which each page prints a part or the whole; None for two figures: they are two cells."""
    if not above or not below or above == below:
        return above or below
    if _FIGURE.fullmatch(above) and _FIGURE.fullmatch(below):
        return None
    for shared in range(min(len(above), len(below)), FEWEST_SHARED - 1, -1):
        if above.endswith(below[:shared]):
            return above + below[shared:]
    if min(len(above), len(below)) >= FEWEST_SHARED and (above in below or below in above):
        return max(above, below, key=len)
    return above + below

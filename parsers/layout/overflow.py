"""Words wider than their cell: drawn over its edge, and on the page cut off there or covered by the next cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.layout.lattice import Held, Lattice, Place
from parsers.layout.lines import FIGURE_CHARS, Char, height

#: Characters of one word stand this close, in shares of their height; the texts of two cells keep off the rule.
CLOSE = 0.25
SAME_BASE = 0.1


def one_word(last: Char, char: Char) -> bool:
    """Whether ``char``, drawn right after ``last``, goes on with the same words; figures are another matter."""
    if last.text in FIGURE_CHARS or char.text in FIGURE_CHARS:
        return False
    tallest = max(height(last), height(char))
    return abs(char.base - last.base) < SAME_BASE * tallest and abs(char.left - last.right) < CLOSE * tallest


def gather(lattice: Lattice, held: Held, chars: Sequence[Char], crossings: Iterable[int]) -> None:
    """Puts each stretch of words that crosses an edge into the cell that holds most of it.

    ``crossings`` are the places in drawing order where a stretch goes on in another cell of ``held``. A part that
    fills its own cell is that cell's text and no rest of a neighbour's.
    """
    cells = {id(char): cell for cell, inside in held.items() for char in inside}
    done = 0
    for at in crossings:
        if at < done:
            continue
        start, done = _around(chars, at)
        run = [char for char in chars[start:done] if id(char) in cells]
        inside = [cells[id(char)] for char in run]
        home = max(sorted(set(inside)), key=inside.count)
        parts = {cell: [char for char, own in zip(run, inside, strict=True) if own == cell] for cell in set(inside)}
        rests = [(cell, part) for cell, part in parts.items() if cell != home]
        if not any(_fills(lattice, cell, part) for cell, part in rests):
            for cell, part in rests:
                _move(held, part, cell, home)


def _fills(lattice: Lattice, cell: Place, part: Sequence[Char]) -> bool:
    """Whether the part leaves no room for a further character at either side of its cell."""
    left = min(char.left for char in part) - lattice.columns[cell[1]]
    right = lattice.right(cell) - max(char.right for char in part)
    return max(left, right) < max(map(height, part))


def _move(held: Held, part: Sequence[Char], cell: Place, home: Place) -> None:
    moved = {id(char) for char in part}
    held[cell] = [char for char in held[cell] if id(char) not in moved]
    held[home] += part
    if not held[cell]:
        del held[cell]


def _around(chars: Sequence[Char], at: int) -> tuple[int, int]:
    start, end = at, at + 1
    while start and one_word(chars[start - 1], chars[start]):
        start -= 1
    while end < len(chars) and one_word(chars[end - 1], chars[end]):
        end += 1
    return start, end

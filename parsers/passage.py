"""A paragraph made of printed lines, and where each stretch of it stands on the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLine:
    """A line without white space, the place a person looks for, and on a PDF its page and rectangle."""

    text: str
    where: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph without white space.

    ``marks`` say from which offset on it stands in which place and page, ``boxes`` from which offset on in which page
    and rectangle: one for each printed line of a PDF.
    """

    text: str
    marks: tuple[tuple[int, str, int | None], ...] = ()
    boxes: tuple[tuple[int, int, Box], ...] = ()

    def place(self, offset: int) -> tuple[str, int | None]:
        """The place and page of the character at ``offset``."""
        return next(((where, page) for at, where, page in reversed(self.marks) if at <= offset), ("", None))

    def box(self, start: int, end: int) -> Box | None:
        """What encloses the lines of ``text[start:end]`` on the page where it ends; None where no page is known."""
        last = max(end - 1, start)
        first = max((number for number, (at, _, _) in enumerate(self.boxes) if at <= start), default=0)
        lines = [(page, box) for at, page, box in self.boxes[first:] if at <= last]
        on_page = [box for page, box in lines if page == lines[-1][0]]
        if not on_page:
            return None
        lefts, tops, rights, bottoms = zip(*on_page, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def after(self, cut: int) -> Passage:
        """The rest from offset ``cut`` on."""
        return Passage(
            text=self.text[cut:],
            marks=tuple((max(0, at - cut), where, page) for at, where, page in self.marks),
            boxes=tuple((at - cut, page, box) for at, page, box in self.boxes),
        )


def joined(lines: Iterable[PrintedLine]) -> Passage:
    """The lines as one paragraph."""
    marks: list[tuple[int, str, int | None]] = []
    boxes: list[tuple[int, int, Box]] = []
    text = ""
    for line in lines:
        if not marks or marks[-1][1:] != (line.where, line.page):
            marks.append((len(text), line.where, line.page))
        if line.page is not None and line.box is not None:
            boxes.append((len(text), line.page, line.box))
        text += line.text
    return Passage(text=text, marks=tuple(marks), boxes=tuple(boxes))

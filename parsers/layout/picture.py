"""Geometry of a recognised picture: it is turned straight, its ruled lines found, its characters placed in points."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parsers.layout.lattice import Rule
from parsers.layout.lines import Char

Point = tuple[float, float]

#: Lines of text this many times longer than high tell how far the sheet was turned when it was scanned.
LONG_ENOUGH = 8
#: Less than this, in radians, is not worth turning; more is no skew.
LEAST_TURN, MOST_TURN = 0.0008, 0.2
#: What is darker is ink.
DARK = 170
#: A rule is longer than this many points; a shorter upright one must end at rules across.
LONG_RULE, SHORT_RULE = 21.0, 9.0
ENDS_AT = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """A line of text with its corners in dots (from the top left, clockwise), and those of its words."""

    text: str
    box: list[Point]
    words: list[tuple[str, list[Point]]]


def straight(lines: Sequence[Recognised], image: Any) -> tuple[list[Recognised], Any]:
    """Lines and picture turned so that the text runs level."""
    angles = [angle for line in lines if (angle := _angle(line.box)) is not None]
    angle = statistics.median(angles) if angles else 0.0
    if not LEAST_TURN < abs(angle) < MOST_TURN:
        return list(lines), image
    import cv2

    matrix = cv2.getRotationMatrix2D((0.0, 0.0), math.degrees(angle), 1.0)
    height, width = image.shape
    turned = cv2.warpAffine(image, matrix, (width, height), borderValue=255)
    rows = [[float(value) for value in row] for row in matrix]
    return [_turned(line, rows) for line in lines], turned


def _angle(box: Sequence[Point]) -> float | None:
    (left, top), (right, right_top), _, (_, bottom) = box
    if right - left < LONG_ENOUGH * max(bottom - top, 1.0):
        return None
    return math.atan2(right_top - top, right - left)


def _turned(line: Recognised, rows: list[list[float]]) -> Recognised:
    def at(point: Point) -> Point:
        x, y = point
        return tuple(row[0] * x + row[1] * y + row[2] for row in rows)  # type: ignore[return-value]

    words = [(text, [at(point) for point in box]) for text, box in line.words]
    return replace(line, box=[at(point) for point in line.box], words=words)


def chars(line: Recognised, dots: float) -> Iterator[Char]:
    """The characters in points; those of a word share its width, a Chinese one twice a Latin one."""
    top = statistics.mean(y for _, y in line.box[:2]) / dots
    bottom = statistics.mean(y for _, y in line.box[2:]) / dots
    for word, box in line.words or [(line.text, line.box)]:
        left, right = min(x for x, _ in box) / dots, max(x for x, _ in box) / dots
        shares = [1 if char.isascii() else 2 for char in word]
        step = (right - left) / max(sum(shares), 1)
        for char, share in zip(word, shares, strict=True):
            if not char.isspace():
                yield Char(char, left, top, left + share * step, bottom, bottom)
            left += share * step


def ruled(image: Any, dots: float) -> tuple[list[Rule], list[Rule]]:
    """Rules across and down in points."""
    import cv2

    ink = cv2.threshold(image, DARK, 255, cv2.THRESH_BINARY_INV)[1]
    across = [
        Rule((y + h / 2) / dots, x / dots, (x + w) / dots) for x, y, w, h in _runs(ink, round(LONG_RULE * dots), 1)
    ]
    down = [
        Rule((x + w / 2) / dots, y / dots, (y + h) / dots) for x, y, w, h in _runs(ink, 1, round(SHORT_RULE * dots))
    ]
    return across, [rule for rule in down if rule.end - rule.start >= LONG_RULE * 3 or _meets(rule, across)]


def _runs(ink: Any, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of what is inked for so many dots on end and is no block."""
    import cv2

    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (width, height))
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    stats = cv2.connectedComponentsWithStats(found, connectivity=8)[2][1:]
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats if min(w, h) * 4 <= max(w, h)]


def _meets(rule: Rule, across: Sequence[Rule]) -> bool:
    """Whether an upright rule begins and ends at rules across: strokes of characters do not."""
    crossed = [other.at for other in across if other.start - ENDS_AT <= rule.at <= other.end + ENDS_AT]
    return all(any(abs(at - end) <= ENDS_AT for at in crossed) for end in (rule.start, rule.end))

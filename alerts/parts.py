"""A letter with sections, cut into as many as the channel needs: each part is whole in itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from alerts.entry import limit, sentence
from alerts.letter import Paper, letter
from alerts.model import Notice
from alerts.safe_text import shortened, words

_AROUND = 40  # characters: the number of the part, line breaks, the last id
_BREAK = 3  # characters around a line or a section's title
_SMALLEST = 120  # what a part has room for, however little the channel takes


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a section, clean; ``alert_id`` is that of the alert which it tells."""

    text: str
    alert_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a letter. One without lines is left out."""

    title: str
    lines: tuple[Line, ...]


_Row = tuple[str, Line]  # a line with the title of its section


def compose_parts(title: str, sections: Sequence[Section], paper: Paper) -> list[tuple[Notice, tuple[str, ...]]]:
    """The letter, or its parts, with the alerts that each tells; a text ends with the id of the last of them."""
    room = paper.characters - limit("title") - len(sentence("disclaimer")) - _AROUND
    rows = [(section.title, line) for section in sections for line in section.lines]
    cut = _cut(rows, max(room, _SMALLEST))
    return [_part(title, part, number, len(cut), paper) for number, part in enumerate(cut, 1)]


def _cut(rows: Sequence[_Row], room: int) -> list[list[_Row]]:
    """As many lines into each part as fit; a section that is cut bears its title in each."""
    parts: list[list[_Row]] = [[]]
    used = 0
    for title, line in rows:
        text = shortened(line.text, room - len(title) - 2 * _BREAK)
        heading = len(title) + _BREAK
        cost = len(text) + _BREAK + (0 if parts[-1] and parts[-1][-1][0] == title else heading)
        if parts[-1] and used + cost > room:
            parts.append([])
            used, cost = 0, len(text) + _BREAK + heading
        parts[-1].append((title, Line(text=text, alert_id=line.alert_id)))
        used += cost
    return parts


def _part(title: str, part: Sequence[_Row], number: int, parts: int, paper: Paper) -> tuple[Notice, tuple[str, ...]]:
    told = tuple(line.alert_id for _, line in part if line.alert_id)
    if parts > 1:
        title += words()["letter"]["part"].format(part=number, parts=parts)
    printed = [
        {"title": name, "lines": [line.text for _, line in lines]} for name, lines in groupby(part, key=itemgetter(0))
    ]
    values = {"sections": printed, "disclaimer": sentence("disclaimer")}
    return letter("digest", title, told[-1] if told else "", paper, values), told

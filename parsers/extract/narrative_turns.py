"""Several names and as many figures, each of one in turn: 收入、支出分别为100万元和90万元，分别比上年增长10%、5%."""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.extract.labels import Named
from parsers.extract.narrative_desk import Desk
from parsers.extract.narrative_facts import Draft
from parsers.money import Figure, figures

IN_TURN = "分别"
#: What joins the names, and the figures.
_JOINED = re.compile("以及|[、和及与]")
_BETWEEN = re.compile(r"[、，和及与]{1,2}|")
#: The longest name that joining words may stand in: 公务用车购置及运行维护费.
_MOST_PIECES = 4


def names(desk: Desk, phrase: str, figure: Figure | None = None) -> list[str]:
    """The measures that the words before 分别 name, one after the other; empty where one of them is not understood."""
    words = phrase.split(IN_TURN, maxsplit=1)[0].strip("、和及与，")
    several = desk.named(words, figure) if words else None
    if several is not None and len(several.measures) > 1:
        return list(several.measures)
    pieces = [piece for piece in _JOINED.split(words) if piece]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        measure, at = _longest(desk, words, pieces, at, figure)
        if measure is None:
            return []
        found.append(measure)
    return found


def _longest(desk: Desk, words: str, pieces: list[str], at: int, figure: Figure | None) -> tuple[str | None, int]:
    """The measure of the longest run of pieces from ``at`` on that names one, and where the next name begins."""
    for end in range(min(len(pieces), at + _MOST_PIECES), at, -1):
        start = words.index(pieces[at])
        run = words[start : words.index(pieces[end - 1], start) + len(pieces[end - 1])]
        named = desk.named(run, figure)
        if named is not None and len(named.measures) == 1:
            return named.measures[0], end
    return None, at


def begins(desk: Desk, figure: Figure, phrase: str) -> bool:
    """Whether the amount is the first of several in turn; the names of the others are remembered."""
    if IN_TURN not in phrase:
        return False
    found = names(desk, phrase, figure)
    if len(found) < 2 or len(found) != _enumerated(desk.text, figure):
        return False
    desk.memory.turn = found
    return True


def next_name(desk: Desk, phrase: str) -> Named | None:
    """The name whose turn it is, where nothing but a joining word stands before the amount."""
    if not desk.memory.turn or (IN_TURN not in phrase and phrase.strip("、和及与")):
        return None
    return Named(measures=(desk.memory.turn.pop(0),))


def _enumerated(text: str, first: Figure) -> int:
    """How many figures of the same kind stand one after the other from ``first`` on."""
    row = [figure for figure in figures(text) if figure.start >= first.start]
    count = 1
    for one, other in pairwise(row):
        if other.counts is not first.counts or not _BETWEEN.fullmatch(text[one.end : other.start]):
            break
        count += 1
    return count


def named_in_turn(desk: Desk, phrase: str, figure: Figure) -> list[Draft]:
    """The figures whose changes follow in turn, named right before the first: 收、支总计分别减少1万元、2万元."""
    found = names(desk, phrase, figure) if IN_TURN in phrase else []
    if len(found) < 2 or len(found) != _enumerated(desk.text, figure):
        return []
    return [desk.known_or_new(measure, figure) for measure in found]


def compared(desk: Desk, subject: str, after: str) -> list[Draft]:
    """The figures whose changes follow in turn, where 分别 stands before the base or behind it."""
    if IN_TURN not in subject and not after.startswith(IN_TURN):
        return []
    memory = desk.memory
    found = names(desk, subject)
    if found:
        return [desk.known_or_new(measure, None) for measure in found] if len(found) > 1 else []
    items = memory.siblings or memory.drafts[memory.sentence_from :]
    return [draft for draft in items if not draft.noted]

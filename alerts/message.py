"""Finding → words: a Chinese notice of at most 300 characters that can be forwarded as it is. Pure.

The first line says level, district, department, year, kind and topic; the last one the disclaimer and the alert id.
What lies between is shortened to fit, and the fact last of all; before that the advice is cut to its first clause.
A notice is a lead and never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from alerts.entry import CHINA, Entry, advice, entry_of, limit, sentence
from alerts.model import Alert, Notice, Reason
from alerts.safe_text import shortened, words
from alerts.settling import clauses

_FLOORS = {"fact": 110, "correction": 40, "follow_up": 30}  # characters that a line has before others have more
_FLOOR, _TIGHT = 12, 8  # the same for every other line; tight where else a line would be left out


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line between the first and the last: what it is, and its text, which may be shortened."""

    part: str  # a key of [labels] and [limits]
    text: str
    short: str = ""  # the same in fewer words, for where there is no room for the whole


def compose(alert: Alert, reason: Reason, zone: tzinfo = CHINA, follow_up: str = "", note: str = "") -> Notice:
    """The notice that tells ``alert`` for ``reason``: title without line breaks, text that ends with the alert id."""
    entry = entry_of(alert, reason, zone, follow_up, note=note)
    head = f"{entry.mark}{entry.whose}｜{entry.what}｜{entry.topic}"
    lines = _lines(entry, reason)
    tail = next(tail for tail, room in _tails(entry, lines) if _room_between(head, tail) >= room)
    body = _fitted(lines, _room_between(head, tail))
    return Notice(title=title_of(entry), text="\n".join([head, *body, tail]))


def title_of(entry: Entry) -> str:
    """The title of a notice on one alert."""
    return shortened(f"{entry.mark}{entry.whose} {entry.what}·{entry.topic}", limit("title"))


def closing(alert_id: str) -> str:
    """The last line of whatever is sent: the disclaimer, then the id."""
    return f"{sentence('disclaimer')} {alert_id}"


def _room_between(head: str, tail: str) -> int:
    return limit("text") - len(head) - len(tail) - 1  # each line between them counts its own line break


def _tails(entry: Entry, lines: list[Line]) -> Iterator[tuple[str, int]]:
    """The last lines, the fullest first, each with the room that it must leave.

    The advice is cut first, then the words around it, then lines between are left out, then the advice is a general
    one, then the address goes.
    """
    *_, first_clause = advices = clauses(entry.to_do)
    level = entry.confidence.partition("（")[0]
    why = entry.confidence if len(entry.confidence) <= limit("why") else level
    terse = sentence("terse_advice").format(to_do=first_clause, rule=entry.rule)
    fullest = [*((advice(each, entry.rule), why) for each in advices), (advice(first_clause, entry.rule), level)]
    for whole in (True, False):
        for said, sure in (*fullest, (terse, level)):
            yield _tail(entry, said, sure, whole_address=whole), _needed(lines, _FLOOR)
        yield _tail(entry, terse, level, whole_address=whole), _needed(lines, _TIGHT)
        for advised in (first_clause, sentence("check")):
            yield _tail(entry, advice(advised, entry.rule), level, whole_address=whole), _needed(lines[:1], _FLOOR)
    yield _tail(entry, advice(sentence("check"), entry.rule), level, whole_address=False), 0


def _tail(entry: Entry, advised: str, sure: str, *, whole_address: bool) -> str:
    known = sentence("confidence").format(confidence=sure)
    parts = (_evidence(entry, whole_address=whole_address), advised + known, entry.note, closing(entry.id))
    return "\n".join(part for part in parts if part)


def _lines(entry: Entry, reason: Reason) -> list[Line]:
    """What is told between first and last line, the most important first."""
    fact = Line(part="fact", text=entry.fact, short=_without_echo(entry.fact))
    if reason == Reason.SETTLED:
        return [fact]
    return [
        fact,
        Line(part="correction", text=entry.correction),
        Line(part="follow_up", text=entry.follow_up),
        Line(part="places", text=entry.places, short=_innermost(entry.places)),
        Line(part="basis", text=entry.basis),
        Line(part="reason", text=entry.reason),
    ]


def _without_echo(fact: str) -> str:
    return fact.replace(sentence("echo"), "。")


def _innermost(places: str) -> str:
    """Of "chapter › section" the section: cut at its end, a place would be no place."""
    return "；".join(dict.fromkeys(place.rpartition(" › ")[2] for place in places.split("；")))


def _fitted(lines: list[Line], room: int) -> list[str]:
    """The lines as printed, all within ``room`` characters: each has its floor, then the first chooses first."""
    kept = [line for line in lines if line.text]
    while len(kept) > 1 and _needed(kept, _TIGHT) > room:
        kept.pop()
    floor = _FLOOR if _needed(kept, _FLOOR) <= room else _TIGHT
    printed = []
    for number, line in enumerate(kept, 1):
        label = words()["labels"][line.part]
        allowed = max(0, min(limit(line.part), room - _needed(kept[number:], floor) - len(label) - 1))
        text = line.text if len(line.text) <= allowed else line.short or line.text
        printed.append(label + shortened(text, allowed))
        room -= len(printed[-1]) + 1
    return printed


def _needed(lines: list[Line], floor: int) -> int:
    """Characters that these lines have at least, with their labels and line breaks."""
    return sum(
        len(words()["labels"][line.part]) + min(len(line.short or line.text), _FLOORS.get(line.part, floor)) + 1
        for line in lines
        if line.text
    )


def _evidence(entry: Entry, *, whole_address: bool) -> str:
    parts = [_address(entry, whole=whole_address), f"SHA-256 {entry.sha256}" if entry.sha256 else ""]
    told = " ".join(part for part in parts if part)
    seen = sentence("first_seen").format(day=entry.first_seen)
    return str(words()["labels"]["evidence"]) + " ".join(part for part in (told, seen) if part)


def _address(entry: Entry, *, whole: bool) -> str:
    """The address, or where it is too long the site only."""
    if not entry.url:
        return ""
    whole_fits = whole and len(entry.url) <= limit("url")
    return entry.url if whole_fits else sentence("site_only").format(site=entry.site)

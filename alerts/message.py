"""Finding → words: a Chinese notice of at most 300 characters that can be forwarded as it is. Pure.

The first line says level, district, department, year, kind and topic; the last one the disclaimer and the alert id.
What lies between is shortened to fit, the fact last of all. A notice is a lead and never a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from alerts.entry import CHINA, Entry, entry_of, limit, sentence
from alerts.model import Alert, Notice, Reason
from alerts.safe_text import shortened, words

_ROOM_FOR_FACT = 80  # characters between first and last lines; a long address gives way to the fact
_SHORTEST_LINE = 8  # a line cut shorter than this says nothing: it is left out


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line between the first and the last: what it is, and its text, which may be shortened."""

    part: str  # a key of [labels] and [limits]
    text: str


def compose(alert: Alert, reason: Reason, zone: tzinfo = CHINA, follow_up: str = "") -> Notice:
    """The notice that tells ``alert`` for ``reason``: title without line breaks, text that ends with the alert id."""
    entry = entry_of(alert, reason, zone, follow_up)
    head = f"{entry.mark}{entry.whose}｜{entry.what}｜{entry.topic}"
    tail = _tail(entry, whole_address=True)
    if _room_between(head, tail) < _ROOM_FOR_FACT:
        tail = _tail(entry, whole_address=False)
    body = _fitted(_lines(entry, reason), _room_between(head, tail))
    return Notice(title=title_of(entry), text="\n".join([head, *body, tail]))


def title_of(entry: Entry) -> str:
    """The title of a notice on one alert."""
    return shortened(f"{entry.mark}{entry.whose} {entry.what}·{entry.topic}", limit("title"))


def closing(alert_id: str) -> str:
    """The last line of whatever is sent: the disclaimer, then the id."""
    return f"{sentence('disclaimer')} {alert_id}"


def _room_between(head: str, tail: str) -> int:
    return limit("text") - len(head) - len(tail) - 1  # each line between them counts its own line break


def _tail(entry: Entry, *, whole_address: bool) -> str:
    advice = entry.advice + sentence("confidence").format(confidence=entry.confidence)
    parts = (_evidence(entry, whole_address=whole_address), advice, closing(entry.id))
    return "\n".join(part for part in parts if part)


def _lines(entry: Entry, reason: Reason) -> list[Line]:
    """What is told between first and last line, the most important first."""
    fact = Line(part="fact", text=entry.fact)
    if reason == Reason.SETTLED:
        return [fact]
    return [
        fact,
        Line(part="correction", text=entry.correction),
        Line(part="follow_up", text=entry.follow_up),
        Line(part="places", text=entry.places),
        Line(part="basis", text=entry.basis),
        Line(part="reason", text=entry.reason),
    ]


def _fitted(lines: list[Line], room: int) -> list[str]:
    """The lines as printed, each within its limit and all within ``room`` characters; the first chooses first."""
    printed = []
    for line in lines:
        label = words()["labels"][line.part]
        allowed = min(limit(line.part), room - len(label) - 1)
        if line.text and allowed >= min(_SHORTEST_LINE, len(line.text)):
            printed.append(label + shortened(line.text, allowed))
            room -= len(printed[-1]) + 1
    return printed


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

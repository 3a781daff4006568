"""Alerts → letters: one alert in full for mail, several of one batch in one letter. Pure but for reading templates.

Each alert's id stands beside its line and the letter ends with the last one, whatever a template of the user's says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo
from typing import Any

from alerts.entry import CHINA, Entry, entry_of, limit, sentence
from alerts.message import closing, compose, title_of
from alerts.model import Alert, Notice, Reason, Severity
from alerts.safe_text import plain, shortened, words


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a letter is written on: whether the channel shows HTML, how much it takes, whose templates."""

    html: bool = False
    characters: int = 100_000
    templates: str = ""  # a folder of the user's, or empty
    zone: tzinfo = CHINA


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An alert and why it is told."""

    alert: Alert
    reason: Reason
    follow_up: str = ""  # how the follow-up stands, for a reminder


def compose_one(told: Item, paper: Paper) -> Notice:
    """One alert: a full letter where the channel is mail, else the notice of at most 300 characters."""
    if not paper.html:
        return compose(told.alert, told.reason, paper.zone, told.follow_up)
    entry = entry_of(told.alert, told.reason, paper.zone, told.follow_up)
    values = {"entry": entry, "disclaimer": sentence("disclaimer")}
    return letter("letter", title_of(entry), entry.id, paper, values)


def compose_group(told: Sequence[Item], paper: Paper) -> list[tuple[Notice, tuple[Item, ...]]]:
    """One letter on all of a batch, the gravest first; several where the channel takes no more at a time."""
    ordered = sorted(told, key=lambda one: (-one.alert.finding.severity.rank, one.alert.body.department, one.alert.id))
    parts = _parts(ordered, paper)
    return [(_group(part, number, len(parts), ordered, paper), part) for number, part in enumerate(parts, 1)]


def letter(kind: str, title: str, last: str, paper: Paper, values: dict[str, Any]) -> Notice:
    """The template of this kind filled in, as text and as HTML where the channel shows it."""
    from alerts.templates import render  # Jinja is needed only where a letter is written

    text = render(f"{kind}.txt.j2", paper.templates, title=title, last=last, **values).strip()
    html = render(f"{kind}.html.j2", paper.templates, title=title, last=last, **values) if paper.html else ""
    if last and not text.endswith(last):  # a template of the user's forgot it
        text = f"{text}\n{closing(last)}"
    return Notice(title=shortened(title, limit("title")), text=text, html=html)


def _parts(ordered: Sequence[Item], paper: Paper) -> list[tuple[Item, ...]]:
    """As many alerts into each part as the channel takes."""
    room = paper.characters - limit("title") - 60
    parts: list[list[Item]] = [[]]
    used = 0
    for one in ordered:
        size = len(_line(one, paper)) + 60
        if parts[-1] and used + size > room:
            parts.append([])
            used = 0
        parts[-1].append(one)
        used += size
    return [tuple(part) for part in parts]


def _group(part: Sequence[Item], number: int, parts: int, everything: Sequence[Item], paper: Paper) -> Notice:
    first = entry_of(part[0].alert, part[0].reason, paper.zone)
    gravest = max(one.alert.finding.severity.rank for one in everything)
    title = words()["letter"]["group_title"].format(
        level=_level(gravest), district=plain(part[0].alert.body.district), what=first.what, count=len(everything)
    )
    if parts > 1:
        title += words()["letter"]["part"].format(part=number, parts=parts)
    entries = [_printed(one, paper) for one in part]
    values = {"entries": entries, "disclaimer": sentence("disclaimer")}
    return letter("group", title, part[-1].alert.id, paper, values)


def _printed(one: Item, paper: Paper) -> dict[str, Any]:
    entry = entry_of(one.alert, one.reason, paper.zone)
    return asdict(entry) | {"mark": entry.mark, "line": _line(one, paper)}


def _line(one: Item, paper: Paper) -> str:
    entry: Entry = entry_of(one.alert, one.reason, paper.zone)
    return line_of(entry)


def line_of(entry: Entry) -> str:
    """What a letter says beside an id."""
    said = f"{entry.fact}（{entry.correction}）" if entry.correction else entry.fact
    return shortened(said, int(words()["letter"]["line_fact"]))


def _level(rank: int) -> str:
    severity = next(severity for severity in Severity if severity.rank == rank)
    return str(words()["levels"][severity.value])

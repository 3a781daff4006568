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

_DETAILS = ("correction", "follow_up", "other_years", "places", "basis", "reason")
_AROUND = 60  # characters around an alert in a letter, and around the letter


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
    follow_up: str = ""  # how the follow-up stands
    other_years: str = ""  # the same finding in other years


def compose_one(told: Item, paper: Paper) -> Notice:
    """One alert: a full letter where the channel is mail, else the notice of at most 300 characters."""
    if not paper.html:
        return compose(told.alert, told.reason, paper.zone, told.follow_up)
    entry = _entry(told, paper)
    values = {"entry": entry, "disclaimer": sentence("disclaimer")}
    return letter("letter", title_of(entry), entry.id, paper, values)


def compose_group(told: Sequence[Item], paper: Paper) -> list[tuple[Notice, tuple[Item, ...]]]:
    """One letter on all of a batch, the gravest first; several where the channel takes no more at a time."""
    ordered = sorted(told, key=lambda one: (-one.alert.finding.severity.rank, one.alert.body.department, one.alert.id))
    printed = [_printed(one, paper) for one in ordered]
    if not paper.html and _size(printed) > _room(paper):  # links are worth no second letter
        printed = [one | {"details": ()} for one in printed]
    parts = _parts(ordered, printed, paper)
    return [_group(part, number, len(parts), ordered, paper) for number, part in enumerate(parts, 1)]


def letter(kind: str, title: str, last: str, paper: Paper, values: dict[str, Any]) -> Notice:
    """The template of this kind filled in, as text and as HTML where the channel shows it."""
    from alerts.templates import render  # Jinja is needed only where a letter is written

    text = render(f"{kind}.txt.j2", paper.templates, title=title, last=last, **values).strip()
    html = render(f"{kind}.html.j2", paper.templates, title=title, last=last, **values) if paper.html else ""
    if last and not text.endswith(last):  # a template of the user's forgot it
        text = f"{text}\n{closing(last)}"
    return Notice(title=shortened(title, limit("title")), text=text, html=html)


def _parts(
    ordered: Sequence[Item], printed: Sequence[dict[str, Any]], paper: Paper
) -> list[list[tuple[Item, dict[str, Any]]]]:  # fmt: skip
    """As many alerts into each part as the channel takes."""
    parts: list[list[tuple[Item, dict[str, Any]]]] = [[]]
    used = 0
    for one, words_of_it in zip(ordered, printed, strict=True):
        size = _size([words_of_it])
        if parts[-1] and used + size > _room(paper):
            parts.append([])
            used = 0
        parts[-1].append((one, words_of_it))
        used += size
    return parts


def _room(paper: Paper) -> int:
    return paper.characters - limit("title") - _AROUND


def _size(printed: Sequence[dict[str, Any]]) -> int:
    """Characters that these alerts take."""
    return sum(
        len(one["line"]) + _AROUND + sum(len(detail) + _AROUND // 10 for detail in one["details"]) for one in printed
    )


def _group(
    part: Sequence[tuple[Item, dict[str, Any]]], number: int, parts: int, everything: Sequence[Item], paper: Paper
) -> tuple[Notice, tuple[Item, ...]]:
    (first, words_of_first), *_ = part
    gravest = max(one.alert.finding.severity.rank for one in everything)
    title = words()["letter"]["group_title"].format(
        level=_level(gravest), district=plain(first.alert.body.district), what=words_of_first["what"],
        count=len(everything),
    )  # fmt: skip
    if parts > 1:
        title += words()["letter"]["part"].format(part=number, parts=parts)
    told = tuple(one for one, _ in part)
    values = {"entries": [printed for _, printed in part], "disclaimer": sentence("disclaimer")}
    return letter("group", title, told[-1].alert.id, paper, values), told


def _entry(one: Item, paper: Paper) -> Entry:
    return entry_of(one.alert, one.reason, paper.zone, one.follow_up, one.other_years)


def _printed(one: Item, paper: Paper) -> dict[str, Any]:
    entry = _entry(one, paper)
    added = {
        "mark": entry.mark,
        "advice": entry.advice,
        "line": line_of(entry),
        "details": (entry.url,) if entry.url else (),
    }
    return asdict(entry) | added | ({"line": entry.fact, "details": details_of(entry)} if paper.html else {})


def details_of(entry: Entry) -> tuple[str, ...]:
    """What a full letter says below the fact of one alert of several, in its plain form."""
    labels = words()["labels"]
    seen = sentence("first_seen").format(day=entry.first_seen)
    evidence = " ".join(part for part in (entry.url, entry.sha256 and f"SHA-256 {entry.sha256}", seen) if part)
    said = {part: getattr(entry, part) for part in _DETAILS} | {"evidence": evidence}
    lines = [f"{labels[part]}{text}" for part, text in said.items() if text]
    return (*lines, entry.advice + sentence("confidence").format(confidence=entry.confidence))


def line_of(entry: Entry) -> str:
    """What a letter says beside an id."""
    said = f"{entry.fact}（{entry.correction}）" if entry.correction else entry.fact
    return shortened(said, int(words()["letter"]["line_fact"]))


def _level(rank: int) -> str:
    severity = next(severity for severity in Severity if severity.rank == rank)
    return str(words()["levels"][severity.value])

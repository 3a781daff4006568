"""Alerts → letters: one alert in full for mail, and what all letters are made of. Pure but for reading templates.

Each alert's id stands beside its line and the letter ends with the last one, whatever a template of the user's says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from alerts.entry import CHINA, Entry, entry_of, limit, sentence
from alerts.message import closing, compose, title_of
from alerts.model import Alert, Notice, Reason
from alerts.safe_text import shortened, words

_DETAILS = ("correction", "follow_up", "other_years", "places", "basis", "reason")


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


def compose_one(told: Item, paper: Paper, note: str = "") -> Notice:
    """One alert: a full letter where the channel is mail, else the notice of at most 300 characters.

    ``note`` is said about the letters themselves.
    """
    if not paper.html:
        return compose(told.alert, told.reason, paper.zone, told.follow_up, note)
    entry = entry_on(told, paper)
    values = {"entry": entry, "note": note, "disclaimer": sentence("disclaimer")}
    return letter("letter", title_of(entry), entry.id, paper, values)


def last_to_spare(until: datetime, zone: tzinfo) -> str:
    """What the last letter of the week's number says of those that come after it: they wait until then at most."""
    form: str = words()["letter"]["last_to_spare"]
    return form.format(until=f"{until.astimezone(zone):%m-%d %H:%M}")


def letter(kind: str, title: str, last: str, paper: Paper, values: dict[str, Any]) -> Notice:
    """The template of this kind filled in, as text and as HTML where the channel shows it."""
    from alerts.templates import render  # Jinja is needed only where a letter is written

    text = render(f"{kind}.txt.j2", paper.templates, title=title, last=last, **values).strip()
    html = render(f"{kind}.html.j2", paper.templates, title=title, last=last, **values) if paper.html else ""
    if last and not text.endswith(last):  # a template of the user's forgot it
        text = f"{text}\n{closing(last)}"
    return Notice(title=shortened(title, limit("title")), text=text, html=html)


def entry_on(one: Item, paper: Paper) -> Entry:
    """The pieces of what is told, as this paper shows them."""
    return entry_of(one.alert, one.reason, paper.zone, one.follow_up, one.other_years)


def details_of(entry: Entry, paper: Paper) -> tuple[str, ...]:
    """What a letter says below the fact of one alert of several, in its plain form; other years in mail only."""
    labels = words()["labels"]
    seen = sentence("first_seen").format(day=entry.first_seen)
    evidence = " ".join(part for part in (entry.url, entry.sha256 and f"SHA-256 {entry.sha256}", seen) if part)
    said = {part: getattr(entry, part) for part in _DETAILS if paper.html or part != "other_years"} | {
        "evidence": evidence
    }
    lines = [f"{labels[part]}{text}" for part, text in said.items() if text]
    return (*lines, entry.advice + sentence("confidence").format(confidence=entry.confidence))


def line_of(entry: Entry) -> str:
    """What a letter says beside an id."""
    said = f"{entry.fact}（{entry.correction}）" if entry.correction else entry.fact
    said = f"{entry.follow_up}：{said}" if entry.follow_up else said
    return shortened(said, int(words()["letter"]["line_fact"]))

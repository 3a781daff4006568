"""Findings as an Atom feed (RFC 4287), by district and by rule. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from alerts.entry import entry_of, sentence
from alerts.message import closing, title_of
from alerts.model import Alert, AlertState, Reason
from alerts.safe_text import plain

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 200  # entries
_SHOWN = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SETTLED)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Feed(NamedTuple):
    """One feed: a name that may stand in a path, a title, its alerts, the newest first, and when it last changed."""

    name: str
    title: str
    alerts: tuple[Alert, ...]
    updated: datetime


def feeds(alerts: Iterable[Alert]) -> list[Feed]:
    """One feed of everything, one for each district, one for each rule. Historic and dismissed alerts are in none.

    A feed whose last alert was dismissed is there and empty: who reads it must see that the entry is gone.
    """
    known = [a for a in alerts if a.state != AlertState.HISTORIC]
    districts = sorted({a.body.district for a in known})
    rules = sorted({a.finding.rule for a in known})
    return [
        _feed("all", "全部线索", known),
        *(_feed(f"district/{_safe(d)}", plain(d), (a for a in known if a.body.district == d)) for d in districts),
        *(_feed(f"rule/{_safe(r)}", f"规则 {plain(r)}", (a for a in known if a.finding.rule == r)) for r in rules),
    ]


def _feed(name: str, title: str, known: Iterable[Alert]) -> Feed:
    alerts = sorted(known, key=lambda a: (a.updated_at, a.id), reverse=True)
    shown = tuple(alert for alert in alerts if alert.state in _SHOWN)
    return Feed(name, f"公开哨：{title}", shown, max((a.updated_at for a in alerts), default=_EPOCH))


def atom(feed: Feed) -> bytes:
    """The feed as XML; text is escaped by whom writes it."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    shown = feed.alerts[:LONGEST]
    _text(root, "id", f"urn:gongkai-watch:feed:{feed.name}")
    _text(root, "title", feed.title)
    _text(root, "subtitle", sentence("disclaimer"))
    _text(root, "updated", _time(feed.updated))
    _text(SubElement(root, "author"), "name", "公开哨")
    for alert in shown:
        _add_entry(root, alert)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: Element, alert: Alert) -> None:
    said = entry_of(alert, Reason.SETTLED if alert.state == AlertState.SETTLED else Reason.FIRST)
    entry = SubElement(root, "entry")
    _text(entry, "id", f"urn:gongkai-watch:alert:{alert.id}")
    _text(entry, "title", title_of(said))
    _text(entry, "published", _time(alert.first_seen_at))
    _text(entry, "updated", _time(alert.updated_at))
    for scheme, term in (("rule", said.rule), ("severity", said.severity), ("state", alert.state.value)):
        SubElement(entry, "category", {"scheme": f"urn:gongkai-watch:{scheme}", "term": term})
    if said.url:
        SubElement(entry, "link", {"rel": "alternate", "href": said.url})
    facts = [said.fact, said.correction, said.places, said.basis, said.reason, said.advice, closing(alert.id)]
    text = "\n".join(fact for fact in facts if fact)
    _text(entry, "summary" if said.url else "content", text)  # RFC 4287, 4.1.2: an entry has a link or content


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _safe(name: str) -> str:
    """A name without anything that means something in a path."""
    return "".join(c if c.isalnum() else "_" for c in name) or "_"

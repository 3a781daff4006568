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
    """One feed: a name that may stand in a path, a title, and its alerts, the newest first."""

    name: str
    title: str
    alerts: tuple[Alert, ...]


def feeds(alerts: Iterable[Alert]) -> list[Feed]:
    """One feed of everything, one for each district, one for each rule. Historic and dismissed alerts are in none."""
    shown = sorted((a for a in alerts if a.state in _SHOWN), key=lambda a: (a.updated_at, a.id), reverse=True)
    districts = sorted({a.body.district for a in shown})
    rules = sorted({a.finding.rule for a in shown})
    return [
        Feed("all", "公开哨：全部线索", tuple(shown)),
        *(
            Feed(f"district/{_safe(d)}", f"公开哨：{plain(d)}", tuple(a for a in shown if a.body.district == d))
            for d in districts
        ),
        *(
            Feed(f"rule/{_safe(r)}", f"公开哨：规则 {plain(r)}", tuple(a for a in shown if a.finding.rule == r))
            for r in rules
        ),
    ]


def atom(feed: Feed) -> bytes:
    """The feed as XML; text is escaped by whom writes it."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    shown = feed.alerts[:LONGEST]
    _text(root, "id", f"urn:gongkai-watch:feed:{feed.name}")
    _text(root, "title", feed.title)
    _text(root, "subtitle", sentence("disclaimer"))
    _text(root, "updated", _time(max((a.updated_at for a in shown), default=_EPOCH)))
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
    facts = [said.fact, said.correction, said.places, said.basis, said.advice, closing(alert.id)]
    _text(entry, "summary", "\n".join(fact for fact in facts if fact))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _safe(name: str) -> str:
    """A name without anything that means something in a path."""
    return "".join(c if c.isalnum() else "_" for c in name) or "_"

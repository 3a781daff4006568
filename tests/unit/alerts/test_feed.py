"""The feeds obey RFC 4287, whatever is in them; their ids stay and their times never go back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

from alerts.feed import atom, feeds
from alerts.lifecycle import dismissed, raised, settled
from alerts.model import Alert, Finding
from tests.desk import BODY, FINDING, department

NOW = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
NS = "{http://www.w3.org/2005/Atom}"
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST_ONCE = {"feed": ("subtitle", "generator"), "entry": ("published", "summary", "content")}
KNOWN = {
    "feed": {"id", "title", "updated", "subtitle", "author", "link", "entry"},
    "entry": {"id", "title", "updated", "published", "summary", "content", "link", "category"},
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def alert(finding: Finding = FINDING, body: object = BODY, url: str = "http://a.example/1.html", **later: int) -> Alert:
    return raised(None, finding, body, NOW + timedelta(**later), False, url, "a" * 64).alert  # type: ignore[arg-type]


def broken_rules(feed: Element) -> list[str]:
    """What RFC 4287 demands and a feed does not hold, in the words of its sections."""
    problems = list(_elements(feed, "feed"))
    entries = feed.findall(f"{NS}entry")
    if not feed.findall(f"{NS}author") and not all(entry.findall(f"{NS}author") for entry in entries):
        problems.append("4.1.1: a feed has an author unless each entry has one")
    if any(not author.findtext(f"{NS}name") for author in feed.findall(f"{NS}author")):
        problems.append("3.2.1: a person has a name")
    for entry in entries:
        problems += _elements(entry, "entry")
        links = [link for link in entry.findall(f"{NS}link") if link.get("rel", "alternate") == "alternate"]
        if not links and not entry.findall(f"{NS}content"):
            problems.append("4.1.2: an entry without content has an alternate link")
        problems += ["4.2.7: a link has an address" for link in links if not urlsplit(link.get("href", "")).scheme]
        problems += ["4.2.2: a category has a term" for c in entry.findall(f"{NS}category") if not c.get("term")]
    ids = [entry.findtext(f"{NS}id") for entry in entries]
    return problems + (["4.1.1: the same id twice"] if len(set(ids)) < len(ids) else [])


def _elements(of: Element, kind: str) -> list[str]:
    names = [child.tag.removeprefix(NS) for child in of]
    problems = [f"{kind}: {name} stands once" for name in ONCE[kind] if names.count(name) != 1]
    problems += [f"{kind}: {name} stands once at most" for name in AT_MOST_ONCE[kind] if names.count(name) > 1]
    problems += [f"{kind}: {name} is unknown" for name in names if name not in KNOWN[kind]]
    problems += [
        f"{kind}: an id is a whole IRI" for one in of.findall(f"{NS}id") if not urlsplit(one.text or "").scheme
    ]
    times = [child.text or "" for child in of if child.tag in (f"{NS}updated", f"{NS}published")]
    return problems + [f"3.3: {text}" for text in times if not DATE.fullmatch(text)]


def test_every_feed_obeys_the_rules_whatever_is_in_it() -> None:
    hostile = replace(FINDING, rule="C2", message="a<b>&\x00\x0b]]>", topic="\ud800", basis="\u202e")
    without_address = alert(replace(FINDING, rule="T1"), department("统计局"), url="", hours=1)
    found = feeds([alert(), alert(hostile, department("../档 案")), without_address])
    assert {feed.name for feed in found} == {"all", "district/澄湖区", "rule/C2", "rule/G2", "rule/T1"}
    for feed in found:
        assert broken_rules(fromstring(atom(feed))) == []
    assert broken_rules(fromstring(atom(feeds([])[0]))) == []


def test_ids_stay_the_same_and_times_only_grow_through_an_alerts_life() -> None:
    first, other = alert(), alert(body=department("档案馆"), hours=1)
    changed = raised(
        other, replace(FINDING, values={"current": "9.9"}), other.body, NOW + timedelta(hours=2), False, "", "b" * 64
    ).alert
    over = settled(changed, NOW + timedelta(hours=3), "").alert
    gone = dismissed(changed, NOW + timedelta(hours=4), "误报").alert
    seen = [fromstring(atom(feeds([first, one])[0])) for one in (other, changed, over, gone)]
    assert len({feed.findtext(f"{NS}id") for feed in seen}) == 1
    times = [feed.findtext(f"{NS}updated") or "" for feed in seen]
    assert times == sorted(times)
    assert len(set(times)) == 4, "what was dismissed last is a change of the feed too"
    entries = [{e.findtext(f"{NS}id"): e.findtext(f"{NS}updated") for e in feed.findall(f"{NS}entry")} for feed in seen]
    name = f"urn:gongkai-watch:alert:{other.id}"
    assert [entry.get(name, "gone") for entry in entries][:3] == sorted(entry[name] or "" for entry in entries[:3])
    assert name not in entries[3]


def test_a_feed_whose_last_entry_is_gone_is_there_and_empty() -> None:
    gone = dismissed(alert(), NOW + timedelta(hours=4), "误报").alert
    found = {feed.name: feed for feed in feeds([gone])}
    assert found["rule/G2"].alerts == ()
    assert found["rule/G2"].updated == gone.updated_at

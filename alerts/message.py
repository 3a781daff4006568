"""Finding → words: a Chinese notice of at most 300 characters that can be forwarded as it is. Pure.

The first line says level, district, department, year, kind and topic; the last one the disclaimer and the alert id.
What lies between is shortened to fit, the fact last of all. A notice is a lead and never a verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from alerts.model import Alert, Finding, Notice, Reason, Severity
from alerts.safe_text import plain, quoted, shortened, words

_URL_SAFE = "/:?#!$&'()+,;=%~-._"  # not @ and *: mentions and markup
_ROOM_FOR_FACT = 100  # characters between first and last lines; a long address gives way to the fact
_CITY = 5  # characters that may stand before the district in a department's name
_SHORTEST_LINE = 8  # a line cut shorter than this says nothing: it is left out


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line between the first and the last: what it is, and its text, which may be shortened."""

    part: str  # a key of [labels] and [limits]
    text: str


def compose(alert: Alert, reason: Reason) -> Notice:
    """The notice that tells ``alert`` for ``reason``: title without line breaks, text that ends with the alert id."""
    head = f"{_mark(alert, reason)}{_whose(alert)}｜{_what(alert)}｜{_limited(alert.finding.topic, 'topic')}"
    tail = _tail(alert, whole_address=True)
    if _room_between(head, tail) < _ROOM_FOR_FACT:
        tail = _tail(alert, whole_address=False)
    body = _fitted(_lines(alert, reason), _room_between(head, tail))
    title = f"{_mark(alert, reason)}{_whose(alert)} {_what(alert)}·{_limited(alert.finding.topic, 'topic')}"
    return Notice(title=shortened(title, _limit("title")), text="\n".join([head, *body, tail]))


def _room_between(head: str, tail: str) -> int:
    return _limit("text") - len(head) - len(tail) - 1  # each line between them counts its own line break


def _tail(alert: Alert, *, whole_address: bool) -> str:
    parts = (_evidence(alert, whole_address=whole_address), _advice(alert), _closing(alert))
    return "\n".join(part for part in parts if part)


def _lines(alert: Alert, reason: Reason) -> list[Line]:
    """What is told between first and last line, the most important first."""
    finding = alert.finding
    fact = plain(finding.message)
    if reason == Reason.SETTLED:
        return [Line(part="fact", text=f"{words()['sentences']['settled']}{fact}")]
    return [
        Line(part="fact", text=fact),
        Line(part="correction", text=_correction(finding, alert.previous) if alert.previous else ""),
        Line(part="places", text=_places(finding)),
        Line(part="basis", text=plain(finding.basis)),
        Line(part="reason", text=quoted(finding.reason_given)),
    ]


def _fitted(lines: list[Line], room: int) -> list[str]:
    """The lines as printed, each within its limit and all within ``room`` characters; the first chooses first."""
    printed = []
    for line in lines:
        label = words()["labels"][line.part]
        allowed = min(_limit(line.part), room - len(label) - 1)
        if line.text and allowed >= min(_SHORTEST_LINE, len(line.text)):
            printed.append(label + shortened(line.text, allowed))
            room -= len(printed[-1]) + 1
    return printed


def _mark(alert: Alert, reason: Reason) -> str:
    return f"【{words()['headings'][reason.value]}·{_level(alert.finding.severity)}】"


def _level(severity: Severity) -> str:
    return str(words()["levels"][severity.value])


def _whose(alert: Alert) -> str:
    """District and department, without saying the district twice."""
    district, department = plain(alert.body.district), plain(alert.body.department)
    before, _, after = department.partition(district or "\n")
    own = after if after and len(before) <= _CITY else department  # 重庆市|澄湖区|水务局
    return f"{_limited(district, 'district')} {_limited(own, 'department')}".strip()


def _what(alert: Alert) -> str:
    body = alert.body
    return f"{body.fiscal_year}年度{words()['kinds'][body.kind.value]}{words()['scopes'][body.scope.value]}"


def _correction(finding: Finding, previous: Finding) -> str:
    """From what to what: each value that differs, named where its name is Chinese."""
    changes = [
        _changed(name if not name.isascii() else "", previous.values[name], value)
        for name, value in finding.values.items()
        if name in previous.values and previous.values[name] != value
    ]
    if previous.severity != finding.severity:
        changes.append(_changed(_sentence("level"), _level(previous.severity), _level(finding.severity)))
    return "；".join(changes) or _changed("", previous.formula or previous.message, finding.formula or finding.message)


def _changed(name: str, before: str, after: str) -> str:
    return _sentence("changed").format(name=plain(name), before=plain(before), after=plain(after))


def _places(finding: Finding) -> str:
    """Where the figures stand, each place once."""
    return "；".join(dict.fromkeys(plain(evidence.where) for evidence in finding.evidence if evidence.where))


def _evidence(alert: Alert, *, whole_address: bool) -> str:
    digest = alert.document_sha256 or next((e.sha256 for e in alert.finding.evidence if e.sha256), "")
    hexadecimal = re.match(r"[0-9a-f]{12}", digest)
    parts = [_address(alert.source_url, whole=whole_address), f"SHA-256 {hexadecimal[0]}" if hexadecimal else ""]
    told = " ".join(part for part in parts if part)
    return words()["labels"]["evidence"] + told if told else ""


def _address(url: str, *, whole: bool) -> str:
    """The address as one run of printable ASCII; empty where it is none of the web's."""
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    if split.scheme not in ("http", "https") or not split.hostname:
        return ""
    address = quote(url, safe=_URL_SAFE)
    if whole and len(address) <= _limit("url"):
        return address
    return _sentence("site_only").format(site=shortened(quote(split.hostname, safe="-."), _limit("site")))


def _advice(alert: Alert) -> str:
    return _sentence("advice").format(rule=plain(alert.finding.rule))


def _closing(alert: Alert) -> str:
    return f"{_sentence('disclaimer')} {alert.id}"


def _limited(text: str, part: str) -> str:
    return shortened(plain(text), _limit(part))


def _limit(part: str) -> int:
    return int(words()["limits"][part])


def _sentence(name: str) -> str:
    sentences: dict[str, Any] = words()["sentences"]
    return str(sentences[name])

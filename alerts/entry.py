"""Alert → the pieces that every kind of notice is made of, each cleaned and ready to be printed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import quote, urlsplit

from alerts.confidence import BESIDE_READING
from alerts.model import Alert, Finding, Reason, Severity
from alerts.safe_text import plain, quoted, shortened, words
from alerts.settling import what_settles

CHINA = timezone(timedelta(hours=8))
_URL_SAFE = "/:?#!$&'()+,;=%~-._"  # not @ and *: mentions and markup
_CITY = 5  # characters that may stand before the district in a department's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One alert in words. Every text is plain and in one line; none is shortened but names."""

    id: str
    heading: str  # 预警, 更正, 解除 …
    level: str  # 红, 橙, 黄, 蓝
    severity: str
    whose: str  # district and department
    department: str
    what: str  # year, kind, scope
    topic: str
    rule: str
    fact: str
    correction: str  # from what to what; empty where nothing was corrected
    follow_up: str  # how the follow-up stands; empty where nobody has written that down
    other_years: str  # the same finding in other years
    places: str  # where the figures stand
    basis: str  # 口径
    reason: str  # what the department itself says
    url: str  # of the evidence; empty where it is no address of the web's
    site: str  # its host
    sha256: str
    first_seen: str
    confidence: str
    to_do: str  # what to look at, whom to ask, what would settle it; clauses end with ；
    note: str = ""  # what is said about the letters themselves; mostly empty

    @property
    def advice(self) -> str:
        """建议：… with the rule that it comes from."""
        return advice(self.to_do, self.rule)

    @property
    def mark(self) -> str:
        """【预警·橙】"""
        return f"【{self.heading}·{self.level}】"


def entry_of(
    alert: Alert, reason: Reason, zone: tzinfo = CHINA, follow_up: str = "", other_years: str = "", note: str = ""
) -> Entry:  # fmt: skip
    """The pieces of a notice that tells ``alert`` for ``reason``; times are said in ``zone``."""
    finding = alert.finding
    corrected = alert.previous is not None and reason not in (Reason.SETTLED, Reason.REMINDER)
    return Entry(
        id=alert.id,
        heading=str(words()["headings"][reason.value]),
        level=level(finding.severity),
        severity=finding.severity.value,
        whose=_whose(alert),
        department=limited(own_name(alert), "department"),
        what=_what(alert),
        topic=limited(finding.topic, "topic"),
        rule=plain(finding.rule),
        fact=_over(alert, reason) + plain(finding.message),
        correction=_correction(finding, alert.previous) if corrected and alert.previous else "",
        follow_up=plain(follow_up),
        other_years=plain(other_years),
        places="；".join(dict.fromkeys(plain(e.where) for e in finding.evidence if e.where)),
        basis=plain(finding.basis),
        reason=quoted(finding.reason_given),
        url=_address(alert.source_url),
        site=_site(alert.source_url),
        sha256=_digest(alert),
        first_seen=f"{alert.first_seen_at.astimezone(zone):%Y-%m-%d}",
        confidence=confidence(finding),
        to_do=to_do(alert, reason),
        note=note,
    )


def level(severity: Severity) -> str:
    """The colour that people know."""
    return str(words()["levels"][severity.value])


def to_do(alert: Alert, reason: Reason) -> str:
    """What the rule book advises; of what is over, to look at what replaced it."""
    if reason == Reason.SETTLED:
        return sentence("settled_by_hand_advice" if alert.settled_reason else "settled_advice")
    return what_settles(alert.finding.rule) or sentence("check")


def advice(to_do: str, rule: str) -> str:
    """The advice as it is said."""
    return sentence("advice").format(to_do=to_do, rule=rule)


def confidence(finding: Finding) -> str:
    """How sure the reading is and why, as judged; what was judged without a reading says what it rests on."""
    said = words()["confidence"]
    level = plain(finding.confidence) or str(said[_rests_on(finding)])
    if not finding.modifiers:
        return level
    return f"{level.removesuffix('）')}；{said['modified']}）" if "（" in level else f"{level}（{said['modified']}）"


def _rests_on(finding: Finding) -> str:
    if finding.rule in BESIDE_READING:
        return "inferred"
    return "quoted" if any(evidence.quote for evidence in finding.evidence) else "unquoted"


def limited(text: str, part: str) -> str:
    """The text, cleaned and no longer than this part may be."""
    return shortened(plain(text), limit(part))


def limit(part: str) -> int:
    """Characters that a part of a notice may have."""
    return int(words()["limits"][part])


def sentence(name: str) -> str:
    """A sentence of ours."""
    sentences: dict[str, Any] = words()["sentences"]
    return str(sentences[name])


def _over(alert: Alert, reason: Reason) -> str:
    """How it came to its end, where that is what is told."""
    if reason != Reason.SETTLED:
        return ""
    if alert.settled_reason:
        return sentence("settled_by_hand").format(reason=shortened(quoted(alert.settled_reason), limit("reason")))
    return sentence("settled")


def _whose(alert: Alert) -> str:
    """District and department, without saying the district twice."""
    return f"{limited(alert.body.district, 'district')} {limited(own_name(alert), 'department')}".strip()


def own_name(alert: Alert) -> str:
    """The department without its district: 重庆市|澄湖区|水务局."""
    district, department = plain(alert.body.district), plain(alert.body.department)
    before, _, after = department.partition(district or "\n")
    return after if after and len(before) <= _CITY else department


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
        changes.append(_changed(sentence("level"), level(previous.severity), level(finding.severity)))
    return "；".join(changes) or _changed("", previous.formula or previous.message, finding.formula or finding.message)


def _changed(name: str, before: str, after: str) -> str:
    return sentence("changed").format(name=plain(name), before=plain(before), after=plain(after))


def _digest(alert: Alert) -> str:
    digest = alert.document_sha256 or next((e.sha256 for e in alert.finding.evidence if e.sha256), "")
    hexadecimal = re.match(r"[0-9a-f]{12}", digest)
    return hexadecimal[0] if hexadecimal else ""


def _address(url: str) -> str:
    """The address as one run of printable ASCII; empty where it is none of the web's."""
    return quote(url, safe=_URL_SAFE) if _site(url) else ""


def _site(url: str) -> str:
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    known = split.scheme in ("http", "https") and split.hostname
    return shortened(quote(split.hostname or "", safe="-."), limit("site")) if known else ""

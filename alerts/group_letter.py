"""Everything that waits for one recipient → one letter, the gravest first, whatever the channel takes. Pure.

Red and orange alarms come first, whose they are beside each; the rest follows by district, year and kind. Where the
channel takes less, words are left out before alerts are. What does not fit all the same is counted in a chat, where one
message must do, and told in further parts elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from alerts.entry import Entry, limit, sentence
from alerts.letter import Item, Paper, details_of, entry_on, letter, line_of
from alerts.model import Alert, Notice, Severity
from alerts.routing import is_alarm
from alerts.safe_text import plain, words

_AROUND = 60  # characters around what is told: the disclaimer, the last id, line breaks
_MORE = 90  # the line that counts what is left out
_CHAT = 10_000  # what takes no more characters than that is a chat
_AROUND_EACH = {True: 12, False: 4}  # characters around each piece of a line: in HTML, in plain text

#: How much is said of each, first of red and orange alarms, then of the others; what fits first is taken.
_FULL, _LINKED, _SHORT = "full", "linked", "short"
_IN_MAIL = ((_FULL, _FULL), (_FULL, _LINKED), (_LINKED, _SHORT), (_SHORT, _SHORT))
_IN_TEXT = _IN_MAIL[1:]

_Printed = dict[str, Any]


def compose_group(told: Sequence[Item], paper: Paper, note: str = "") -> list[tuple[Notice, tuple[str, ...]]]:
    """The letter, mostly one, with the alerts that it tells, the id of each beside its line or counted.

    ``note`` is said about the letters themselves.
    """
    ordered = ordered_by_gravity(told)
    room = paper.characters - limit("title") - _AROUND - len(note)
    printed = _fitted(ordered, _sections(ordered), paper, room)
    ids, title = tuple(one.alert.id for one in ordered), _title(ordered)
    if paper.characters <= _CHAT and sum(map(_length, printed)) > room:
        shown = _as_many_as_fit(printed, room - _MORE)
        return [(_notice(title, shown, paper, note, _more(ordered[len(shown) :], paper, shown[-1]["id"])), ids)]
    parts = list(_parts(printed, room))
    names = [words()["letter"]["part"].format(part=n, parts=len(parts)) for n in range(1, len(parts) + 1)]
    return [
        (_notice(title + (name if len(parts) > 1 else ""), part, paper, note), tuple(one["id"] for one in part))
        for name, part in zip(names, parts, strict=True)
    ]


def _notice(title: str, printed: Sequence[_Printed], paper: Paper, note: str, more: str = "") -> Notice:
    values = {"entries": printed, "more": more, "note": note, "disclaimer": sentence("disclaimer")}
    return letter("group", title, printed[-1]["id"], paper, values)


def ordered_by_gravity(told: Sequence[Item]) -> list[Item]:
    """Each alert once, as it is told: urgent alarms, then batch by batch, the gravest batch first."""
    best: dict[str, Item] = {}
    for one in sorted(told, key=_gravity):
        best.setdefault(one.alert.id, one)
    rest = [one for one in best.values() if not _urgent(one)]
    gravest = {_batch(one.alert): _gravity(one)[:2] for one in reversed(rest)}
    by_batch = sorted(rest, key=lambda one: (gravest[_batch(one.alert)], _batch_order(one.alert)))
    return [*(one for one in best.values() if _urgent(one)), *by_batch]


def _gravity(one: Item) -> tuple[bool, int, str, str, str]:
    body = one.alert.body
    return (
        not is_alarm(one.reason), -one.alert.finding.severity.rank, body.district, body.department, one.alert.id
    )  # fmt: skip


def _urgent(one: Item) -> bool:
    return is_alarm(one.reason) and one.alert.finding.severity.rank >= Severity.HIGH.rank


def _batch(alert: Alert) -> tuple[str, int, str]:
    body = alert.body
    return body.district, body.fiscal_year, body.kind.value


def _batch_order(alert: Alert) -> tuple[str, int, str]:
    district, year, kind = _batch(alert)
    return district, -year, kind  # the newest year first


def _sections(ordered: Sequence[Item]) -> list[str]:
    """Beside each the heading that begins with it, mostly none; none at all where all were published together."""
    if len({_batch(one.alert) for one in ordered}) == 1:
        return [""] * len(ordered)
    headings: list[str] = []
    for urgent, ones in groupby(ordered, key=_urgent):
        for _, group in groupby(ones, key=lambda one: urgent or _batch(one.alert)):
            together = list(group)
            form = words()["letter"]["urgent_section" if urgent else "section"]
            heading = form.format(batch=_batch_in_words(together[0].alert), count=len(together))
            headings += [heading, *[""] * (len(together) - 1)]
    return headings


def _batch_in_words(alert: Alert) -> str:
    district, year, kind = _batch(alert)
    form: str = words()["letter"]["batch"]
    return form.format(district=plain(district), year=year, kind=words()["kinds"][kind])


# --- what fits ------------------------------------------------------------------------------------


def _fitted(ordered: Sequence[Item], sections: Sequence[str], paper: Paper, room: int) -> list[_Printed]:
    apart = any(sections)
    printed: list[_Printed] = []
    for urgent, others in _IN_MAIL if paper.html else _IN_TEXT:
        printed = [
            _printed(one, paper, urgent if _urgent(one) else others, heading, whole=apart and _urgent(one))
            for one, heading in zip(ordered, sections, strict=True)
        ]
        if sum(map(_length, printed)) <= room:
            return printed
    return printed


def _as_many_as_fit(printed: Sequence[_Printed], room: int) -> list[_Printed]:
    """At least the first."""
    return next(_parts(printed, room))


def _parts(printed: Sequence[_Printed], room: int) -> Iterator[list[_Printed]]:
    """As many into each part as there is room for, at least one."""
    part: list[_Printed] = []
    used = 0
    for one in printed:
        if part and used + _length(one) > room:
            yield part
            part, used = [], 0
        part.append(one)
        used += _length(one)
    yield part


def _length(one: _Printed) -> int:
    said = (one["section"], one["id"], one["mark"], one["who"], one["topic"], one["line"], *one["details"])
    return sum(len(text) + one["around"] for text in said)


def _printed(one: Item, paper: Paper, depth: str, section: str, *, whole: bool) -> _Printed:
    entry = entry_on(one, paper)
    said = {
        _FULL: (entry.fact, details_of(entry, paper)),
        _LINKED: (line_of(entry), (entry.url,) if entry.url else ()),
        _SHORT: (line_of(entry), ()),
    }
    line, details = said[depth]
    who = f"{entry.whose} {entry.what}" if whole else entry.department
    added = {
        "mark": entry.mark,
        "advice": entry.advice,
        "line": line,
        "details": details,
        "around": _AROUND_EACH[paper.html],
    }
    return asdict(entry) | added | {"section": section, "who": who}


# --- what stands around it ------------------------------------------------------------------------


def _title(ordered: Sequence[Item]) -> str:
    first, bodies = ordered[0].alert, [one.alert.body for one in ordered]
    districts = dict.fromkeys(body.district for body in bodies)
    where = plain(first.body.district)
    if len(districts) > 1:
        where = words()["letter"]["districts"].format(district=where, count=len(districts))
    elif len({_batch(one.alert) for one in ordered}) == 1:
        where = _batch_in_words(first)
    title: str = words()["letter"]["group_title"]
    return title.format(mark=_mark(ordered), where=where, count=len(ordered))


def _mark(ordered: Sequence[Item]) -> str:
    """The gravest colour of what is new; where nothing is, the mark of the first."""
    if not is_alarm(ordered[0].reason):
        return entry_on(ordered[0], Paper()).mark
    form: str = words()["letter"]["alarm_mark"]
    return form.format(level=words()["levels"][ordered[0].alert.finding.severity.value])


def _more(left_out: Sequence[Item], paper: Paper, last: str) -> str:
    if not left_out:
        return ""
    counts = Counter(_sort(one, entry_on(one, paper)) for one in left_out)
    said = "、".join(words()["letter"]["more_of"].format(what=what, count=number) for what, number in counts.items())
    form: str = words()["letter"]["more"]
    return form.format(counts=said, id=last)


def _sort(one: Item, entry: Entry) -> str:
    return entry.level if is_alarm(one.reason) else entry.heading

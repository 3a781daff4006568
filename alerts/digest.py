"""What has gathered → a letter with sections: new, settled, still open, follow-ups, troubles, deadlines. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alerts.amounts import amount_of
from alerts.entry import entry_of
from alerts.letter import Item, Paper, line_of
from alerts.model import Alert, Notice, Reason
from alerts.parts import Line, Section, compose_parts
from alerts.safe_text import plain, words

_TOP = 10  # amounts that are listed
_LONGEST_LIST = 20  # alerts still open that are listed; the others are counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """What a digest tells. Texts of sites and people may stand in the lines: they are cleaned here."""

    day: date
    weekly: bool
    told: Sequence[Item] = ()  # new, corrected, settled since the last one
    still_open: Sequence[Alert] = ()  # told before, nothing new
    handled: Mapping[str, int] = field(default_factory=dict)  # what people and newer readings did in this period
    counts: tuple[dict[str, int], dict[str, int]] | None = None  # by colour, this period and the one before
    progress: Sequence[str] = ()  # who has published, by district
    follow_ups: Sequence[str] = ()  # answers and corrections that are due
    dead: Sequence[str] = ()  # notices that could not be delivered
    unchecked: Sequence[str] = ()  # sources that could not be read
    deadlines: Sequence[str] = ()  # of the next seven days

    @property
    def worth_sending(self) -> bool:
        """Whether it says more than that nothing has changed."""
        return bool(self.told or self.follow_ups or self.dead or self.unchecked or self.deadlines)


def compose_digest(gathered: Gathered, paper: Paper) -> list[tuple[Notice, tuple[str, ...]]]:
    """The daily or weekly letter, in parts where the channel takes no more at a time, with what each tells."""
    new = _by_gravity([one for one in gathered.told if one.reason != Reason.SETTLED])
    settled = _by_gravity([one for one in gathered.told if one.reason == Reason.SETTLED])
    kind = words()["letter"]["weekly_title" if gathered.weekly else "daily_title"]
    sections = [
        Section(title=f"新增与变化（{len(new)} 条）", lines=_told(new, paper)),
        Section(title="红橙黄蓝", lines=_colours(gathered)),
        Section(title="金额最大", lines=_largest_amounts(gathered) if gathered.weekly else ()),
        Section(title="本期核实", lines=_handled(gathered)),
        Section(title=f"已解除（{len(settled)} 条）", lines=_told(settled, paper)),
        Section(title=f"仍待处理（{len(gathered.still_open)} 条）", lines=_open(gathered.still_open, paper)),
        Section(title="公开进度", lines=_plain(gathered.progress)),
        Section(title="跟进到期", lines=_plain(gathered.follow_ups)),
        Section(title="下周到期", lines=_plain(gathered.deadlines)),
        Section(title="未能检查的来源（其中有无新公开无从得知）", lines=_plain(gathered.unchecked)),
        Section(title="未能送达的通知", lines=_plain(gathered.dead)),
    ]
    return compose_parts(str(kind).format(day=f"{gathered.day:%m-%d}", new=len(new)), sections, paper)


def _told(told: Sequence[Item], paper: Paper) -> tuple[Line, ...]:
    entries = [entry_of(one.alert, one.reason, paper.zone) for one in told]
    return tuple(
        Line(text=f"{e.id} {e.mark}{e.whose} {e.what}｜{e.topic}：{line_of(e)}", alert_id=e.id) for e in entries
    )


def _open(alerts: Sequence[Alert], paper: Paper) -> tuple[Line, ...]:
    entries = [entry_of(alert, Reason.REMINDER, paper.zone) for alert in alerts[:_LONGEST_LIST]]
    lines = [f"{e.id} 【{e.level}】{e.whose} {e.what}｜{e.topic}（首见 {e.first_seen}）" for e in entries]
    more = len(alerts) - len(entries)
    if more > 0:
        lines.append(f"另有 {more} 条，用 watcher alerts --state open 查看")
    return tuple(Line(text=line) for line in lines)


def _colours(gathered: Gathered) -> tuple[Line, ...]:
    if gathered.counts is None or not any(any(counts.values()) for counts in gathered.counts):
        return ()
    now, before = gathered.counts
    levels = dict.fromkeys(words()["levels"].values())
    return (Line(text="　".join(f"{name} {now.get(name, 0)}（上期 {before.get(name, 0)}）" for name in levels)),)


def _by_gravity(told: Sequence[Item]) -> list[Item]:
    """The gravest first, among equals the largest amount: a percent of little is little."""
    return sorted(told, key=lambda one: (-one.alert.finding.severity.rank, -_amount(one.alert), one.alert.id))


def _amount(alert: Alert) -> Decimal:
    return amount_of(alert.finding) or Decimal(0)


def _largest_amounts(gathered: Gathered) -> tuple[Line, ...]:
    """Of all that needs an eye, new or not, the largest amounts; percents don't count."""
    waiting = [one.alert for one in gathered.told if one.reason != Reason.SETTLED] + list(gathered.still_open)
    ordered = sorted(waiting, key=lambda alert: (-_amount(alert), alert.id))[:_TOP]
    entries = [(entry_of(alert, Reason.REMINDER), _amount(alert)) for alert in ordered if _amount(alert)]
    return tuple(
        Line(text=f"{number}. {amount.normalize():f}万元 {e.id} {e.whose} {e.what}｜{e.topic}")
        for number, (e, amount) in enumerate(entries, 1)
    )


def _handled(gathered: Gathered) -> tuple[Line, ...]:
    said = "　".join(f"{name} {number}" for name, number in gathered.handled.items() if number)
    return (Line(text=said),) if said else ()


def _plain(lines: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(text=plain(line)) for line in lines)

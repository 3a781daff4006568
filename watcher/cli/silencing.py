"""`watcher alerts silence | silences | unsilence`: nothing is said of some alerts until a moment, and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.model import Severity, Silence
from parsers.model import Kind
from watcher.cli.options import add_by, print_json, who
from watcher.context import FrontDesk
from watcher.steps import act_on_alert
from watcher.wording import KINDS

CANNOT = 1
LEVELS = {"红": Severity.CRITICAL, "橙": Severity.HIGH, "黄": Severity.MEDIUM, "蓝": Severity.LOW}
KIND_WORDS = {"预算": Kind.BUDGET, "决算": Kind.FINAL_ACCOUNTS}
MATCHERS = ("alert", "rule", "department", "district", "kind", "year", "severity")


def add_silence(parser: argparse.ArgumentParser) -> None:
    """The matchers, and until when, who and why: those three are never left out."""
    parser.add_argument("--alert", metavar="编号", default="", help="只静默这一条线索")
    parser.add_argument("--rule", metavar="规则", default="", help="规则编号，可用通配符，例如 G2、G*")
    parser.add_argument("--department", metavar="部门", default="", help="部门名称，可不写区县")
    parser.add_argument("--district", metavar="区县", default="", help="区县名称")
    parser.add_argument("--kind", type=_kind, metavar="类型", help="预算或决算")
    parser.add_argument("--year", type=int, metavar="年度", help="预决算年度，例如 2024")
    parser.add_argument("--severity", type=_level, metavar="等级", help="红、橙、黄、蓝：此等级及以下，更高的照发")
    parser.add_argument("--until", required=True, metavar="时间", help="到何时为止：2026-12-31 或 2026-12-31T18:00")
    parser.add_argument("--author", required=True, metavar="姓名", help="谁决定的")
    parser.add_argument("--reason", required=True, metavar="理由", help="为什么")


def add_unsilence(parser: argparse.ArgumentParser) -> None:
    """NUMBER, --by"""
    parser.add_argument("number", metavar="号", type=int, help="watcher alerts silences 列出的号")
    add_by(parser)


def silence(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    """0; 1 where it would mean everything, has no end to come, no author or no reason."""
    if not any(getattr(arguments, name) for name in MATCHERS):
        print(f"须至少写明 {'、'.join('--' + name for name in MATCHERS)} 之一", file=sys.stderr)
        return CANNOT
    until = _moment(arguments.until, desk.settings.service.timezone)
    if until is None or until <= desk.now() or not (arguments.author.strip() and arguments.reason.strip()):
        print("--until 须为将来的日期或时间，--author 和 --reason 不能为空", file=sys.stderr)
        return CANNOT
    number, meant = act_on_alert.silence(desk, _wanted(arguments, desk.now(), until))
    print(f"静默 {number} 生效，至 {until:%Y-%m-%d %H:%M}；现有 {meant} 条线索在其中（照列，不发通知）")
    return 0


def unsilence(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    """0; 1 where none of that number holds."""
    ended = act_on_alert.end_silence(desk, arguments.number, who(arguments))
    print(f"静默 {arguments.number} 已结束" if ended else f"没有生效中的静默 {arguments.number}")
    return 0 if ended else CANNOT


def show_silences(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    """0"""
    now, zone = desk.now(), ZoneInfo(desk.settings.service.timezone)
    with desk.database.reading() as unit:
        silences = unit.silences.all()
    if arguments.json:
        print_json({"silences": [_described(s, now) for s in silences]})
        return 0
    for s in silences:
        state = "生效中" if _holds(s, now) else f"已由{s.ended_by}提前结束" if s.ended_by else "已到期"
        until = s.until.astimezone(zone)
        print(f"{s.id} {state} {' '.join(_meaning(s))} 至 {until:%Y-%m-%d %H:%M} {s.author}：{s.reason}")
    if not silences:
        print("没有静默")
    return 0


def _wanted(arguments: argparse.Namespace, now: datetime, until: datetime) -> Silence:
    return Silence(
        rule=arguments.rule,
        department=arguments.department,
        district=arguments.district,
        alert_id=arguments.alert.strip().upper() or None,
        max_severity=arguments.severity,
        kind=arguments.kind,
        fiscal_year=arguments.year,
        created_at=now,
        until=until,
        author=arguments.author,
        reason=arguments.reason,
    )


def _kind(word: str) -> Kind:
    found = KIND_WORDS.get(word) or next((kind for kind in Kind if word in (kind.value, KINDS[kind])), None)
    if found is None:
        raise argparse.ArgumentTypeError("写作 预算 或 决算")
    return found


def _level(word: str) -> Severity:
    found = LEVELS.get(word) or next((level for level in Severity if level.value == word), None)
    if found is None:
        raise argparse.ArgumentTypeError(f"可用的等级：{'、'.join(LEVELS)}")
    return found


def _moment(text: str, zone: str) -> datetime | None:
    """A date means the end of that day, where the service is."""
    try:
        if len(text) == len("2026-12-31"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, ZoneInfo(zone))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _meaning(silence: Silence) -> Iterator[str]:
    """What it means, in words."""
    yield from (part for part in (silence.alert_id, silence.rule, silence.district, silence.department) if part)
    if silence.kind:
        yield KINDS[silence.kind]
    if silence.fiscal_year:
        yield f"{silence.fiscal_year}年度"
    if silence.max_severity:
        yield next(word for word, level in LEVELS.items() if level.rank <= silence.max_severity.rank) + "及以下"


def _described(silence: Silence, now: datetime) -> dict[str, object]:
    times = ("until", "created_at", "ended_at")
    plain = {k: v.isoformat() if k in times and isinstance(v, datetime) else v for k, v in asdict(silence).items()}
    return plain | {"holds": _holds(silence, now)}


def _holds(silence: Silence, now: datetime) -> bool:
    return silence.ended_at is None and now < silence.until

"""`watcher alerts ack | dismiss | reopen | label | history | silence | silences | unsilence`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts import settings as rule_settings
from alerts.lifecycle import IllegalStepError
from alerts.model import Alert, Silence
from watcher.cli.alert_history import show_history, show_silences
from watcher.cli.options import stored
from watcher.config import Settings
from watcher.context import FrontDesk
from watcher.follow_up import LABELS, label_of
from watcher.steps import act_on_alert
from watcher.steps.act_on_alert import NoSuchAlertError
from watcher.wording import STATES

CANNOT = 1


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """The verbs, each with its own arguments; without one the alerts are listed."""
    verbs = parser.add_subparsers(dest="act", metavar="动作", required=False)
    for name, help_line in (("ack", "知悉：有人在办"), ("dismiss", "排除：不必关注，须写理由"), ("reopen", "重新打开")):
        verb = _verb(verbs, name, help_line)
        verb.add_argument("id", metavar="编号")
        _add_by(verb)
        verb.add_argument("--reason", required=name == "dismiss", default="", help="理由")
    _add_label(_verb(verbs, "label", "记录跟进：已函询、已回复、已整改"))
    _verb(verbs, "history", "这条线索的全部经过").add_argument("id", metavar="编号")
    _add_silence(_verb(verbs, "silence", "静默：到期前不发通知，线索照列"))
    _verb(verbs, "silences", "列出静默")
    ending = _verb(verbs, "unsilence", "提前结束一条静默")
    ending.add_argument("number", metavar="号", type=int)
    _add_by(ending)


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, line: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=line, description=line)
    # Given before or after the verb: a default here would undo what was said before it.
    parser.add_argument("-c", "--config", type=Path, default=argparse.SUPPRESS, metavar="文件", help="配置文件")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")
    return parser


def _add_by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="姓名", default="", help="是谁（默认当前系统用户）")


def _add_label(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="编号")
    parser.add_argument("label", metavar="标签", type=_label, help="、".join(f"{w}（{n}）" for n, w in LABELS.items()))
    parser.add_argument("--due", metavar="日期", type=date.fromisoformat, help="期限，例如 2026-12-01")
    parser.add_argument("--note", default="", help="说明")
    _add_by(parser)


def _add_silence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", default="", help="规则编号，可用通配符，例如 G2、G*")
    parser.add_argument("--department", default="", help="部门")
    parser.add_argument("--district", default="", help="区县")
    parser.add_argument("--until", required=True, metavar="时间", help="到何时为止：2026-12-31 或 2026-12-31T18:00")
    parser.add_argument("--author", required=True, metavar="姓名", help="谁决定的")
    parser.add_argument("--reason", required=True, help="理由")


def _label(word: str) -> str:
    found = label_of(word)
    if found is None:
        raise argparse.ArgumentTypeError(f"可用的标签：{'、'.join(LABELS.values())}")
    return found


def run_verb(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 done; 1 no such alert, or not possible from its state."""
    with _desk(settings) as desk:
        try:
            return ACTS[arguments.act](desk, arguments)
        except NoSuchAlertError as error:
            print(f"没有线索 {error}；用 watcher alerts 查看全部编号", file=sys.stderr)
        except IllegalStepError as error:
            print(f"不能这样做：{error}", file=sys.stderr)
    return CANNOT


@contextmanager
def _desk(settings: Settings) -> Iterator[FrontDesk]:
    from watcher.service import now

    with stored(settings) as database:
        yield FrontDesk(settings=settings, rules=rule_settings.load(settings.rules), database=database, now=now)


def _acknowledge(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.acknowledge(desk, arguments.id, _who(arguments), arguments.reason))


def _dismiss(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.dismiss(desk, arguments.id, _who(arguments), arguments.reason))


def _reopen(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.reopen(desk, arguments.id, _who(arguments), arguments.reason))


def _mark(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    alert = act_on_alert.label(
        desk, arguments.id, _who(arguments), arguments.label, arguments.due, arguments.note
    )  # fmt: skip
    print(f"{alert.id} {LABELS[arguments.label]}" + (f"，期限 {arguments.due}" if arguments.due else ""))
    return 0


def _silence(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    if not (arguments.rule or arguments.department or arguments.district):
        print("须至少写明 --rule、--department、--district 之一", file=sys.stderr)
        return CANNOT
    until = _moment(arguments.until, desk.settings.service.timezone)
    if until is None or until <= desk.now() or not (arguments.author.strip() and arguments.reason.strip()):
        print("--until 须为将来的日期或时间，--author 和 --reason 不能为空", file=sys.stderr)
        return CANNOT
    wanted = Silence(
        rule=arguments.rule,
        department=arguments.department,
        district=arguments.district,
        created_at=desk.now(),
        until=until,
        author=arguments.author,
        reason=arguments.reason,
    )
    number, meant = act_on_alert.silence(desk, wanted)
    print(f"静默 {number} 生效，至 {until:%Y-%m-%d %H:%M}；现有 {meant} 条线索在其中（照列，不发通知）")
    return 0


def _moment(text: str, zone: str) -> datetime | None:
    """A date means the end of that day, where the service is."""
    try:
        if len(text) == len("2026-12-31"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, ZoneInfo(zone))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _unsilence(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    ended = act_on_alert.end_silence(desk, arguments.number, _who(arguments))
    print(f"静默 {arguments.number} 已结束" if ended else f"没有生效中的静默 {arguments.number}")
    return 0 if ended else CANNOT


def _who(arguments: argparse.Namespace) -> str:
    return str(arguments.by).strip() or getpass.getuser()


def _said(alert: Alert) -> int:
    print(f"{alert.id} {STATES[alert.state]}")
    return 0


ACTS: dict[str, Callable[[FrontDesk, argparse.Namespace], int]] = {
    "ack": _acknowledge,
    "dismiss": _dismiss,
    "reopen": _reopen,
    "label": _mark,
    "history": show_history,
    "silence": _silence,
    "silences": show_silences,
    "unsilence": _unsilence,
}

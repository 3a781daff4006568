"""`watcher alerts ack | dismiss | settle | reopen | label | history | silence | silences | unsilence`."""

from __future__ import annotations

import argparse
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alerts import settings as rule_settings
from alerts.lifecycle import IllegalStepError
from alerts.model import Alert
from watcher.cli.alert_history import show_history
from watcher.cli.options import add_by, day, stored, who
from watcher.cli.silencing import add_silence, add_unsilence, show_silences, silence, unsilence
from watcher.config import Settings
from watcher.context import FrontDesk
from watcher.follow_up import LABELS, label_of, state_of
from watcher.steps import act_on_alert
from watcher.steps.act_on_alert import NoSuchAlertError
from watcher.wording import STATES

CANNOT = 1
STEPS = {
    "ack": "知悉：有人在办",
    "dismiss": "排除：不必关注，须写理由；同一情况再读到不再提示",
    "settle": "办结：已核实、答复或整改，须写理由；告知收到过提示的人",
    "reopen": "重新打开",
}

EXAMPLES = {
    "ack": "watcher alerts ack A-7F3K2QX --by 王科长 -c config.toml",
    "dismiss": 'watcher alerts dismiss A-7F3K2QX --reason "已核对，系四舍五入" -c config.toml',
    "settle": 'watcher alerts settle A-7F3K2QX --reason "部门已说明，附复函" --by 王科长 -c config.toml',
    "reopen": 'watcher alerts reopen A-7F3K2QX --reason "复函与原文不符" -c config.toml',
    "label": 'watcher alerts label A-7F3K2QX 已函询 --due 2026-12-01 --note "已发函" -c config.toml',
    "silence": """watcher alerts silence --rule "G*" --until 2026-12-31 --author 王科长 --reason 检查 -c config.toml
  watcher alerts silence --severity 黄 --year 2024 --until 2026-12-31T18:00 --author 王科长 --reason 检查 -c config.toml
各项条件须同时符合，至少写一项；到期自动恢复，期间的线索届时仍成立的补发""",
    "silences": "watcher alerts silences -c config.toml",
    "unsilence": "watcher alerts unsilence 3 --by 王科长 -c config.toml",
}


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """The verbs, each with its own arguments; without one the alerts are listed."""
    verbs = parser.add_subparsers(dest="act", metavar="动作", required=False)
    for name, help_line in STEPS.items():
        verb = _verb(verbs, name, help_line)
        verb.add_argument("id", metavar="编号")
        add_by(verb)
        verb.add_argument("--reason", required=name in ("dismiss", "settle"), default="", metavar="理由", help="为什么")
    _add_label(_verb(verbs, "label", "记录跟进：已函询、已回复、已整改"))
    _verb(verbs, "history", "这条线索的全部经过").add_argument("id", metavar="编号")
    add_silence(_verb(verbs, "silence", "静默：到期前不发通知，线索照列"))
    _verb(verbs, "silences", "列出静默")
    add_unsilence(_verb(verbs, "unsilence", "提前结束一条静默"))


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, line: str) -> argparse.ArgumentParser:
    examples = EXAMPLES.get(name, f"watcher alerts {name} A-7F3K2QX -c config.toml")
    parser = verbs.add_parser(
        name, help=line, description=line, epilog=f"例：\n  {examples}", formatter_class=RawDescriptionHelpFormatter
    )
    # Given before or after the verb: a default here would undo what was said before it.
    parser.add_argument("-c", "--config", type=Path, default=argparse.SUPPRESS, metavar="文件", help="配置文件")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出 JSON")
    return parser


def _add_label(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="编号")
    parser.add_argument("label", metavar="标签", type=_label, help="、".join(f"{w}（{n}）" for n, w in LABELS.items()))
    parser.add_argument("--due", metavar="日期", type=day, help="期限，例如 2026-12-01；到期未了结会提醒")
    parser.add_argument("--note", metavar="说明", default="", help="例如：已发函第 12 号")
    add_by(parser)


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
            why = f"这条线索现在是“{STATES[error.state]}”" if error.state else error
            print(f"不能这样做：{why}", file=sys.stderr)
    return CANNOT


@contextmanager
def _desk(settings: Settings) -> Iterator[FrontDesk]:
    from watcher.service import now

    with stored(settings) as database:
        yield FrontDesk(settings=settings, rules=rule_settings.load(settings.rules), database=database, now=now)


def _acknowledge(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.acknowledge(desk, arguments.id, who(arguments), arguments.reason))


def _settle(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.settle(desk, arguments.id, who(arguments), arguments.reason))


def _dismiss(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.dismiss(desk, arguments.id, who(arguments), arguments.reason))


def _reopen(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    return _said(act_on_alert.reopen(desk, arguments.id, who(arguments), arguments.reason))


def _mark(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    alert = act_on_alert.label(
        desk, arguments.id, who(arguments), arguments.label, arguments.due, arguments.note
    )  # fmt: skip
    print(f"{alert.id} {LABELS[arguments.label]}" + (f"，期限 {arguments.due}" if arguments.due else ""))
    return 0


def _said(alert: Alert) -> int:
    print(f"{alert.id} {state_of(alert)}")
    return 0


ACTS: dict[str, Callable[[FrontDesk, argparse.Namespace], int]] = {
    "ack": _acknowledge,
    "dismiss": _dismiss,
    "settle": _settle,
    "reopen": _reopen,
    "label": _mark,
    "history": show_history,
    "silence": silence,
    "silences": show_silences,
    "unsilence": unsilence,
}

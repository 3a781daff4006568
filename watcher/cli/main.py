"""`watcher`: the table of verbs and what every verb shares. A verb's module is imported only when it is used."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Protocol

from watcher.cli.loading import load
from watcher.cli.parser import Parser


class Verb(Protocol):
    """A module of this package: ``add_arguments`` and ``run``."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's own arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit status is the contract's."""


#: verb → (module, one line of help). The order is that of a user's first day.
VERBS = {
    "demo": ("demo", "在本机演示全过程：虚构区县公开报告、发现、读取、比对、送出提示"),
    "audit": ("audit", "离线读取并核对报告文件"),
    "check-config": ("check_config", "检查配置文件"),
    "poll": ("poll", "立即巡查一遍，然后退出（适合 cron）"),
    "run": ("run", "长期运行，直到收到停止信号"),
    "reports": ("reports", "列出已存报告"),
    "alerts": ("alerts", "列出线索及其送达情况"),
    "deliveries": ("deliveries", "列出通知：待送、已送达、死信"),
    "redeliver": ("redeliver", "重新发送死信"),
    "feed": ("feed", "写出 Atom 订阅源"),
    "explain": ("explain", "说明一条线索：规则、算式、原文、位置"),
    "diff": ("diff", "一个部门两年的数字并排：指标、功能科目、经济科目"),
    "coverage": ("coverage", "各区县各部门各年度：按期、逾期、未见、无法判断"),
    "deadlines": ("deadlines", "列出批准日；确认网页建议的批准日"),
    "deadlines-import": ("deadlines_import", "从 CSV 录入人大批准日"),
    "calendar": ("calendar", "把公开期限写成日历文件（.ics）"),
    "export": ("export", "导出一份报告的原件证据（WARC）"),
    "sources-add": ("sources_add", "试读一个栏目，并把它写进配置"),
    "add": ("add", "录入人工取得的报告文件"),
    "sources": ("sources", "列出各来源的状况"),
    "status": ("status", "一屏看清是否一切正常"),
    "healthy": ("healthy", "服务的心跳是否正常（供容器健康检查）"),
    "backup": ("backup", "备份数据库和原件，服务可照常运行"),
    "restore": ("restore", "从备份恢复"),
    "rules": ("rules", "列出全部规则及其参数"),
    "departments": ("departments", "部门名册：哪些名称是同一部门；确认更名和所属关系"),
    "replay": ("replay", "用现在的规则重判已存报告，看会出现、消失什么；不通知"),
    "notify-test": ("notify_test", "给每个接收人发一条测试消息"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Errors that a user can mend are told in one line; exit status as the verb says."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(words).parse_args(words)
    verb: Verb = importlib.import_module(f"watcher.cli.{VERBS[arguments.verb][0]}")
    try:
        return verb.run(arguments)
    except BrokenPipeError:  # `watcher alerts | head` is no error
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the module of the verb that is used is imported for its arguments."""
    parser = Parser(
        prog="watcher",
        description="公开哨：盯住区县部门预决算公开",
        epilog="例：watcher demo · watcher audit 报告.pdf · watcher poll -c config.toml",
    )
    parser.add_argument("--version", action="version", version=f"公开哨 {version('gongkai-watch')}")
    verbs = parser.add_subparsers(dest="verb", metavar="命令", required=True)
    used = next((word for word in words if word in VERBS), None)
    for name, (module, help_line) in VERBS.items():
        sub = verbs.add_parser(
            name, help=help_line, description=help_line, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == used:
            load(f"watcher.cli.{module}")
            verb: Verb = importlib.import_module(f"watcher.cli.{module}")
            sub.epilog = (getattr(verb, "EXAMPLES", "") or "").strip() or None
            verb.add_arguments(sub)
    return parser

"""`watcher audit`: read and check report files offline. Needs no database and no network."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alerts import settings as rule_settings
from alerts.model import Severity
from alerts.register import Register
from alerts.settings import RuleBook
from watcher.audit.as_json import audit_json
from watcher.audit.auditing import ONLY_NAMES, Audit, audit
from watcher.cli.options import add_json, print_json
from watcher.reading.reader import Reader

if TYPE_CHECKING:
    from watcher.config import Settings

EXAMPLES = """
例：
  watcher audit 2024年部门决算.pdf
  watcher audit 公开页面.html 附件.xlsx --json
  watcher audit 2023.docx 2024.docx         几份互为历史，可比较各年
退出码：0 未见中级以上线索；1 有中级以上线索；2 有文件无法读取（其余照常列出）
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH…, --json, --relations, -c"""
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹", help="一个文件夹算一份公开内容")
    add_json(parser)
    parser.add_argument("--relations", action="store_true", help="列出每条勾稽关系：相符、不符，或未能核对的原因")
    parser.add_argument(
        "-c", "--config", type=Path, metavar="文件", help="采用这份配置中的规则参数、自定规则和部门名册"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 nothing found, 1 findings of severity medium or above, 2 a file could not be read."""
    if arguments.config is None:
        return _audit(arguments, rule_settings.load(), ONLY_NAMES)
    from watcher.cli.options import with_settings
    from watcher.rulebook import configured_register, rule_book

    def work(settings: Settings) -> int:
        return _audit(arguments, rule_book(settings), configured_register(settings.departments))

    return with_settings(arguments.config, work)


def _audit(arguments: argparse.Namespace, rules: RuleBook, register: Register) -> int:
    with Reader(start_method="fork") as reader:
        result = audit(arguments.paths, rules, reader, register)
    if arguments.json:
        print_json(audit_json(result))
    elif arguments.relations:
        from watcher.audit.relations_text import relations_text

        print(relations_text(result))
    else:
        from watcher.audit.as_text import audit_text

        print(audit_text(result))
        sys.stdout.flush()
    return _status(result)


def _status(result: Audit) -> int:
    if result.errors:
        return 2
    grave = any(f.severity.rank >= Severity.MEDIUM.rank for a in result.audited for f in a.findings)
    return 1 if grave else 0

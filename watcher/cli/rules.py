"""`watcher rules`: every rule with its severity, source, parameters and where each was set."""

from __future__ import annotations

import argparse
from pathlib import Path

from alerts import settings as rule_settings
from watcher.cli.options import add_json, print_json, with_settings

EXAMPLES = """
例：
  watcher rules
  watcher rules -c config.toml --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c (optional), --json"""
    parser.add_argument("-c", "--config", type=Path, metavar="文件", help="配置文件；不给则列出默认值")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0"""
    if arguments.config is None:
        return _list(rule_settings.load(), as_json=arguments.json)
    from watcher.rulebook import rule_book

    return with_settings(arguments.config, lambda settings: _list(rule_book(settings), as_json=arguments.json))


def _list(book: rule_settings.RuleBook, *, as_json: bool) -> int:
    rules = book.listing()
    if as_json:
        print_json({"rules": rules})
        return 0
    for rule in rules:
        own = "【自定】" if rule["own"] else ""
        off = "" if rule["enabled"] else "，已停用"
        changed = "，配置" if rule["severity_set_in"] == "config" else ""
        print(f"{rule['id']} {own}{rule['title']}（{rule['severity']}{changed}{off}）依据：{rule['source']}")
        for name, parameter in rule["parameters"].items():
            where = "配置" if parameter["set_in"] == "config" else "默认"
            print(f"    {name} = {_shown(parameter['value'])}{parameter['unit']}（{where}）{parameter['about']}")
    return 0


def _shown(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, list) else value

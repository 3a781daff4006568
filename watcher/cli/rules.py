"""`watcher rules`: every rule with its severity, source, parameters and where each was set."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

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
        return _list({}, as_json=arguments.json)
    return with_settings(arguments.config, lambda settings: _list(settings.rules, as_json=arguments.json))


def _list(overrides: dict[str, dict[str, object]], *, as_json: bool) -> int:
    rules = [_described(entry) for entry in rule_settings.load(overrides).listing()]
    if as_json:
        print_json({"rules": rules})
        return 0
    for rule in rules:
        print(f"{rule['id']} {rule['title']}（{rule['severity']}）依据：{rule['source']}")
        for name, parameter in rule["parameters"].items():
            print(f"    {name} = {parameter['value']}（{parameter['set_in']}）")
    return 0


def _described(entry: dict[str, Any]) -> dict[str, Any]:
    return entry

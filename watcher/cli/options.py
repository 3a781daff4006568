"""Arguments and openings that several verbs share."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage import Database
    from watcher.config import Settings

BAD_CONFIGURATION = 2


def add_config(parser: argparse.ArgumentParser) -> None:
    """-c FILE"""
    parser.add_argument(
        "-c", "--config", type=Path, default=Path("config.toml"), metavar="文件", help="配置文件（默认 config.toml）"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """--json"""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")


def add_by(parser: argparse.ArgumentParser) -> None:
    """--by"""
    parser.add_argument("--by", metavar="姓名", default="", help="是谁（默认当前系统用户）")


def who(arguments: argparse.Namespace) -> str:
    """Who does it: as said, else the user of this machine."""
    return str(arguments.by).strip() or getpass.getuser()


def day(text: str) -> date:
    """An argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"不是日期：{text}；写作 2026-01-31") from error


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def with_settings(config: Path, work: Callable[[Settings], int]) -> int:
    """Load the configuration and work with it; a bad configuration or storage is told in words, status 2."""
    from storage.errors import StorageError
    from watcher.config import ConfigError, load_settings

    try:
        return work(load_settings(config))
    except (ConfigError, StorageError) as error:
        print(error, file=sys.stderr)
        return BAD_CONFIGURATION


@contextmanager
def stored(settings: Settings) -> Iterator[Database]:
    """The database, for looking only."""
    from storage import open_database

    Path(settings.service.data).mkdir(parents=True, exist_ok=True)
    database = open_database(settings.service.database)
    try:
        database.migrate()
        yield database
    finally:
        database.dispose()

"""`watcher add`: take in a report that a person fetched, as if it had been found at its address."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from watcher.cli.options import add_config, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher add 水务局2024年度部门决算.pdf --source-url http://www.example.gov.cn/czyjs/t20251020_1.html -c config.toml
一次录入的文件算作一份公开内容（正文和附件一起给）。网址须在某个已配置来源的网站上。
退出码：0 已录入；1 未能录入或读不出；2 配置有误
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH…, --source-url, -c"""
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件")
    parser.add_argument("--source-url", required=True, metavar="网址", help="报告所在的网页；没有网页时写栏目网址")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 taken in, 1 it could not be read, 2 bad configuration."""
    return with_settings(arguments.config, lambda settings: _take_in(settings, arguments))


def _take_in(settings: Settings, arguments: argparse.Namespace) -> int:
    from parsers.errors import LimitExceeded
    from watcher.delivering import deliver_pass
    from watcher.draining import drain
    from watcher.logs import log_to_stderr
    from watcher.reading.from_disk import content_of
    from watcher.service import open_context
    from watcher.steps.take_in import NoSuchSourceError, take_in

    log_to_stderr(settings.service.log)
    try:
        files = [(path.name, content_of(path)) for path in arguments.paths]
    except OSError as error:
        print(f"无法打开 {error.filename}：{error.strerror}", file=sys.stderr)
        return 1
    except LimitExceeded as error:
        print(f"无法读取：{error}", file=sys.stderr)
        return 1
    with open_context(settings) as context:
        try:
            publication_id = take_in(context, arguments.source_url, files)
        except NoSuchSourceError:
            known = "、".join(source.url for source in settings.sources) or "（无）"
            print(f"{arguments.source_url} 不在任何已配置来源的网站上；已配置：{known}", file=sys.stderr)
            return 1
        drain(context)
        deliver_pass(context)
        with context.database.reading() as unit:
            publication = unit.publications.get(publication_id)
            body = unit.reports.get(publication.report_id).body if publication.report_id else None
    if body is None:
        print(f"已存档，但未能读成报告：{publication.last_error or '不是部门预决算报告'}", file=sys.stderr)
        return 1
    kind = "预算" if body.kind == "budget" else "决算"
    print(f"已录入：{body.district} {body.department} {body.fiscal_year} 年度{kind}")
    return 0

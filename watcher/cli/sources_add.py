"""`watcher sources-add`: probe a column, show what it found, and write its block into the configuration.

A page that lists no reports but the columns of a district's bodies is shown as the directory that it is; ``--all``
probes each of them and writes those that hold reports.
"""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from pydantic import ValidationError

from watcher.cli.options import add_config, with_settings
from watcher.cli.source_blocks import append_blocks, block_of
from watcher.config import ListRequest, Settings, Source
from watcher.discovery import PageRequest
from watcher.discovery.keys import leads_to_article
from watcher.discovery.model import ListedItem
from watcher.fetching import Failed, Fetcher, InMemoryHosts
from watcher.named_requests import request_of
from watcher.probing import Probe, probe
from watcher.service import fetch_settings, now

EXAMPLES = """
例：
  watcher sources-add http://www.example.gov.cn/zwgk/czyjs/js/ -c config.toml
  watcher sources-add http://www.example.gov.cn/zwgk/czyjs/js/ --district 澄湖区 --kind final_accounts -c config.toml
  watcher sources-add http://www.example.gov.cn/gkml/ --request /gkml/list.do --post "lm=7&pageNo=1" -c config.toml
  watcher sources-add http://www.example.gov.cn/zwgk/czyjs/ --all -c config.toml    # 目录页：逐一试读其中的栏目
退出码：0 已写入（或早已在配置中）；1 没有找到可用的条目；2 配置有误
"""
SHOWN = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """URL, --all, --district, --kind, --adapter, --dry-run, -c"""
    parser.add_argument("url", metavar="网址")
    parser.add_argument("--all", action="store_true", help="网址是栏目目录时，逐一试读其中的栏目，写入含有报告的")
    parser.add_argument("--district", metavar="区县", help="所属区县；不写则取网页自称")
    parser.add_argument("--kind", choices=("budget", "final_accounts"), help="只含预算或只含决算的栏目可注明")
    parser.add_argument("--adapter", metavar="名称", help="网页看不出建站系统时指定，例如 jcms")
    parser.add_argument("--request", metavar="网址", help="页面看不出列表从哪里来时，写明列表接口的网址")
    parser.add_argument("--post", metavar="内容", help='接口要 POST 的内容：表单 "a=1&b=2" 或 JSON')
    parser.add_argument("--page-field", metavar="字段", help="页码所在的字段，名称一看便知的（pageNo 等）不必写")
    parser.add_argument("--step", type=int, default=1, metavar="数", help="每页加几；按条数翻页的写每页条数，例如 10")
    parser.add_argument("--item", metavar="网址", help="条目只有编号时的文章网址，例如 /info.html?id={id}")
    parser.add_argument("--dry-run", action="store_true", help="只看，不写")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 written, 1 nothing found, 2 bad configuration."""
    return with_settings(arguments.config, lambda settings: _add(settings, arguments))


def _add(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.url in {source.url for source in settings.sources}:
        print(f"{arguments.url} 已在配置中")
        return 0
    try:
        wanted = Source(
            district=arguments.district or "待定", url=arguments.url, kind=arguments.kind, adapter=arguments.adapter,
            request=_request(arguments),
        )  # fmt: skip
    except ValueError as error:
        print(f"不是可用的网址或适配器：{arguments.url} {arguments.adapter or ''}\n{_why(error)}", file=sys.stderr)
        return 1
    asked = settings.model_copy(update={"sources": (*settings.sources, wanted)})
    with Fetcher(fetch_settings(asked), InMemoryHosts(), now) as fetcher:
        return _write(arguments, _blocks(fetcher, settings, arguments, wanted))


def _request(arguments: argparse.Namespace) -> ListRequest | None:
    """The request that a person names for the list."""
    if not (arguments.request or arguments.post):
        return None
    return ListRequest(
        url=arguments.request or arguments.url, post=arguments.post or "", page=arguments.page_field or "",
        step=arguments.step, item=arguments.item or "",
    )  # fmt: skip


def _why(error: ValueError) -> str:
    """What a wrong entry is told: the address needs its scheme, an adapter is one of those that exist."""
    if isinstance(error, ValidationError):
        return "；".join(str(one["msg"]).removeprefix("Value error, ") for one in error.errors())
    return str(error)


def _blocks(fetcher: Fetcher, settings: Settings, arguments: argparse.Namespace, wanted: Source) -> list[str]:
    """The blocks to be written: of the column itself, or of those that it leads to."""
    found = _probed(fetcher, arguments.url, arguments, request_of(wanted))
    if found is None:
        return []
    if found.items:
        _show(found)
        return _block(arguments, arguments.url, found, found.district, wanted.request)
    _say_empty(arguments, found)
    if not arguments.all:
        return []
    known = {source.url for source in settings.sources}
    blocks: list[str] = []
    for place, column in enumerate(found.columns, 1):
        print(f"\n[{place}/{len(found.columns)}] {column.title} {column.url}", flush=True)
        blocks += _of_column(fetcher, arguments, column, found) if column.url not in known else _known(column)
    return blocks


def _probed(
    fetcher: Fetcher, url: str, arguments: argparse.Namespace, asked: PageRequest | None = None
) -> Probe | None:
    """What a page shows; None, with the reason said, where it can not be read."""
    found = probe(fetcher, url, arguments.adapter, asked)
    if isinstance(found, Failed):
        print(found.message, file=sys.stderr)
        return None
    return found


def _say_empty(arguments: argparse.Namespace, found: Probe) -> None:
    """A page without items: an article, a directory of columns, or nothing that is understood."""
    hint = "这像是一篇文章的网址，请改用它所在栏目的网址。" if leads_to_article(arguments.url) else ""
    if not found.columns:
        print("没有找到条目。" + hint + "；".join(found.problems), file=sys.stderr)
        return
    print(f"这一页没有报告条目，像是栏目目录，链接到 {len(found.columns)} 个栏目：")
    for column in found.columns:
        print(f"  {column.title} {column.url}")
    if not arguments.all:
        print("请用其中的网址逐个添加，或加 --all 全部试读、写入含有报告的", file=sys.stderr)


def _of_column(fetcher: Fetcher, arguments: argparse.Namespace, column: ListedItem, above: Probe) -> list[str]:
    """The block of a column of a directory where it holds reports, or what may be some."""
    found = _probed(fetcher, column.url, arguments)
    if found is None or not (found.reports or found.unsure):
        print("  没有报告条目，不写入")
        return []
    _show(found)
    return _block(arguments, column.url, found, found.district or above.district)


def _known(column: ListedItem) -> list[str]:
    print(f"  {column.url} 已在配置中")
    return []


def _show(found: Probe) -> None:
    dated = [item.published_on for item in found.items if item.published_on]
    span = f"，日期 {min(dated)} 至 {max(dated)}" if dated else "，没有读到日期"
    print(f"适配器 {found.adapter}：首页 {len(found.items)} 条{span}，另有 {found.further} 页")
    for what, request in (("列表", found.asked), ("下一页", found.turned)):
        if request and request.posted:
            sent = request.posted.body.decode("utf-8", "replace")
            print(f"{what}以 POST 取得：{request.url} 内容 {sent[:200]}{'……' if len(sent) > 200 else ''}")
    for problem in found.problems:
        print(f"注意：{problem}")
    print(f"标题像部门预决算报告的 {len(found.reports)} 条，须看正文才知道的 {len(found.unsure)} 条")
    if not found.reports and not found.unsure:
        print("注意：没有一个标题像部门预决算报告，请核对这是不是预决算公开栏目")
    for item in found.items[:SHOWN]:
        mark = "报告" if item in found.reports else "待看" if item in found.unsure else "其他"
        print(f"  [{mark}] {item.published_on or '无日期'} {item.title or item.url}")
    if len(found.items) > SHOWN:
        print(f"  …… 共 {len(found.items)} 条")


def _block(
    arguments: argparse.Namespace, url: str, found: Probe, district: str | None, request: ListRequest | None = None
) -> list[str]:
    """The block of one column; none, with the way out said, where nobody knows whose it is."""
    district = arguments.district or district
    if district is None:
        print(f"网页没有写明所属区县，请用 --district 指定：{urlsplit(url).hostname}", file=sys.stderr)
        return []
    kind = arguments.kind or found.kind
    told = request.model_dump(exclude_defaults=True) if request else None
    return [
        block_of(district=district, url=url, kind=str(kind) if kind else None, adapter=arguments.adapter, request=told)
    ]


def _write(arguments: argparse.Namespace, blocks: list[str]) -> int:
    if not blocks:
        return 1
    if arguments.dry_run:
        print("将写入配置：\n" + "".join(blocks))
        return 0
    return append_blocks(arguments.config, blocks)

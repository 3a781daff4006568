"""Pages of the fictional site in the look of TRS WCM: HTML out of values, nothing served here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from watcher.demo.published import BODY, COLUMNS, ROOT, Publication

PAGE_SIZE = 5


def list_page(column: str, shown: Sequence[Publication], page: int, visits: int) -> str | None:
    """One page of a column, counted from 0; None where the column has no such page."""
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    if page >= pages:
        return None
    items = "\n".join(map(_item, shown[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]))
    return _template("list_page.html").substitute(
        column_name=COLUMNS[column], items=items, total=len(shown), pages=pages, page=page, visits=visits
    )


def article_page(publication: Publication, visits: int) -> str:
    """The page of one publication."""
    return _template("article_page.html").substitute(
        title=escape(publication.title),
        column_name=COLUMNS[publication.column],
        column_path=f"{ROOT}/{publication.column}/",
        published=publication.published,
        day=publication.published[:10],
        office=escape(publication.office),
        address=publication.address,
        index_number=publication.index_number,
        body=publication.content(BODY).decode(),
        visits=visits,
    )


def front_page() -> str:
    """The way in for a person who opens the site in a browser."""
    links = "".join(f'<li><a href="{ROOT}/{name}/">{title}</a></li>' for name, title in COLUMNS.items())
    head = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>重庆市澄湖区人民政府</title></head>'
    return f"{head}<body><h1>重庆市澄湖区人民政府（虚构，仅供演示）</h1><ul>{links}</ul></body></html>"


def _item(each: Publication) -> str:
    title = escape(each.title)
    link = f'<a href="./{each.path}" target="_blank" title="{title}">{title}</a>'
    return f"<li>{link}<span>{each.published[:10]}</span></li>"


@cache
def _template(name: str) -> Template:
    return Template((files("watcher.demo") / name).read_text("utf-8"))

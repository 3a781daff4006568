"""A list page, put together: items, further pages, where it leads on to, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from watcher.discovery.embedded import behind, items_in_scripts, more_below, scripts_of
from watcher.discovery.forms import next_by_form
from watcher.discovery.keys import shape_of
from watcher.discovery.model import ListedItem, Listing, PageRequest
from watcher.discovery.page import Page, redirect_of
from watcher.discovery.paging import list_pages, turned_by_script
from watcher.discovery.rows import all_rows, find_rows
from watcher.discovery.turning import following
from watcher.discovery.words import words


def listing_of(page: Page, adapter: str, *, bare: bool = False) -> Listing:
    """What a list page holds. ``bare``: it is nothing but its list, no menu and no box of news stands beside it."""
    rows = all_rows(page) if bare else find_rows(page)
    items = _once(ListedItem.of(row.url, row.title, row.dated) for row in rows)
    if not any(row.dated or row.report for row in rows):  # menus at most: is the list in a script?
        items = _once(items_in_scripts(page)) or items
    redirect = None if items else redirect_of(page)
    page_urls, problems = list_pages(page)
    requests = tuple(behind(page)) if not items and not redirect else ()
    if items and not page_urls and (turned := _turned(page, items)):
        requests, problems = (turned,), ()
    empty = not items and not redirect
    return Listing(
        items=items, page_urls=page_urls, requests=requests, redirect=redirect, adapter=adapter,
        scripts=scripts_of(page) if empty and not requests else (),
        problems=(*page.problems, *problems, *(_why_empty(page) if empty else ())),
    )  # fmt: skip


def _turned(page: Page, items: Iterable[ListedItem]) -> PageRequest | None:
    """The request for the next page, where no link leads to it."""
    told = next_by_form(page) or _following(page) or turned_by_script(page)
    guess = more_below(page) if told is None else None
    return replace(guess, shapes=frozenset(shape_of(item.url) for item in items)) if guess else told


def _following(page: Page) -> PageRequest | None:
    """The page after one that a script asked for: what it answers has no pager of its own."""
    asked = page.asked
    return following(asked) if asked and (asked.posted or asked.own_list or asked.continued) else None


def _once(items: Iterable[ListedItem]) -> tuple[ListedItem, ...]:
    """Each publication once: the twin for mobile phones, a picture or "[详细]" beside the title are the same one."""
    chosen: dict[tuple[str, str], ListedItem] = {}
    for item in items:
        known = chosen.get((item.site, item.key))
        chosen[item.site, item.key] = item if known is None else _better(known, item)
    return tuple(chosen.values())


def _better(one: ListedItem, other: ListedItem) -> ListedItem:
    """One item of two for the same publication: the fuller title, the plain address, the date that is known."""
    url = other.url if "_wap." in one.url else one.url
    title = max(one.title, other.title, key=lambda text: len(text.rstrip(".… ")))
    return replace(one, url=url, title=title, published_on=one.published_on or other.published_on)


def _why_empty(page: Page) -> tuple[str, ...]:
    """What can be said of a page without items."""
    if re.search(words().empty_lists, page.text):
        return ()  # it says itself that nothing stands there yet
    scripted = [name for name, sign in words().scripted.items() if re.search(sign, page.text)]
    if scripted:
        return (f"列表由脚本生成（{'、'.join(scripted)}），页面中没有条目：{page.url}",)
    return (f"页面中没有找到公开条目，请核对 {page.url}",)

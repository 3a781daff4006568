"""An article page, put together: whose words, from when, with which files, and whether it only names other articles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from watcher.discovery.attachments import attachments_of, pictures_of
from watcher.discovery.dates import date_in_address, read_date
from watcher.discovery.embedded import text_behind
from watcher.discovery.keys import key_of, leads_to_article, leads_to_list
from watcher.discovery.link_titles import title_of
from watcher.discovery.model import Article, ListedItem
from watcher.discovery.page import Page, redirect_of, spaced_text, visible_text
from watcher.discovery.paging import article_pages
from watcher.discovery.titles import looks_like_report
from watcher.discovery.tree import Element
from watcher.discovery.words import words

_LABEL_GAPS = re.compile(r"[\s\[\]【】:：]+")
_NUMBERING = re.compile(r"[\W\d_一二三四五六七八九十附件]+")
_LEADING_NUMBER = re.compile(r"^[\d\W_]+")
_LABELLED = frozenset(("td", "th", "span", "dt", "b", "strong", "em", "label", "li", "p", "div"))  # may hold a label
_VALUES = frozenset(("td", "th", "span", "dd", "em", "i", "b", "div"))  # may hold the value of the label before
SHORTEST = 40  # characters of a text that is more than "loading"
MOST_ASKED = 2  # requests for the text of one article
_BESIDES = 0.3  # share of other words that a mere list of links may hold


def article_of(page: Page, adapter: str) -> Article:
    """What an article page holds."""
    body = body_of(page)
    meta = {**_block(page), **_meta_tags(page)}
    title = _title(page, meta)
    children = _children(page, body, title)
    listed = {child.url for child in children}
    attachments = tuple(a for a in attachments_of(page, body) if a.url not in listed)
    if not attachments and not children:  # beside links to other articles a picture is an ornament
        attachments = pictures_of(page, body)
    drawn = not attachments and not children and len(visible_text(body) if body else "") < SHORTEST
    empty = not attachments and not children and len(visible_text(page.tree)) < 40
    return Article(
        title=title, published_on=_published_on(page, meta), meta=meta, attachments=attachments,
        children=children, page_urls=article_pages(page), redirect=redirect_of(page) if empty else None,
        asked=tuple(text_behind(page))[:MOST_ASKED] if drawn and page.scripts else (),
        adapter=adapter, problems=page.problems,
    )  # fmt: skip


def body_of(page: Page) -> Element | None:
    """The element that holds the text of the article, where one of the known ones is there and not empty."""
    named = _named(page, frozenset(words().bodies))
    for selector in words().bodies:
        for found in named.get(selector, ()):
            if visible_text(found) or found.find({"a", "iframe", "embed", "img"}):
                return found
    return None


def _named(page: Page, selectors: Collection[str]) -> dict[str, list[Element]]:
    """The elements that each selector (a tag, ".class" or "#id") names, in one pass."""
    found: dict[str, list[Element]] = {}
    for element in page.elements:
        if element.attrs or element.name in selectors:
            for name in set(element.names).intersection(selectors):
                found.setdefault(name, []).append(element)
    return found


def _meta_tags(page: Page) -> dict[str, str]:
    tags: dict[str, str] = {}
    for tag in page.tagged("meta"):
        name, stated = tag.get("name") or tag.get("property"), (tag.get("content") or "").strip()
        if name and stated:
            tags.setdefault(name, stated)
    return tags


def _block(page: Page) -> dict[str, str]:
    """The labels of the block above the text with their values: in cells, in spans, or in one element "标签：值"."""
    found: dict[str, str] = {}
    for cell in page.tagged(*_LABELLED):
        text = cell.get_text(" ", strip=True) if len(cell.contents) <= 4 else ""
        if not 2 <= len(text) <= 80:
            continue
        label, _, value = text.partition("：") if "：" in text else text.partition(":")
        name = _LABEL_GAPS.sub("", label)
        if name in words().labels and name not in found and (stated := value.strip() or _value_beside(cell)):
            found[name] = stated
    return found


def _value_beside(label: Element) -> str:
    """The value that follows a label: the next element, or the rest of the one that holds both."""
    following = label.following(_VALUES)
    if following is not None:
        text = spaced_text(following)
    else:
        text = spaced_text(label.parent or label).removeprefix(spaced_text(label))
    text = text.strip(" :：")
    return text if len(text) <= 120 and _LABEL_GAPS.sub("", text) not in words().labels else ""


def _title(page: Page, meta: dict[str, str]) -> str:
    lower = {name.lower(): value for name, value in meta.items()}
    stated = next((lower[name] for name in words().meta_titles if lower.get(name)), "")
    return stated or next(_headings(page), "") or _document_title(page)


def _headings(page: Page) -> Iterator[str]:
    named = _named(page, {selector.split()[-1] for selector in words().headings})
    for selector in words().headings:
        *holders, own = selector.split()
        for heading in (one for one in named.get(own, ()) if _stands_in(one, holders)):
            text = spaced_text(heading)
            if 4 < len(text) <= 120 and not any(a.get("href") is not None for a in heading.find_all("a")):
                yield text


def _stands_in(element: Element, holders: list[str]) -> bool:
    """Whether it stands within elements of these selectors, the outermost first."""
    wanted = list(holders)
    for holder in element.parents:
        if wanted and wanted[-1] in holder.names:
            wanted.pop()
    return not wanted


def _document_title(page: Page) -> str:
    """The title tag without the name of the site behind it."""
    titles = page.tagged("title")
    text = spaced_text(titles[0]) if titles else ""
    return re.split(r"\s*[_|]\s*|\s+-\s*|-(?=[^-]*(?:网|政府)$)", text)[0].strip()


def _published_on(page: Page, meta: dict[str, str]) -> date | None:
    """The day of publication: as the page states it, else as its address does."""
    lower = {name.lower(): value for name, value in meta.items()}
    stated = [lower.get(name, "") for name in (*words().meta_dates, *words().date_labels)]
    dates = (read_date(text) for text in stated if text)
    return next((day for day in dates if day), None) or _shown_date(page) or date_in_address(page.url)


def _shown_date(page: Page) -> date | None:
    labels = "|".join(words().date_labels)
    found = re.search(rf"(?:{labels})\s*[\])】]?\s*[:：]?\s*(.{{8,24}})", spaced_text(page.tree)[:20_000])
    return read_date(found.group(1)) if found else None


def _children(page: Page, body: Element | None, title: str) -> tuple[ListedItem, ...]:
    """The publications that the body names, where it does nothing else: articles, or a file for each unit.

    A page that has nothing to do with reports names none: the front page of a site, where many a lost article leads.
    """
    if body is None:
        return ()
    links = [(a, url) for a in body.find_all("a") if (url := page.resolve(a.get("href")))]
    named = [(a, url) for a, url in links if not leads_to_list(url) and title_of(a)]
    items = {key_of(url): ListedItem.of(url, title_of(a)) for a, url in named if key_of(url) != key_of(page.url)}
    articles = sum(leads_to_article(item.url) for item in items.values())
    if articles < 2 and not _a_file_for_each_unit(items.values()):
        return ()
    if not any(looks_like_report(name) for name in (title, *(item.title for item in items.values()))):
        return ()
    return tuple(items.values()) if _only_links(body, [a for a, _ in named]) else ()


def _a_file_for_each_unit(items: Collection[ListedItem]) -> bool:
    """Text and tables of one body are its attachments; reports of three bodies are publications of their own."""
    reports = [item.title for item in items if looks_like_report(item.title)]
    units = {re.split(r"20\d{2}|[预决]算", _LEADING_NUMBER.sub("", title))[0].strip("-—_ ") for title in reports} - {""}
    return len(units) >= 3 and len(reports) * 10 >= len(items) * 8


def _only_links(body: Element, links: list[Element]) -> bool:
    """Whether a body says next to nothing but the texts of its links."""
    linked = sum(len(visible_text(link)) for link in links)
    numbers = sum(len(_NUMBERING.sub("", text)) for text in _texts_outside(body))
    return numbers <= linked * _BESIDES


def _texts_outside(body: Element) -> Iterator[str]:
    """The texts of an element that are no link's."""
    for part in body.contents:
        if isinstance(part, str):
            yield part
        elif part.name != "a":
            yield from _texts_outside(part)

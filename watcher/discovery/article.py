"""An article page, put together: whose words, from when, with which files, and whether it only names other articles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from bs4 import Tag

from watcher.discovery.attachments import attachments_of, pictures_of
from watcher.discovery.dates import date_in_address, read_date
from watcher.discovery.keys import key_of, leads_to_article, leads_to_list
from watcher.discovery.model import Article, ListedItem
from watcher.discovery.page import Page, redirect_of, spaced_text, visible_text
from watcher.discovery.paging import article_pages
from watcher.discovery.rows import title_of
from watcher.discovery.titles import looks_like_report
from watcher.discovery.words import words

_LABEL_GAPS = re.compile(r"[\s\[\]【】:：]+")
_NUMBERING = re.compile(r"[\W\d_一二三四五六七八九十附件]+")
_LEADING_NUMBER = re.compile(r"^[\d\W_]+")
_BESIDES = 0.3  # share of other words that a mere list of links may hold


def article_of(page: Page, adapter: str) -> Article:
    """What an article page holds."""
    body = body_of(page)
    meta = {**_block(page), **_meta_tags(page)}
    children = _children(page, body)
    listed = {child.url for child in children}
    attachments = tuple(a for a in attachments_of(page, body) if a.url not in listed)
    if not attachments and not children:  # beside links to other articles a picture is an ornament
        attachments = pictures_of(page, body)
    empty = not attachments and not children and len(visible_text(page.soup)) < 40
    return Article(
        title=_title(page, meta), published_on=_published_on(page, meta), meta=meta, attachments=attachments,
        children=children, page_urls=article_pages(page), redirect=redirect_of(page) if empty else None,
        adapter=adapter, problems=page.problems,
    )  # fmt: skip


def body_of(page: Page) -> Tag | None:
    """The element that holds the text of the article, where one of the known ones is there and not empty."""
    named = _named(page, frozenset(words().bodies))
    for selector in words().bodies:
        for found in named.get(selector, ()):
            if visible_text(found) or found.find(["a", "iframe", "embed", "img"]):
                return found
    return None


def _named(page: Page, selectors: Collection[str]) -> dict[str, list[Tag]]:
    """The elements that each selector (a tag, ".class" or "#id") names, in one pass: CSS takes one for each."""
    found: dict[str, list[Tag]] = {}
    for tag in page.soup.find_all(True):
        classes = tag.get("class") or []
        names = {tag.name, f"#{tag.get('id', '')}", *(f".{name}" for name in classes)}
        for name in names.intersection(selectors):
            found.setdefault(name, []).append(tag)
    return found


def _meta_tags(page: Page) -> dict[str, str]:
    tags: dict[str, str] = {}
    for tag in page.soup.find_all("meta", content=True):
        name = tag.get("name") or tag.get("property")
        if name and str(tag["content"]).strip():
            tags.setdefault(str(name), str(tag["content"]).strip())
    return tags


def _block(page: Page) -> dict[str, str]:
    """The labels of the block above the text with their values: in cells, in spans, or in one element "标签：值"."""
    found: dict[str, str] = {}
    for cell in page.soup.find_all(["td", "th", "span", "dt", "b", "strong", "em", "label", "li", "p", "div"]):
        text = cell.get_text(" ", strip=True) if len(cell.contents) <= 4 else ""
        if not 2 <= len(text) <= 80:
            continue
        label, _, value = text.partition("：") if "：" in text else text.partition(":")
        name = _LABEL_GAPS.sub("", label)
        if name in words().labels and name not in found and (stated := value.strip() or _value_beside(cell)):
            found[name] = stated
    return found


def _value_beside(label: Tag) -> str:
    """The value that follows a label: the next element, or the rest of the one that holds both."""
    following = label.find_next_sibling(["td", "th", "span", "dd", "em", "i", "b", "div"])
    if isinstance(following, Tag):
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
    for selector in words().headings:
        for heading in page.soup.select(selector):
            text = spaced_text(heading)
            if 4 < len(text) <= 120 and not heading.find("a", href=True):
                yield text


def _document_title(page: Page) -> str:
    """The title tag without the name of the site behind it."""
    text = spaced_text(page.soup.title) if page.soup.title else ""
    return re.split(r"\s*[_|]\s*|\s+-\s*|-(?=[^-]*(?:网|政府)$)", text)[0].strip()


def _published_on(page: Page, meta: dict[str, str]) -> date | None:
    """The day of publication: as the page states it, else as its address does."""
    lower = {name.lower(): value for name, value in meta.items()}
    stated = [lower.get(name, "") for name in (*words().meta_dates, *words().date_labels)]
    dates = (read_date(text) for text in stated if text)
    return next((day for day in dates if day), None) or _shown_date(page) or date_in_address(page.url)


def _shown_date(page: Page) -> date | None:
    labels = "|".join(words().date_labels)
    found = re.search(rf"(?:{labels})\s*[\])】]?\s*[:：]?\s*(.{{8,24}})", spaced_text(page.soup)[:20_000])
    return read_date(found.group(1)) if found else None


def _children(page: Page, body: Tag | None) -> tuple[ListedItem, ...]:
    """The publications that the body names, where it does nothing else: articles, or a file for each unit."""
    if body is None:
        return ()
    links = [(a, url) for a in body.find_all("a", href=True) if (url := page.resolve(a["href"]))]
    named = [(a, url) for a, url in links if not leads_to_list(url) and title_of(a)]
    items = {key_of(url): ListedItem.of(url, title_of(a)) for a, url in named if key_of(url) != key_of(page.url)}
    articles = sum(leads_to_article(item.url) for item in items.values())
    if articles < 2 and not _a_file_for_each_unit(items.values()):
        return ()
    return tuple(items.values()) if _only_links(body, [a for a, _ in named]) else ()


def _a_file_for_each_unit(items: Collection[ListedItem]) -> bool:
    """Text and tables of one body are its attachments; reports of three bodies are publications of their own."""
    reports = [item.title for item in items if looks_like_report(item.title)]
    units = {re.split(r"20\d{2}|[预决]算", _LEADING_NUMBER.sub("", title))[0].strip("-—_ ") for title in reports} - {""}
    return len(units) >= 3 and len(reports) * 10 >= len(items) * 8


def _only_links(body: Tag, links: list[Tag]) -> bool:
    """Whether a body says next to nothing but the texts of its links."""
    linked = sum(len(visible_text(link)) for link in links)
    numbers = sum(len(_NUMBERING.sub("", text)) for text in _texts_outside(body))
    return numbers <= linked * _BESIDES


def _texts_outside(body: Tag) -> Iterator[str]:
    for text in body.find_all(string=True):
        if text.find_parent("a") is None:
            yield str(text)

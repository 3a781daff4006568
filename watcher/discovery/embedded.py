"""A list that does not stand in the markup: in a script of the page, in a frame, or behind what a script asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from watcher.discovery.fields import is_item, item_of, lists_of
from watcher.discovery.keys import leads_to_article, site_of, suffix_of
from watcher.discovery.model import ListedItem, PageRequest
from watcher.discovery.page import Page, in_furniture
from watcher.discovery.script_requests import called_by, changes, item_addresses, requests_of_scripts
from watcher.discovery.turning import following
from watcher.discovery.words import words

_OBJECT = re.compile(r"\{[^{}]{10,4000}\}")
_PAIR = re.compile(r"[\"']?(?<!\w)(\w{1,60})[\"']?\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|(\d{4,13})\b)")
_BUILT = r"((?:[\"'][^\"'\s]*[\"']\s*\+\s*[\w.$()]+\s*\+\s*)*[\"'][^\"'\s]+[\"'])"  # '/a?x=' + x + '&y=1'
_ASKED = re.compile(
    rf"(?:\$\.(?:get|getJSON|post|ajax)|axios(?:\.get)?|fetch|\.load|loadDynamic)\s*\(\s*{_BUILT}"
    rf"|\b(?:url|api)\s*[:=]\s*{_BUILT}\s*[,;}}\r\n]"
)
_LITERAL = re.compile(r"[\"']([^\"']*)[\"']")
_FILES = re.compile(
    r"<script\b[^<>]{0,300}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,300}\.js\b[^\"'\s<>]{0,300})", re.IGNORECASE
)
_GIVEN = re.compile(r"=\s*(?=[\[{][\s\[{\"])")
_MOST_STATES = 50
_MOST = 3  # addresses that are tried


def items_in_scripts(page: Page) -> Iterator[ListedItem]:
    """Publications that a script of the page holds as objects with a title and an address."""
    whole = max((entries for state in _states(page.scripts) for entries in lists_of(state)), key=len, default=())
    found_whole = [item for entry in whole if (item := item_of(entry, page.resolve)) and not _is_other(item.url)]
    if len(found_whole) > 1 and any(item.published_on or leads_to_article(item.url) for item in found_whole):
        yield from found_whole
        return
    for found in _OBJECT.finditer(page.scripts):
        entry = _entry(found.group())
        item = item_of(entry, page.resolve) if is_item(entry) else None
        if item and not _is_other(item.url) and (item.published_on or leads_to_article(item.url)):
            yield item


def _states(scripts: str) -> Iterator[object]:
    """What scripts are given as JSON: ``window.__STATE__ = {…}``, ``var rows = […]``."""
    decoder = json.JSONDecoder()
    for found in list(_GIVEN.finditer(scripts))[:_MOST_STATES]:
        try:
            yield decoder.raw_decode(scripts, found.end())[0]
        except (ValueError, RecursionError):
            continue


def _entry(text: str) -> Mapping[str, str]:
    """The fields of an object as scripts write it: quoted or not, with escapes."""
    return {name: _unescaped(one or other) or number for name, one, other, number in _PAIR.findall(text)}


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"')) if "\\" in text else text
    except ValueError:
        return text.replace("\\", "")


def behind(page: Page) -> Iterator[PageRequest]:
    """What may hold the list of a page that shows none: its frames, and what its scripts ask its own site for."""
    asked = [one for one in requests_of_scripts(page) if _is_own(one.url, page) and not _is_other(one.url)][:_MOST]
    yield from asked
    frames = (str(frame.get("src") or "") for frame in page.tagged("iframe", "frame") if not in_furniture(frame))
    written = ("".join(_LITERAL.findall(one or other)) for one, other in _ASKED.findall(page.scripts))
    sounding = (text for text in written if re.search(words().likely_lists, text, re.IGNORECASE) and not changes(text))
    addresses = dict.fromkeys(url for text in (*frames, *sounding) if (url := page.resolve(text)))
    known, made = {one.url.partition("?")[0] for one in asked}, item_addresses(page.scripts)
    likely = [url for url in addresses if _is_own(url, page) and not _is_other(url)]
    others = [url for url in likely if url.partition("?")[0] not in known][:_MOST]
    yield from (PageRequest(url=url, optional=True, own_list=True, item_addresses=made) for url in others)


def text_behind(page: Page) -> Iterator[PageRequest]:
    """What brings the text of an article that a script draws: the requests that name the article by its number."""
    parts = urlsplit(page.url)
    numbers = [value for _, value in parse_qsl(parts.query)] + re.findall(
        r"[\w-]*\d[\w-]*", parts.path.rpartition("/")[2]
    )
    named = [number for number in numbers if len(number) > 1]
    for one in requests_of_scripts(page, any_sound=True) if named else ():
        sent = f"{urlsplit(one.url).query} {one.url} {one.posted.body.decode('utf-8', 'replace') if one.posted else ''}"
        if _is_own(one.url, page) and not _is_other(one.url) and any(number in sent for number in named):
            yield one


def more_below(page: Page) -> PageRequest | None:
    """The second page of a list whose further pages a script puts in; None where no script asks for them."""
    if page.asked is not None or not re.search(words().load_more, page.text):
        return None
    own = (one for one in requests_of_scripts(page) if _is_own(one.url, page) and not _is_other(one.url))
    found = next((further for one in own if (further := following(one))), None)
    return replace(found, optional=True) if found else None


def scripts_of(page: Page) -> tuple[str, ...]:
    """The files of the site's own scripts that may ask for a list: libraries and what is packed are none."""
    named = (page.resolve(text) for text in _FILES.findall(page.text))
    own = (url for url in named if url and site_of(url) == site_of(page.url))
    return tuple(dict.fromkeys(url for url in own if not _is_library(url)))[:_MOST]


def _is_library(url: str) -> bool:
    return re.search(words().libraries, urlsplit(url).path.rpartition("/")[2], re.IGNORECASE) is not None


def _is_own(url: str, page: Page) -> bool:
    return site_of(url) == site_of(page.url) and url != page.url and not suffix_of(url)


def _is_other(url: str) -> bool:
    """Whether an address is that of a front page, a picture or something that counts visitors."""
    parts = urlsplit(url)
    front = parts.path in ("", "/") and not parts.query
    return front or re.search(words().no_lists, called_by(url), re.IGNORECASE) is not None

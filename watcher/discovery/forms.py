"""Forms of a page: what a browser would send of one, and further list pages that only a form brings.

ASP.NET pages post back to themselves with the state that they were sent with; other sites have a form with the number
of the page in it, which a function of the page sets. The form's own fields are sent back, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.discovery.keys import site_of
from watcher.discovery.model import PageRequest
from watcher.discovery.page import Page, spaced_text
from watcher.discovery.tree import Element
from watcher.discovery.turning import is_page_key
from watcher.discovery.words import any_of, words
from watcher.fetching.model import Posted

_BACK = re.compile(r"__doPostBack\s*\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']*)[\"']")
_NUMBER = re.compile(r"(?:Page\$)?(\d{1,4})")
_COUNT = re.compile(r"\d{1,6}")
_CHOSEN = re.compile(r"\s*(?:第\s*)?(\d{1,4})\s*(?:页)?\s*(?:/\s*\d+\s*(?:页)?)?\s*")
_NOT_SENT = frozenset(("submit", "button", "image", "reset", "file"))
_CALLED = re.compile(
    r"\b[\w$.]*(?:page|turn|go|jump|query|next|submit|search|fy)\w*\s*\(\s*[\"']?(\d{1,4})[\"']?\s*[,)]", re.IGNORECASE
)

LONGEST_SCRIPT = 400  # characters on a click: what is longer turns no page

_SET = re.compile(r"\.(\w{1,40})\.value\s*=\s*[\"']?(\d{1,4})\b")

Fields = list[tuple[str, str]]


def next_by_form(page: Page) -> PageRequest | None:
    """The request that brings the next page of the list, where a form does; None where none does."""
    return _posted_back(page) or _numbered_form(page) or _button(page)


def _posted_back(page: Page) -> PageRequest | None:
    """The next page of an ASP.NET list."""
    state = next((one for one in page.tagged("input") if one.get("name") == "__VIEWSTATE"), None)
    form = _form_of(state) if state else None
    event = _event(page) if form else None
    if form is None or event is None:
        return None
    target, argument, changed = event
    sent = {**changed, "__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    fields = [(name, sent.pop(name, value)) for name, value in _fields(form)]
    return _request(page, form, [*fields, *sent.items()])


def _event(page: Page) -> tuple[str, str, dict[str, str]] | None:
    """Target and argument of the event that turns to the next page, and the fields that change with it."""
    links = [(link, found) for link in page.tagged("a") if (found := _BACK.search(_script(link)))]
    following = any_of((words().next_page,))
    for link, found in links:
        if following.fullmatch(spaced_text(link)):
            return found[1], found[2], {}
    pagers: dict[str, dict[int, tuple[str, str]]] = {}
    for link, found in links:
        if shown := _CHOSEN.fullmatch(spaced_text(link)):
            pagers.setdefault(_series(found[1], found[2]), {})[int(shown[1])] = (found[1], found[2])
    for numbers in pagers.values():
        if (number := _after(numbers)) is not None:
            return (*numbers[number], {})
    return _chosen_next(page)


def _series(target: str, argument: str) -> str:
    """What the links of one pager have in common: their target, or its name where each has one of its own."""
    return target if _NUMBER.fullmatch(argument) else re.sub(r"\d+", "", target)


def _after(numbers: dict[int, tuple[str, str]]) -> int | None:
    """The number behind the one that is missing, the page at hand; None where that is the last one.

    All numbers from the lowest to the highest are linked but that of the page itself.
    """
    shown = sorted(number for number in numbers if number > 0)
    missing = next((one for one in range(1, shown[-1]) if one not in numbers), 1) if shown else 0
    if shown and shown[0] > 1 and shown[0] > missing + 1:
        missing = next((one for one in range(shown[0], shown[-1]) if one not in numbers), shown[-1])
    return missing + 1 if missing + 1 in numbers else None


def _chosen_next(page: Page) -> tuple[str, str, dict[str, str]] | None:
    """A box of pages that posts back when another one is chosen."""
    for box in page.tagged("select"):
        found, name = _BACK.search(str(box.get("onchange") or "")), str(box.get("name") or "")
        options = list(box.find_all("option"))
        numbered = len(options) > 1 and all(_CHOSEN.fullmatch(spaced_text(option)) for option in options)
        if found and name and numbered:
            at = next((place for place, option in enumerate(options) if option.get("selected") is not None), 0)
            if at + 1 < len(options):
                return found[1], found[2], {name: _value(options[at + 1])}
    return None


def _numbered_form(page: Page) -> PageRequest | None:
    """The form whose field holds the number of the page, sent with the next number; where links turn to that one."""
    scripts = [_script(link) for link in page.tagged("a")]
    turned = {int(number) for script in scripts for number in _CALLED.findall(script)}
    given = {name: int(number) for script in scripts for name, number in _SET.findall(script)}
    turned |= set(given.values())
    for form in page.tagged("form") if turned else ():
        fields = _fields(form)
        numbered = [
            (name, value)
            for name, value in fields
            if (is_page_key(name.rpartition(".")[2]) or name in given) and _COUNT.fullmatch(value)
        ]
        if len(numbered) == 1:
            name, number = numbered[0][0], int(numbered[0][1]) + 1
            moved = [(key, str(number) if key == name else value) for key, value in fields]
            return _request(page, form, moved) if number in turned else None
    return None


def _button(page: Page) -> PageRequest | None:
    """A form that turns the page by a button of its own."""
    following = any_of((words().next_page,))
    for button in page.tagged("input", "button"):
        kind, name = str(button.get("type") or "submit").lower(), str(button.get("name") or "")
        text = str(button.get("value") or "") if button.name == "input" else spaced_text(button)
        form = _form_of(button) if kind == "submit" and name and following.fullmatch(text) else None
        if form is not None and button.get("disabled") is None:
            return _request(page, form, [*_fields(form), (name, str(button.get("value") or ""))])
    return None


def _request(page: Page, form: Element, fields: Fields) -> PageRequest | None:
    """What a form sends, to the site that it came from and to no other."""
    url = page.resolve(form.get("action")) or page.url
    if site_of(url) != site_of(page.url):
        return None
    if (form.get("method") or "get").lower() == "post":
        return PageRequest(url=url, posted=Posted.form(fields, page.charset))
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(fields)
    return PageRequest(url=urlunsplit(parts._replace(query=urlencode(query, encoding=page.charset, errors="replace"))))


def _form_of(element: Element) -> Element | None:
    return next((holder for holder in element.parents if holder.name == "form"), None)


def _fields(form: Element) -> Fields:
    """What a browser would send of a form whose buttons are left alone."""
    return list(_controls(form))


def _controls(form: Element) -> Iterator[tuple[str, str]]:
    for control in form.find_all(("input", "select", "textarea")):
        name, kind = str(control.get("name") or ""), str(control.get("type") or "text").lower()
        left_out = kind in ("checkbox", "radio") and control.get("checked") is None
        if not name or kind in _NOT_SENT or left_out or control.get("disabled") is not None:
            continue
        if control.name == "select":
            options = list(control.find_all("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
            yield from ((name, _value(one)) for one in (chosen,) if one)
        else:
            yield name, str(control.get("value") or "")


def _value(option: Element) -> str:
    stated = option.get("value")
    return spaced_text(option) if stated is None else stated


def _script(link: Element) -> str:
    script = f"{link.get('onclick') or ''};{link.get('href') or ''}"
    return script if len(script) <= LONGEST_SCRIPT else ""

"""Answers in JSON that hold the text of an article: sites whose pages are drawn by scripts give it out so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from parsers.errors import Unreadable

SHORTEST = 100  # characters of a text without markup that is an article's
DEEPEST = 50  # levels of the answer
_MARKUP = ("<p", "<div", "<table", "<span", "<br", "<a ")


def convert(content: bytes) -> bytes:
    """The article as HTML: its title and the longest text. Raises Unreadable where there is none."""
    try:
        found = list(_texts(json.loads(content), "", DEEPEST))
    except (ValueError, RecursionError) as error:
        raise Unreadable("接口返回的内容（JSON）已损坏，文件可能被截断。") from error
    marked = max((text for _, text in found if any(tag in text for tag in _MARKUP)), key=len, default="")
    plain = max((text for _, text in found if len(text) >= SHORTEST), key=len, default="")
    if not marked and not plain:
        raise Unreadable("接口返回的内容（JSON）中没有正文。")
    body = marked or "".join(f"<p>{escape(line)}</p>" for line in plain.splitlines())
    title = next((escape(text) for name, text in found if name.lower().endswith("title") and len(text) < SHORTEST), "")
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<html>{head}<body><h1>{title}</h1>{body}</body></html>".encode()


def _texts(value: Any, name: str, left: int) -> Iterator[tuple[str, str]]:
    """Every text below a value, with the name of its field."""
    if isinstance(value, str):
        yield name, value.strip()
    elif left and isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, str(key), left - 1)
    elif left and isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name, left - 1)

"""Keeping what an Apprise URL holds out of every text. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_SEPARATORS = re.compile(r"[/?&=:@;,#+\s]+")
_SHORTEST_SECRET = 4  # what is shorter stands in any text by chance


def masked(text: str, url: str, limit: int = 80) -> str:
    """One line of ``text``, at most ``limit`` characters, with every part of ``url`` behind its scheme blotted out."""
    for part in sorted(_parts(url), key=len, reverse=True):
        text = re.sub(re.escape(part), "***", text, flags=re.IGNORECASE)
    visible = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _parts(url: str) -> set[str]:
    behind = url.partition("://")[2]
    found = {*_SEPARATORS.split(behind), *_SEPARATORS.split(unquote(behind)), *map(unquote, _SEPARATORS.split(behind))}
    return {part for part in found if len(part) >= _SHORTEST_SECRET}

"""Does a title promise a department's or unit's budget or final accounts? The patterns are data: ``titles.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources


def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The patterns in the order in which they are asked, each with its answer."""
    read = tomllib.loads(resources.files(__package__).joinpath("titles.toml").read_text("utf-8"))
    answers = (("never", False), ("reports", True), ("others", False))
    return tuple((re.compile("|".join(f"(?:{p})" for p in read[name])), answer) for name, answer in answers)


_PATTERNS = _patterns()


@lru_cache(maxsize=1024)
def looks_like_report(title: str) -> bool | None:
    """True or False where the title says so; None where only the page can tell."""
    plain = re.sub(r"[\s\"“”'‘’]+", "", unicodedata.normalize("NFKC", title))
    return next((answer for pattern, answer in _PATTERNS if pattern.search(plain)), None)


def whole_title(listed: str, stated: str) -> str:
    """The title of a publication: as its list shows it, unless that is cut short and the page says more."""
    cut = listed.rstrip(".…· ")
    return stated if not cut or (cut != listed and len(stated) > len(cut)) else listed

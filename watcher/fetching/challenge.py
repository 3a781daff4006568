"""Is this answer content, or a wall in front of it? Signatures are data: ``challenges.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import msgspec

_LOOKED_AT = 400_000  # bytes; every known wall is smaller
_VISIBLE = 40  # characters that a wall may show ("请稍候…")
_UNSEEN = re.compile(
    r"<(script|style|noscript|title|head)\b.*?(?:</\1\s*>|$)|<!--.*?-->|<[^>]*>|\s+|&nbsp;", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """By what a wall is known; meanings in the data file."""

    name: str
    statuses: tuple[int, ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    header: str = ""
    longest: int = 0
    textless: bool = False

    def fits(self, status: int, headers: Mapping[str, str], size: int, text: str) -> bool:
        """Whether an answer is this wall. ``text`` is the body in lower case."""
        name, _, value = self.header.partition(": ")
        return (
            (not self.statuses or status in self.statuses)
            and (not self.header or value in headers.get(name, "").lower())
            and (not self.longest or size <= self.longest)
            and all(sign in text for sign in self.all)
            and (not self.any or any(sign in text for sign in self.any))
            and (not self.textless or not _shows_text(text))
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """By what a page that says "not there" with status 200 is known."""

    longest: int
    most_text: int
    words: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("challenges.toml").read_text("utf-8"))


@cache
def absent() -> Absent:
    """The signs of a page that is not there."""
    return msgspec.convert(_data()["absent"], Absent)


def says_not_there(body: bytes) -> bool:
    """Whether a page shows nothing but that it is not there, whatever its status says."""
    if len(body) > absent().longest or not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    shown = _UNSEEN.sub("", _text(body))
    return len(shown) <= absent().most_text and re.search(absent().words, shown, re.IGNORECASE) is not None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


@cache
def signatures() -> tuple[Signature, ...]:
    """The known walls."""
    return msgspec.convert(_data()["signature"], tuple[Signature, ...])


def find_wall(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The name of the wall that an answer is; None where it may be content."""
    markup = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    text = body[:_LOOKED_AT].decode("utf-8", "replace").lower() if markup or status != 200 else ""
    if not text and status == 200 and "cf-mitigated" not in headers:
        return None  # a document: no wall looks like that
    return next((s.name for s in signatures() if s.fits(status, headers, len(body), text)), None)


def _shows_text(text: str) -> bool:
    return len(_UNSEEN.sub("", text)) > _VISIBLE

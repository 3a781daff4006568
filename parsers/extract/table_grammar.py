"""How the names of standard tables are built (table_grammar.toml): for names that no list of spellings knows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.extract.table_words import OTHER
from parsers.model import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A kind of table that a text may name, and what stands before the name."""

    kind: str
    owner: str


@cache
def _patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    text = resources.files("parsers").joinpath("table_grammar.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    parts = data.pop("parts")
    for name, part in parts.items():
        parts[name] = _filled(part, parts)
    return {
        family: tuple((kind, re.compile(f"(?P<owner>.*?)(?:{_filled(part, parts)})")) for kind, part in kinds.items())
        for family, kinds in data.items()
    }


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda found: parts[found.group(1)], pattern)


def readings(name: str, kind: Kind | None) -> Iterator[Built]:
    """What the name may be, in a report of this kind; a report of unknown kind may have tables of either."""
    if not name.endswith(("表", ")")):
        return
    for family in (kind,) if kind else tuple(Kind):
        for member, pattern in _patterns()[family]:
            if found := pattern.fullmatch(name):
                yield Built(kind=f"{family}.{member}", owner=found["owner"])
    for _, pattern in _patterns()[OTHER]:
        if found := pattern.fullmatch(name):
            yield Built(kind=OTHER, owner=found["owner"])

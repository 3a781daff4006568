"""Which tables a report must carry, by where its body sits: the profiles of required_tables.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.model import Identity, Level

ELSEWHERE = "national"


@dataclass(frozen=True, slots=True)
class Required:
    """A table that must be there, under any of these kinds."""

    kinds: tuple[str, ...]
    name: str


def required(identity: Identity) -> tuple[Required, ...]:
    """The tables that a report of this kind, year and place must carry."""
    entries = profile(identity)[identity.kind.value] if identity.kind else []
    if isinstance(entries, str) and identity.kind:  # the tables of another profile
        entries = content()["profiles"][entries][identity.kind.value]
    return tuple(
        Required(tuple(entry["any"]), table_name(entry["any"][0])) for entry in entries if _in_force(entry, identity)
    )


def forms_wanted(identity: Identity) -> tuple[str, ...]:
    """The performance forms that must be published in this place and year; none where no rule of it is known."""
    entries = profile(identity).get(f"{identity.kind.value}_forms", []) if identity.kind else []
    return tuple(entry["form"] for entry in entries if _in_force(entry, identity))


def asks(identity: Identity, what: str) -> bool:
    """Whether the local format asks for a part of the explanation that others leave out."""
    return what in profile(identity).get("asks", ())


def table_name(kind: str) -> str:
    """What a kind of table is called before people."""
    return str(content()["names"].get(kind, kind))


def profile(identity: Identity) -> Mapping[str, Any]:
    """The profile of the place."""
    return content()["profiles"][profile_of(identity)]  # type: ignore[no-any-return]


def profile_of(identity: Identity) -> str:
    """Its key: the first place whose pattern the printed name or the district begins with, else the default."""
    if identity.level == Level.CENTRAL:
        return ELSEWHERE
    for place in content()["places"]:
        if re.match(place["pattern"], identity.department or ""):
            return str(place["profile"])
    return home()


def home() -> str:
    """The profile of the place this service is made for, where no other is named by the body."""
    return str(content()["default"]["profile"])


def _in_force(entry: Mapping[str, Any], identity: Identity) -> bool:
    return (identity.fiscal_year or 0) >= int(entry.get("since", 0))


@cache
def content() -> dict[str, Any]:
    """required_tables.toml as it is."""
    return tomllib.loads(files("alerts.rules").joinpath("required_tables.toml").read_text("utf-8"))

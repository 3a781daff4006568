"""Spellings as data: one file per kind of word. Adding a spelling touches a TOML file and no code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """The content of ``<name>.toml`` of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def patterns(name: str, key: str) -> tuple[re.Pattern[str], ...]:
    """The list ``key`` of ``<name>.toml``, compiled."""
    return tuple(re.compile(pattern) for pattern in load(name)[key])


def any_matches(name: str, key: str, text: str) -> bool:
    """Whether one of the patterns is found in ``text``."""
    return any(pattern.search(text) for pattern in patterns(name, key))

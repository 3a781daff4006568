"""What to do about a finding, rule by rule: rules/settles.toml. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

CLAUSES_END = "；"


def what_settles(rule_id: str) -> str:
    """What to look at, whom to ask, what would settle it; the rule's family's where it has no words of its own."""
    texts = _texts()
    return texts["rules"].get(rule_id) or texts["families"].get(rule_id.rstrip("0123456789"), "")


def clauses(text: str) -> tuple[str, ...]:
    """The text in ever fewer of its clauses, down to the first alone."""
    parts = text.split(CLAUSES_END)
    return tuple(CLAUSES_END.join(parts[:number]) for number in range(len(parts), 0, -1))


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("alerts.rules").joinpath("settles.toml").read_text("utf-8"))

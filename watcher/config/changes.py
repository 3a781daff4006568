"""What differs between two configurations, for people. Addresses of recipients are secrets and are not shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from watcher.config.model import Settings

SECTIONS = {
    "service": "[service]", "fetch": "[fetch]", "schedule": "[schedule]", "rules": "[rules]", "roster": "[[roster]]",
    "departments": "[[departments]]", "deadlines": "[[deadlines]]",
}  # fmt: skip
NEEDS_A_START = ("data", "database")  # what a running service can not take up


def changes(before: Settings, after: Settings) -> list[str]:
    """One line for each thing that differs; nothing where the two mean the same."""
    told = [
        *_entries("来源", {s.url: s for s in before.sources}, {s.url: s for s in after.sources}),
        *_entries("接收人", {r.name: r for r in before.recipients}, {r.name: r for r in after.recipients}),
    ]
    old, new = before.model_dump(), after.model_dump()
    others = [s for s in old if s not in ("sources", "recipients") and old[s] != new[s]]
    return [*told, *(f"{SECTIONS.get(s, f'[{s}]')} 有改动{_keys(old[s], new[s])}" for s in others)]


def needs_a_start(before: Settings, after: Settings) -> bool:
    """Whether the service has to be started anew: it keeps its data somewhere else now."""
    return any(getattr(before.service, key) != getattr(after.service, key) for key in NEEDS_A_START)


def _entries(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    added = [f"新增{what} {name}" for name in after if name not in before]
    removed = [f"停用{what} {name}" for name in before if name not in after]
    changed = [f"{what} {name} 的设置有改动" for name in after if name in before and before[name] != after[name]]
    return [*added, *removed, *changed]


def _keys(old: Any, new: Any) -> str:
    """The names of the keys that differ, never their values."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return ""
    return "：" + "、".join(key for key in sorted({*old, *new}) if old.get(key) != new.get(key))

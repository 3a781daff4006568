"""The chapters of the demo's story and whether the story ran as told. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from watcher.demo.receiver import Received


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What happens on the site, and what must be heard of it."""

    department: str
    told: str
    topic: str = ""  # empty: nothing may be heard
    publish: str = ""  # key of a publication
    reread: bool = False
    approved_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A chapter with the notices that arrived during its pass."""

    chapter: Chapter
    notices: tuple[Received, ...]


def load_chapters() -> tuple[Chapter, ...]:
    """The story in its order."""
    raw = tomllib.loads((files("watcher.demo") / "story.toml").read_text("utf-8"))
    return tuple(Chapter(**each) for each in raw["chapters"])


def differences(history: Sequence[Received], ran: Iterable[Ran]) -> list[str]:
    """Where the story did not run as told, in words for the user; empty where it did."""
    found = [f"读入历史时不应发出通知，却收到：{each.title}" for each in history]
    for each in ran:
        found += _of_chapter(each)
    return found


def _of_chapter(ran: Ran) -> list[str]:
    chapter = ran.chapter
    stray = [each for each in ran.notices if each.topic != chapter.topic or chapter.department not in each.title]
    found = [f"{chapter.department}：不应有的通知：{each.title}" for each in stray]
    if chapter.topic and len(stray) == len(ran.notices):
        found.append(f"{chapter.department}：没有收到关于“{chapter.topic}”的通知")
    return found

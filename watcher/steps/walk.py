"""What walking a column showed: its publications, how sure that is, and what brought them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from watcher.discovery import ListedItem, PageRequest
from watcher.fetching import Failed, Fetched, NotModified

Key = tuple[str, str]
Known = Callable[[], Collection[Key]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An answer that no address alone brings: with the request that was posted for it."""

    asked: PageRequest
    answer: Fetched


@dataclass(kw_only=True)
class Walk:
    """What walking a column showed. ``error`` is set where a page that had to be seen could not be read."""

    items: dict[Key, ListedItem] = field(default_factory=dict)
    page_keys: tuple[Key, ...] = ()  # on the first page, in its order
    unchanged: bool = False  # nothing that matters differs from the last check: ``items`` is empty
    whole: bool = False  # every list page was asked for
    swept: bool = False  # every list page was read
    error: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    adapter: str | None = None
    first: Fetched | None = None
    not_modified: NotModified | None = None
    links_sha256: str | None = None
    lost_permille: int = 0
    problems: tuple[str, ...] = ()  # what was not understood of the first page
    framed: bool = False  # the page at the address is only the frame of the list
    shown: dict[Key, Shown] = field(default_factory=dict)  # where publications were first seen, if it was posted for

    @property
    def complete(self) -> bool:
        """All pages that had to be seen were seen."""
        return self.error is None

    def fail(self, answer: object, url: str) -> None:
        """Note that a page could not be read."""
        if isinstance(answer, Failed):
            self.error, self.reason, self.retry_at = answer.message, answer.reason.value, answer.retry_at
        else:
            self.error = f"无法读取 {url}"

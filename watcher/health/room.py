"""Is there room for more? A full disk is met before it is full: nothing new is fetched, what is stored stays whole."""

from __future__ import annotations

from storage.errors import DiskFull
from watcher.context import Context
from watcher.health.state import free_megabytes, low_disk


def require_room(context: Context) -> None:
    """Raises DiskFull where less room is left than the configuration demands."""
    free = free_megabytes(context.settings)
    if low_disk(context.settings, free):
        raise DiskFull(f"剩 {free} MB，少于 {context.settings.service.min_free_megabytes} MB")


class Room:
    """Room as a long-lived service sees it: said once when it gets scarce, and once when there is enough again."""

    def __init__(self, context: Context) -> None:
        self._context, self._scarce = context, False

    def enough(self) -> bool:
        """Whether new work may be taken."""
        free = free_megabytes(self._context.settings)
        scarce = low_disk(self._context.settings, free)
        if scarce != self._scarce:
            self._scarce = scarce
            said = f"磁盘空间不足（剩 {free} MB），暂停取新内容" if scarce else f"磁盘空间恢复（剩 {free} MB），继续"
            self._context.record(said)
        return not scarce

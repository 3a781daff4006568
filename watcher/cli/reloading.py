"""SIGHUP: the configuration is read again, what changed is said, and a mistake in it changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from watcher.config import ConfigError, Settings, load_settings
from watcher.config.changes import changes, needs_a_start


class Reloading:
    """Which settings hold, and whether the service is to stop for good or to go on with new ones."""

    def __init__(self, file: Path, settings: Settings, record: Callable[[str], None]) -> None:
        self.settings = settings
        self.interrupted = threading.Event()  # stop what runs now
        self._file, self._record = file, record
        self._over = False

    @property
    def over(self) -> bool:
        """Whether the service is to end."""
        return self._over

    def stop(self) -> None:
        """End for good."""
        self._over = True
        self.interrupted.set()

    def reread(self) -> None:
        """Take up the file as it is now, where it is sound and differs."""
        try:
            new = load_settings(self._file)
        except ConfigError as error:
            self._record(f"配置未重新载入，继续使用原配置。{error}")
            return
        told = changes(self.settings, new)
        if not told:
            self._record("配置已重新读取，没有改动")
        elif needs_a_start(self.settings, new):
            self._record("数据文件夹或数据库地址有改动，须重新启动服务才能生效；继续使用原配置")
        else:
            self._record("配置已重新载入：" + "；".join(told))
            self.settings = new
            self.interrupted.set()

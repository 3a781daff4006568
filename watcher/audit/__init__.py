"""`watcher audit`: report files read and judged offline, printed for people and for programs."""

from __future__ import annotations

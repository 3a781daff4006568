"""The file whose age tells that the service lives: written by a tick, looked at by `watcher healthy`."""

from __future__ import annotations

HEARTBEAT_FILE = "heartbeat"
BEAT_SECONDS = 10
YOUNG_SECONDS = 120
STALLED_SECONDS = 50  # without a tick: the scheduler is dead, however alive it calls itself

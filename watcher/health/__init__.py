"""Whether all is well, and who is told: heartbeat, room on the disk, metrics, the dead man's switch."""

from __future__ import annotations

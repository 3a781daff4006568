"""Publications read in bounded child processes: a broken or hostile file costs a child, never the service."""

from __future__ import annotations

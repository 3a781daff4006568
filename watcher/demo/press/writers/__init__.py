"""One file format each, one signature: ``write(made) -> bytes``."""

from __future__ import annotations

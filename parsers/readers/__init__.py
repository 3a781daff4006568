"""One file for each format. Every reader has the one signature ``read(content, name, sha256) -> Document``."""

from __future__ import annotations

"""Files that a person names: read whole, but for those that no report is as large as."""

from __future__ import annotations

from pathlib import Path

from parsers.errors import LimitExceeded

MOST_BYTES = 300_000_000  # the largest report met, pictures and all, has 60 million


def content_of(path: Path) -> bytes:
    """The file's bytes. Raises OSError, or LimitExceeded before anything of a file that large is read."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1) if path.stat().st_size <= MOST_BYTES else None
    if content is None or len(content) > MOST_BYTES:
        raise LimitExceeded(f"文件超过 {MOST_BYTES // 1_000_000} MB，已停止读取。")
    return content

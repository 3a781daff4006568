"""Blocks of sources, put behind what a configuration holds already."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from watcher.config import ConfigError, load_settings


def block_of(
    *, district: str, url: str, kind: str | None = None, adapter: str | None = None,
    request: Mapping[str, object] | None = None,
) -> str:  # fmt: skip
    """The block of a source, as the configuration writes it."""
    lines = ["", "[[sources]]", f"district = {_quoted(district)}", f"url = {_quoted(url)}"]
    lines += [f"kind = {_quoted(kind)}"] if kind else []
    lines += [f"adapter = {_quoted(adapter)}"] if adapter else []
    named = ", ".join(f"{key} = {_quoted(value)}" for key, value in (request or {}).items())
    lines += [f"request = {{ {named} }}"] if named else []
    return "\n".join(lines) + "\n"


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def append_blocks(file: Path, blocks: list[str]) -> int:
    """Write blocks at the end of the file, in one step and checked. 0 written; 2 not, and the file stands as it was."""
    text = file.read_text(encoding="utf-8-sig").rstrip("\n") + "\n"
    descriptor, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as output:
            output.write(text + "".join(blocks))
        draft.chmod(file.stat().st_mode & 0o777)
        load_settings(draft)
        draft.replace(file.resolve())
    except ConfigError as error:
        draft.unlink(missing_ok=True)
        print(f"未写入：{error}", file=sys.stderr)
        return 2
    print(f"已写入 {file}（{len(blocks)} 个来源）；下次巡查先把现有内容录为历史，不发通知。")
    print("运行中的服务可用 SIGHUP 重新读取配置")
    return 0

"""Everything that is shipped of the site, by its path in the folder ``site``."""

from __future__ import annotations

import json

from watcher.demo.press.publication import announcements, entry, files, plan


def build() -> dict[str, bytes]:
    """All files of all publications and their index; the same at each call, on each machine."""
    made: dict[str, bytes] = {}
    entries = []
    for planned in plan():
        own = files(planned)
        entries.append(entry(planned, own))
        made |= {f"{planned.key}/{name}": content for name, content in own.items()}
    for line, own in announcements():
        entries.append(line)
        made |= {f"{line['key']}/{name}": content for name, content in own.items()}
    index = json.dumps({"publications": entries}, ensure_ascii=False, indent=1)
    return {"index.json": f"{index}\n".encode(), **made}

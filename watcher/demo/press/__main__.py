"""``python -m watcher.demo.press``: write the site's files anew."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from watcher.demo.press.site_files import build

SITE = Path(__file__).parents[1] / "site"


def main() -> int:
    """Replace the shipped files by freshly made ones and say how large they are."""
    made = build()
    shutil.rmtree(SITE, ignore_errors=True)
    for name, content in made.items():
        (SITE / name).parent.mkdir(parents=True, exist_ok=True)
        (SITE / name).write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values()))} bytes in {SITE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

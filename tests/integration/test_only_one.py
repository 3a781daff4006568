"""The lock on the data folder: given back by the kernel, however its holder ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from watcher.only_one import only_one

HOLDER = """
import sys, time
from pathlib import Path
from watcher.only_one import only_one
with only_one(Path(sys.argv[1])) as alone:
    print(alone, flush=True)
    time.sleep(60)
"""


def test_a_second_holder_is_told_and_a_killed_one_gives_way(tmp_path: Path) -> None:
    file = tmp_path / "service.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(file)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        with only_one(file) as alone:
            assert not alone
        holder.kill()
    with only_one(file) as alone:
        assert alone

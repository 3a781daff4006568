"""python -m watcher.cli"""

from __future__ import annotations

import sys

from watcher.cli.main import main

sys.exit(main())

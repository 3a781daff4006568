"""Makes the demo's report files from data and templates: only developers need it, and it needs ``demo-build``.

``python -m watcher.demo.press`` writes ``watcher/demo/site`` anew; the same input gives the same bytes.
"""

from __future__ import annotations

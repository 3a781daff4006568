"""Loading what a verb needs, without the collector of cycles running over it a hundred times."""

from __future__ import annotations

import gc
import importlib

YOUNG = 10_000  # objects between two looks; with Python's own 700 the tree of a page is looked at before it is built


def load(*modules: str) -> None:
    """Import these now. They stay for good: the collector rests meanwhile, and never looks at them again.

    A fifth of the time in which `watcher poll` starts and ends went into looking for garbage among modules.
    """
    gc.disable()
    try:
        for module in modules:
            importlib.import_module(module)
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG, 10, 10)
        gc.enable()

"""Loading what a verb needs, without the collector of cycles running over it a hundred times."""

from __future__ import annotations

import gc
import importlib


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
        gc.enable()

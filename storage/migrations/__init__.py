"""How the tables came to be, step by step. Write the next step with ``python -m storage.migrations "what changes"``."""

from __future__ import annotations

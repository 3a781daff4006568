"""Who must publish what by when, and how each duty stands."""

from __future__ import annotations

"""One file per step, never changed once released."""

from __future__ import annotations

"""The pieces of RTF: tokens, control words, rows of tables."""

from __future__ import annotations

"""The command line: a file per verb."""

from __future__ import annotations

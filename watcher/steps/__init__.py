"""The steps of a pass, a file each: check a source, fetch, read, judge, watch deadlines, deliver."""

from __future__ import annotations

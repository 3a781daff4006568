"""One repository per noun: each takes and returns records, within the transaction of its unit."""

from __future__ import annotations

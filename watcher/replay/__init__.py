"""What is stored, judged again with today's rules: nothing is written, nobody is told."""

from __future__ import annotations

"""What office packages and compound files have in common: members, formats of numbers, automatic numbering."""

from __future__ import annotations

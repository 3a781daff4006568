"""Numerals and the words for a change."""

from __future__ import annotations

NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A Chinese numeral below a hundred: 二十六."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")

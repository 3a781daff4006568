"""Waiting longer while something keeps failing, or keeps being the same."""

from __future__ import annotations

from datetime import timedelta


def growing(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """``first`` the first time, double each time after, never over ``longest``."""
    return min(first * (1 << min(max(times - 1, 0), 30)), longest)

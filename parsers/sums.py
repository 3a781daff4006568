"""Whether a figure among others is a total of its neighbours, or a part of one. No words are read, only numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

#: What rounding may take from a sum of a table. More would let unrelated figures add up.
ROUNDING = Decimal("0.01")
#: Longer lists are not tried: among very many sums some are right by chance.
MOST_PARTS = 24
#: A number with fewer digits equals another by chance.
TELLING_DIGITS = 4


def adds_up(figures: Sequence[Decimal | None], at: int) -> bool:
    """Whether the figure ``at`` is a total that stands right before or behind its parts, or one of such parts."""
    value = figures[at]
    if value is None or not value:
        return False
    stated = [number for number in figures if number is not None]
    place = sum(1 for number in figures[:at] if number is not None)
    return (
        _is_total(stated[place + 1 :], value)
        or _is_total(stated[:place][::-1], value)
        or _is_part(stated, place)
        or _is_part(stated[::-1], len(stated) - 1 - place)
    )


def _is_total(parts: Sequence[Decimal], total: Decimal) -> bool:
    """Whether the first of the parts add up to the total; one part alone must have enough digits to tell."""
    so_far = Decimal(0)
    for part in parts[:MOST_PARTS]:
        so_far += part
        if not part:
            continue
        enough = so_far != part or len(part.normalize().as_tuple().digits) >= TELLING_DIGITS
        if enough and abs(so_far - total) <= (ROUNDING if so_far != part else 0):
            return True
    return False


def _is_part(stated: Sequence[Decimal], place: int) -> bool:
    """Whether a figure before ``place`` is the total of those that follow it, this one among them."""
    for first in range(max(0, place - MOST_PARTS), place):
        between = stated[first + 1 : place]
        rest = stated[first] - sum(between)
        ends_here = any(between) and abs(rest - stated[place]) <= ROUNDING
        if ends_here or _is_total(stated[place:], rest):
            return True
    return False

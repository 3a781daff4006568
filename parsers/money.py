"""Numbers and units as printed: found in a text, kept exact, moved from one unit to another by the exponent alone.

The text is expected without white space and in narrow digits (``parsers.extract.narrative_text`` makes it so).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class UnitClass(StrEnum):
    """What a unit counts."""

    MONEY = "money"
    PERCENT = "percent"
    VEHICLES = "vehicles"
    BATCHES = "batches"
    PERSONS = "persons"
    GROUPS = "groups"
    COUNT = "count"
    UNKNOWN = "unknown"  # no unit is printed


#: Units of money → power of ten of 元.
MONEY_EXPONENTS = {"元": 0, "百元": 2, "千元": 3, "万元": 4, "万": 4, "亿元": 8, "亿": 8}

#: Other units → what they count. 台 counts vehicles except where 套 follows (devices).
COUNTED = {
    "%": UnitClass.PERCENT,
    "辆": UnitClass.VEHICLES,
    "台": UnitClass.VEHICLES,
    "批次": UnitClass.BATCHES,
    "批": UnitClass.BATCHES,
    "人次": UnitClass.PERSONS,
    "人": UnitClass.PERSONS,
    "个团组": UnitClass.GROUPS,
    "个团": UnitClass.GROUPS,
    "团组": UnitClass.GROUPS,
    "个": UnitClass.COUNT,
    "项": UnitClass.COUNT,
    "次": UnitClass.COUNT,
}

_UNIT = (
    r"亿元|万元|千元|百元|元(?!/)|[万亿](?=[，。；、（）()：]|$)|%|辆|台(?!（?套|/)|批次|批|人次|人|个团组|个团|团组"
    r"|个(?!百分点|月|小时|工作日|季度|镇|街道|县|区)|项|次(?![数会性全])"
)

#: A number with its unit. Digits may not go on to the left (a code, a year, the tail of a number).
FIGURE = re.compile(rf"(?<![\d.A-Za-z〔\[])(?P<number>-?\d+(?:\.\d+)?)(?P<unit>{_UNIT})")

_THOUSANDS = re.compile(r"[,，\s]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number in a text: its value as printed, its unit as printed, and where it stands."""

    value: Decimal
    unit: str
    counts: UnitClass
    start: int
    end: int

    def in_unit(self, unit: str) -> Decimal:
        """The value in ``unit`` of a measure, printed digits kept. Raises ValueError where it can't be that unit."""
        if self.counts is UnitClass.MONEY:
            return move(self.value, self.unit, unit)
        return self.value


def unit_class(unit: str) -> UnitClass:
    """What ``unit`` counts. Raises KeyError for a unit that is not known."""
    return UnitClass.MONEY if unit in MONEY_EXPONENTS else COUNTED[unit]


def move(value: Decimal, unit: str, to: str) -> Decimal:
    """``value`` in another unit of money; only the exponent changes. Raises ValueError for a unit of no money."""
    if unit not in MONEY_EXPONENTS or to not in MONEY_EXPONENTS:
        raise ValueError(f"{unit} → {to}")
    return value.scaleb(MONEY_EXPONENTS[unit] - MONEY_EXPONENTS[to])


def figures(text: str) -> tuple[Figure, ...]:
    """Every number with a unit in ``text``, in order."""
    return tuple(
        Figure(
            value=Decimal(match["number"]),
            unit=match["unit"],
            counts=unit_class(match["unit"]),
            start=match.start(),
            end=match.end(),
        )
        for match in FIGURE.finditer(text)
    )


def number(text: str) -> Decimal | None:
    """A number as a table cell prints it ("1,234.50"), or None for blanks, dashes and words."""
    bare = _THOUSANDS.sub("", text)
    return Decimal(bare) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", bare, re.ASCII) else None


def signed(value: Decimal, sign: int) -> Decimal:
    """``value`` with the sign of its verb; a zero keeps its digits and has no sign."""
    return abs(value) if not value else value * sign

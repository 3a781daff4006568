"""How a workbook shows a number: its format code tells the printed digits, which are the amount's precision.

Only what changes the figure is read (decimals, percent, a zero shown as something else); colours and currency are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Formats that have a number instead of a code.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
}  # fmt: skip

#: Numbers with more digits are shown as they are.
MOST_DIGITS = 20

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?")
_NOT_A_NUMBER = re.compile(r"[dmyhsDMYHSEeGg年月日时分秒@/]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')


@dataclass(frozen=True, slots=True)
class Format:
    """Decimals that are always shown and at most, whether as percent, and what stands for a zero (None: its digits)."""

    forced: int
    most: int
    percent: bool = False
    zero: str | None = None
    padded: int = 1  # digits before the point at least: codes are kept as numbers with leading zeros

    def shown(self, value: Decimal) -> str:
        """The number as the sheet shows it, without thousands separators."""
        if not value and self.zero is not None:
            return self.zero
        scaled = value.scaleb(2) if self.percent else value
        if scaled.adjusted() > MOST_DIGITS:
            return f"{scaled:f}"
        whole, _, decimals = f"{scaled.quantize(Decimal(1).scaleb(-self.most), ROUND_HALF_UP):f}".partition(".")
        kept = decimals[: self.forced] + decimals[self.forced :].rstrip("0")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        return sign + whole.zfill(self.padded) + (f".{kept}" if kept else "") + ("%" if self.percent else "")


def parse(code: str) -> Format | None:
    """The format of a code; None for text, dates, fractions, scaled numbers and whatever else is no plain number."""
    sections = code.split(";")
    plain = _QUOTED.sub("", sections[0])
    digits = _DIGITS.search(plain)
    if (
        digits is None
        or _NOT_A_NUMBER.search(plain)
        or len(_DIGITS.findall(plain)) > 1
        or "," in (digits[0][-1], *plain[digits.end() :][:1])
    ):
        return None
    decimals = digits["decimals"] or ""
    padded = max(digits[0].partition(".")[0].count("0"), 1)
    return Format(decimals.count("0"), len(decimals), "%" in plain, _zero(sections), padded)


def _zero(sections: list[str]) -> str | None:
    if len(sections) < 3 or re.search("[0#]", _QUOTED.sub("", sections[2])):
        return None
    literal = "".join(first or second for first, second in _LITERAL.findall(sections[2]))
    return literal.strip() or ("-" if "-" in _QUOTED.sub("", sections[2]) else "")

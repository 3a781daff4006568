"""A made table before it takes the form of a file, and the small words that fill it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from watcher.demo.press.department import load_table
from watcher.demo.press.figures import Figures

LEFT = "←"  # a cell that belongs to its left neighbour
UP = "↑"  # a cell that belongs to the one above

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its name, number and the line that gives whose it is, the year and the unit."""

    kind: str  # a key of the table list: "final_accounts.summary"
    number: str  # 公开01表, 表一; empty for forms
    title: str
    line: Row  # left, middle, right: printed above the table
    rows: tuple[Row, ...]
    header: int = 1
    notes: tuple[str, ...] = field(default=())

    @property
    def width(self) -> int:
        return max(len(row) for row in self.rows)


def money(amount: Decimal) -> str:
    """An amount with its two decimals: 1234.50."""
    return f"{amount:.2f}"


def money_or_blank(amount: Decimal) -> str:
    """The same, but nothing is printed where there is nothing: the habit of budgets."""
    return money(amount) if amount else ""


def padded(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """Rows of one width, the missing cells empty."""
    listed = [tuple(row) for row in rows]
    width = max(len(row) for row in listed)
    return tuple(row + ("",) * (width - len(row)) for row in listed)


def function_name(code: str) -> str:
    """The official name of a functional code."""
    return str(load_table("codes.toml")["function"][code])


def economy_name(code: str) -> str:
    """The official name of an economic code."""
    return str(load_table("codes.toml")["economy"][code])


def function_codes(own: Figures, fund: str = "") -> list[str]:
    """类, 款 and 项 of the lines of a fund in printing order: what contains comes before what is contained."""
    items = {each.code for each in own.lines if fund in ("", each.fund)}
    return sorted(items | {code[:3] for code in items} | {code[:5] for code in items})


def economy_codes(own: Figures, *classes: str) -> list[str]:
    """类 and 款 of the economic items of some classes, in printing order."""
    items = {code for code in own.economy if code.startswith(classes)}
    return sorted(items | {code[:3] for code in items})

"""Rows of a table under each other by their classification codes: 类 (3 digits), 款 (5), 项 (7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.model import TableRow


def codes_unclear(codes: Sequence[str]) -> str:
    """Why rows can't be put under each other; empty where they can. A code has 3, 5 or 7 digits."""
    if len(set(codes)) < len(codes):
        return "编码有重复"
    return "编码不完整" if any(len(code) not in (3, 5, 7) for code in codes) else ""


def families(rows: Sequence[TableRow], totals: Sequence[TableRow]) -> Iterator[tuple[TableRow, list[TableRow]]]:
    """Each row with the rows next under it: those whose code continues its own with no other row between."""
    above: list[TableRow] = []
    under: dict[int, list[TableRow]] = {}
    tops: list[TableRow] = []
    for row in sorted(rows, key=lambda r: str(r.code)):
        while above and not str(row.code).startswith(str(above[-1].code)):
            above.pop()
        (under.setdefault(id(above[-1]), []) if above else tops).append(row)
        above.append(row)
    if tops:
        yield from ((total, tops) for total in totals)
    yield from ((row, under[id(row)]) for row in rows if id(row) in under)

"""Where the rows of a performance form stand: page and rectangle, or sheet, or the form's name; and their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.extract.performance_cells import FormRead
from parsers.extract.table_captions import Found
from parsers.model import Evidence, Grid, Indicator

Box = tuple[float, float, float, float]


def placed(table: Found, form: FormRead) -> Iterator[Indicator]:
    """The form's indicators, each with its row as evidence."""
    for indicator, (first, last) in zip(form.indicators, form.rows, strict=True):
        yield replace(indicator, evidence=_rows(table, first, last))


def of_form(table: Found, form: FormRead) -> Evidence:
    """The row of the form's money; where it has none, the row where the form begins. The form's name is quoted too."""
    at = form.at if form.money_at is None else form.money_at
    row = _rows(table, at, at)
    title = f"{table.caption.title}：{form.name}" if form.name else table.caption.title
    return replace(row, quote=f"{title}：{row.quote}" if form.money_at is not None and row.quote else title)


def where(table: Found) -> str:
    """The table's place, for a person."""
    return (table.grids[0].where if table.grids else "") or table.where or table.caption.title


def _rows(table: Found, first: int, last: int) -> Evidence:
    page, box, texts = _on_paper(table, first, last)
    return Evidence(
        file=table.document.name,
        where=f"第{page}页" if page else where(table),
        quote=" ".join(text for text in texts if text),
        sha256=table.document.sha256,
        page=page,
        box=box,
    )


def _on_paper(table: Found, first: int, last: int) -> tuple[int | None, Box | None, Sequence[str]]:
    if not table.grids:
        lines = table.lines[first : last + 1]
        return table.page, None, [" ".join(line.text.split()) for line in lines]
    for grid in table.grids:
        if first < len(grid.rows):
            cells = ["".join(cell.split()) for cell in grid.rows[first]]
            return _page(grid, first) or table.page, grid.boxes[first] if grid.boxes else None, cells
        first -= len(grid.rows)
    return table.page, None, ()


def _page(grid: Grid, row: int) -> int | None:
    return grid.pages[row] if grid.pages else grid.page

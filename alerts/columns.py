"""Whether a table has the columns that a relation asks of each of its rows: told once, and not for each row."""

from __future__ import annotations

from alerts.book import Book, Unclear
from alerts.formulas import AT_HAND, Cell, Relation, Term
from alerts.rules.profiles import table_name


def lacking_column(book: Book, relation: Relation, each: Cell) -> str:
    """Why no row of the table can be asked; empty where it has what it takes, or is not there at all."""
    sheet = book.sheet(each.table)
    if isinstance(sheet, Unclear):
        return ""
    right = [(term.required, _column(term, each)) for term in relation.right]
    needed = {*relation.needs} | {column for term in relation.left if (column := _column(term, each))}
    needed |= {column for required, column in right if required and column}
    parts = [column for _, column in right if column]
    only_parts = parts and len(parts) == len(right)
    if needed <= sheet.columns and not (only_parts and sheet.columns.isdisjoint(parts)):
        return ""
    return f"{table_name(each.table)}没有所需的栏"


def _column(term: Term, each: Cell) -> str:
    """The column that a term means of the row at hand, if it means one of the table at hand."""
    what = term.what
    return what.column if isinstance(what, Cell) and (what.table, what.rows) == (each.table, (AT_HAND,)) else ""

"""Performance forms: 绩效目标表 and 绩效自评表, of the whole department (整体) or of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.extract import performance_places, performance_wrapped, table_captions
from parsers.extract.performance_cells import FormRead
from parsers.extract.performance_grid import read_forms
from parsers.extract.performance_left import Taken
from parsers.extract.performance_words import form_words, is_label, label, without_code
from parsers.extract.table_captions import Found
from parsers.extract.table_words import bare
from parsers.model import Document, Grid, Identity, PerformanceForm, Unread

#: So many lines with a figure under a form's name are a filled form.
FEWEST_FIGURES = 3
#: Lines with so many labels of forms are a form.
FEWEST_LABELS = 2
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class FormsRead:
    """The performance forms of a publication."""

    forms: tuple[PerformanceForm, ...] = ()
    unread: tuple[Unread, ...] = ()


def performance_forms(documents: Sequence[Document], identity: Identity) -> FormsRead:
    """The forms under the names of tables.toml, amounts in 万元 by each form's own unit.

    A form of the whole department bears the department's name. Forms that are printed empty are left out: the
    standard tables say so.
    """
    forms: list[PerformanceForm] = []
    unread: list[Unread] = []
    for document in documents:
        found = table_captions.find(document, identity).found
        only_unit = table_captions.only_unit(found)
        taken = Taken()
        for table in (table for table in found if "performance" in table.caption.kind):
            read = _read(table, only_unit)
            forms += _forms(table, read, identity)
            unread += [Unread(file=document.name, where=place, what=what) for place, what in _doubts(table, read)]
            for form in read:
                if form.nobodys or _name(table, form, identity):
                    taken.add(table, form)
        unread += taken.left(document)
    return FormsRead(forms=tuple(_joined(forms)), unread=tuple(unread))


def _joined(forms: Sequence[PerformanceForm]) -> Iterator[PerformanceForm]:
    """A form that a page end has cut, its head printed again on the next page, is one form."""
    last: PerformanceForm | None = None
    for form in forms:
        if last is not None and _goes_on(last, form):
            last = replace(last, indicators=last.indicators + form.indicators)
            continue
        if last is not None:
            yield last
        last = form
    if last is not None:
        yield last


def _goes_on(last: PerformanceForm, form: PerformanceForm) -> bool:
    """Whether a form is the one before, begun again on a further page with more of its indicators.

    On the same page, or in a list of goals, it is a namesake's.
    """
    same = replace(form, indicators=(), evidence=last.evidence) == replace(last, indicators=())
    return same and bool(form.indicators) and (form.evidence.page is None or form.evidence.page != last.evidence.page)


def _read(table: Found, only_unit: str | None) -> list[FormRead]:
    unit = table_captions.unit_of(table) or only_unit
    if not table.grids:
        return performance_wrapped.read_forms(table, unit)
    width = max(len(row) for grid in table.grids for row in grid.rows)
    rows = [(*row, *[""] * (width - len(row))) for grid in table.grids for row in grid.rows]
    return read_forms(rows, unit, _lost(table.grids))


def _lost(grids: Sequence[Grid]) -> Iterator[tuple[int, int]]:
    """The cells lost at page ends, by their row among those of all grids."""
    first = 0
    for grid in grids:
        yield from ((first + row, column) for row, column in grid.lost)
        first += len(grid.rows)


def _forms(table: Found, read: Sequence[FormRead], identity: Identity) -> Iterator[PerformanceForm]:
    for form in read:
        name = _name(table, form, identity)
        if not name or not (form.figures or form.indicators):
            continue
        yield PerformanceForm(
            name=name,
            table=table.caption.kind,
            overall=table.caption.kind.endswith("overall"),
            indicators=tuple(performance_places.placed(table, form)),
            evidence=performance_places.of_form(table, form),
            **form.figures,
        )


def _name(table: Found, form: FormRead, identity: Identity) -> str | None:
    overall = table.caption.kind.endswith("overall")
    return _overall_name(table, form, identity) if overall else form.name


def _overall_name(table: Found, form: FormRead, identity: Identity) -> str | None:
    """The department's name: of the report, else as the form or the line above it prints it."""
    if identity.department or form.department:
        return identity.department or form.department
    for text in table.before:
        head, _, name = bare(text).partition(":")
        if form_words().fields.get(label(head)) == "department" and name:
            return without_code(name)
    return None


def _is_form(table: Found) -> bool:
    """Whether the lines under the name hold labels of a form, and not the prose after a list of tables."""
    return sum(any(is_label(cell) for cell in line.text.split()) for line in table.lines) >= FEWEST_LABELS


def _doubts(table: Found, read: Sequence[FormRead]) -> Iterator[tuple[str, str]]:
    """Place and reason of what a person should look at: money that has slipped, a filled form that was not read."""
    if not read and _is_form(table) and sum(bool(_FIGURE.search(line.text)) for line in table.lines) >= FEWEST_FIGURES:
        yield performance_places.where(table), f"绩效表没有读出：{table.caption.title[:40]}"
    for form in read:
        yield from ((performance_places.of_form(table, form).where, what) for what in _doubts_of(table, form))


def _doubts_of(table: Found, form: FormRead) -> Iterator[str]:
    if form.moved:
        yield f"绩效表资金行错位一列，已按执行率核对归位：{form.name or table.caption.title}"
    if not form.name and not table.caption.kind.endswith("overall") and (form.figures or form.indicators):
        yield f"绩效表没有项目名称：{table.caption.title[:40]}"
    yield from (f"{doubt}：{table.caption.title[:40]}" for doubt in form.doubts)

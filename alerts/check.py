"""Holding the relations of formulas.toml against a report: satisfied, violated, or not evaluated and why.

Every answer carries its formula with the numbers filled in. A relation is called violated only where everything that
it needs is known: a column or a row that the reading did not understand may be just what is lacking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from alerts.book import Blank, Book, Figure, Found, Sheet, Unclear
from alerts.code_tree import codes_unclear, families
from alerts.columns import lacking_column
from alerts.compare import HUNDRED, printed, stated_percent
from alerts.doubts import COLUMN_UNREAD
from alerts.formulas import Cell, Form, Measure, Relation, Term, relations
from alerts.rules.case import Case
from alerts.rules.profiles import profile_of, table_name
from alerts.rules.wording import shown
from parsers.model import Evidence, PerformanceForm, TableRow

#: How an operation is shown where it holds and where it does not.
SIGNS = {"=": ("=", "≠"), "<=": ("≤", ">"), ">=": ("≥", "<"), "in": ("∈", "∉")}


class Answer(StrEnum):
    """What a relation comes to."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    NOT_EVALUATED = "not_evaluated"


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a relation as far as it is known."""

    signed: tuple[tuple[bool, Figure], ...] = ()  # whether it is subtracted, and what
    blanks: int = 0

    @property
    def amount(self) -> Decimal:
        """The figures together."""
        return sum((-figure.amount if negative else figure.amount for negative, figure in self.signed), Decimal(0))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures without their signs."""
        return tuple(figure for _, figure in self.signed)

    def text(self, table: str = "") -> str:
        """The sum with its names and numbers; a table is named where it is another than before."""
        parts: list[str] = []
        for negative, figure in self.signed:
            sign = "−" if negative else "+" if parts else ""
            parts.append(f"{sign} {_shown(figure, table)}" if sign else _shown(figure, table))
            table = figure.table
        return " ".join(parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One relation on one report, or on one row or form of it."""

    relation: Relation
    answer: Answer
    why: str = ""  # where it was not evaluated
    left: Side = Side()
    right: Side = Side()
    per: Side = Side()
    computed: Decimal = Decimal(0)
    tolerance: Decimal = Decimal(0)

    @property
    def stated(self) -> Decimal:
        """What the left side comes to."""
        return self.left.amount

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures that the relation speaks of."""
        return (*self.left.figures, *self.right.figures, *self.per.figures)

    @property
    def difference(self) -> Decimal:
        """How far the sides are apart."""
        return abs(self.stated - self.computed)

    @property
    def formula(self) -> str:
        """The relation with the numbers filled in; empty where it was not evaluated."""
        if self.answer == Answer.NOT_EVALUATED:
            return ""
        sign = SIGNS[self.relation.op][self.answer == Answer.VIOLATED]
        if self.per.signed:
            worked_out = f"{self.right.text()} ÷ {self.per.text()} × {self.relation.times}"
            return f"{self.left.text()} {sign} {worked_out} = {shown(self.computed)}"
        if self.relation.op == "in":
            return f"{self.left.text()} {sign} {'、'.join(shown(f.amount) for f in self.right.figures)}"
        total = f"（{shown(self.computed)}）" if len(self.right.signed) > 1 else ""
        return f"{self.left.text()} {sign} {self.right.text(self.left.figures[-1].table)}{total}"


class NotEvaluatedError(Exception):
    """A relation that can't be held against this report, and why."""


def _shown(figure: Figure, table: str = "") -> str:
    where = f"《{table_name(figure.table)}》" if figure.table and figure.table != table else ""
    return f"{where}{figure.name} {shown(figure.amount)}".strip()


def answers(case: Case) -> tuple[Checked, ...]:
    """Every relation held against a report, in the order of formulas.toml."""
    book = Book(case)
    return tuple(checked for relation in relations() for checked in check(book, relation))


def check(book: Book, relation: Relation) -> Iterator[Checked]:
    """The answers of one relation: one, or one for each row or form that it holds for."""
    report = book.case.report
    if report.identity.kind != relation.kind:
        return
    if relation.profiles and profile_of(report.identity) not in relation.profiles:
        return
    if relation.tree is not None:
        yield from _tree(book, relation)
    elif relation.each is not None:
        if why := lacking_column(book, relation, relation.each):
            yield Checked(relation=relation, answer=Answer.NOT_EVALUATED, why=why)
        else:
            yield from (_answer(book, relation, row) for row in book.rows(relation.each))
    elif relation.each_form:
        yield from (_answer(book, relation, None, form) for form in report.performance)
    else:
        yield _answer(book, relation)


def _answer(
    book: Book, relation: Relation, row: TableRow | None = None, form: PerformanceForm | None = None
) -> Checked:
    try:
        _not_excluded(book, relation, row)
        left = _side(book, relation.left, row, form)
        if relation.op == "in":
            return _choice(relation, left, _side(book, relation.right, row, form))
        right = _side(book, relation.right, row, form)
        if relation.per:
            return _ratio(book, relation, left, right)
        return _sides(book, relation, left, right)
    except NotEvaluatedError as error:
        return Checked(relation=relation, answer=Answer.NOT_EVALUATED, why=str(error))


def _not_excluded(book: Book, relation: Relation, row: TableRow | None) -> None:
    for cell in relation.unless:
        for found in book.cells(cell, row):
            if isinstance(found, Figure) and found.amount:
                raise NotEvaluatedError(f"{_shown(found)}，口径不同")


def _side(book: Book, terms: Sequence[Term], row: TableRow | None, form: PerformanceForm | None) -> Side:
    """The known figures of a side. One term alone, and one with ``!``, must be known; some part of a sum must be."""
    signed: list[tuple[bool, Figure]] = []
    blanks = 0
    for term in terms:
        for found in _found(book, term, row, form):
            if isinstance(found, Figure):
                signed.append((term.negative, found))
            elif isinstance(found, Unclear) or term.required or len(terms) == 1:
                raise NotEvaluatedError(found.why if isinstance(found, Unclear) else f"“{found.name}”为空")
            else:
                blanks += 1
    if not signed:
        raise NotEvaluatedError("各项均为空")
    return Side(tuple(signed), blanks)


def _found(book: Book, term: Term, row: TableRow | None, form: PerformanceForm | None) -> Iterator[Found]:
    what = term.what
    if isinstance(what, Cell):
        yield from book.cells(what, row)
    elif isinstance(what, Measure):
        yield from book.measure(what)
    elif isinstance(what, Form):
        yield from book.forms(what, form if what.which == "each" else None)
    else:
        yield Figure(what, "", "", (), Decimal("0.01"), Evidence(file="", where=""))


def _choice(relation: Relation, left: Side, right: Side) -> Checked:
    allowed = [figure.amount for figure in right.figures]
    return _checked(relation, left, right, left.amount in allowed, allowed[0], Decimal(0))


def _sides(book: Book, relation: Relation, left: Side, right: Side) -> Checked:
    stated, computed = left.amount, right.amount
    tolerance = _tolerance(relation, left, right)
    apart = {"=": abs(stated - computed), "<=": stated - computed, ">=": computed - stated}[relation.op]
    holds = apart <= tolerance
    if not holds:
        _fully_read(book, relation, left.blanks + right.blanks, abs(stated - computed))
    return _checked(relation, left, right, holds, computed, tolerance)


def _checked(
    relation: Relation, left: Side, right: Side, holds: bool, computed: Decimal, tolerance: Decimal
) -> Checked:
    answer = Answer.SATISFIED if holds else Answer.VIOLATED
    return Checked(relation=relation, answer=answer, left=left, right=right, computed=computed, tolerance=tolerance)


def _tolerance(relation: Relation, left: Side, right: Side) -> Decimal:
    """N2 over all addends: half a unit of the last printed digit for each figure that is not 0, at least 0.02."""
    if relation.exact:
        return Decimal(0)
    digits = [figure.digit for _, figure in (*left.signed, *right.signed) if figure.amount]
    slack = abs(right.amount) * relation.slack_percent / HUNDRED if relation.slack_percent else Decimal(0)
    return max(Decimal("0.02"), max(digits, default=Decimal("0.01")) / 2 * len(digits)) + slack


def _fully_read(book: Book, relation: Relation, blanks: int, difference: Decimal) -> None:
    """Raises where a column or row that was not understood may explain the difference."""
    for sheet in _sheets(book, relation):
        # down the rows of a column it does not matter what another column means
        doubts = [doubt for doubt in sheet.doubts if not (relation.tree and doubt.startswith(COLUMN_UNREAD))]
        if doubts:
            raise NotEvaluatedError(f"{table_name(sheet.table.kind)}有未能识别之处：{doubts[0][:40]}")
        if blanks and any(sheet.strange(None)):
            raise NotEvaluatedError(f"{table_name(sheet.table.kind)}有未能识别的行，可能正是所缺的{shown(difference)}")


def _sheets(book: Book, relation: Relation) -> Iterator[Sheet]:
    kinds = [t.what.table for t in (*relation.left, *relation.right) if isinstance(t.what, Cell)]
    kinds += [relation.tree.table] if relation.tree else []
    for kind in dict.fromkeys(kinds):
        sheet = book.sheet(kind)
        if isinstance(sheet, Sheet):
            yield sheet


def _ratio(book: Book, relation: Relation, left: Side, right: Side) -> Checked:
    """A stated ratio against right ÷ per × times, within the printed digits (N3)."""
    per = _side(book, relation.per, None, None)
    if not per.amount or not left.amount:
        raise NotEvaluatedError("除数或比率为0")
    divisor = printed(per.amount, Decimal(1)) if per.amount != per.amount.to_integral() else None
    whole = printed(right.amount)
    allowed = (whole / divisor if divisor else whole.times(1 / per.amount)).times(relation.times)
    computed = (right.amount / per.amount * relation.times).quantize(Decimal("0.01"))
    holds = allowed.meets(stated_percent(left.amount))
    return Checked(
        relation=relation, answer=Answer.SATISFIED if holds else Answer.VIOLATED, left=left, right=right, per=per,
        computed=computed, tolerance=(allowed.high - allowed.low) / 2,
    )  # fmt: skip


def _tree(book: Book, relation: Relation) -> Iterator[Checked]:
    """Each coded row against the rows under it, and the total against the uppermost ones, column by column."""
    cell = relation.tree
    sheet = book.sheet(cell.table) if cell else Unclear("没有表")
    if cell is None or isinstance(sheet, Unclear):
        return
    rows = [row for row in sheet.table.rows if row.side == cell.side and row.code and row.code.isdigit()]
    codes = [str(row.code) for row in rows]
    if trouble := codes_unclear(codes):
        yield Checked(relation=relation, answer=Answer.NOT_EVALUATED, why=f"{table_name(cell.table)}{trouble}")
        return
    totals = [row for row in sheet.table.rows if row.meaning == "total" and row.side == cell.side][:1]
    for parent, children in families(rows, totals):
        for column in relation.columns:
            if column in sheet.columns:
                yield _family(book, relation, sheet, parent, children, column)


def _family(
    book: Book, relation: Relation, sheet: Sheet, parent: TableRow, children: Sequence[TableRow], column: str
) -> Checked:
    whole = sheet.figure(parent, column)
    parts = [sheet.figure(child, column) for child in children]
    known = tuple((False, part) for part in parts if isinstance(part, Figure))
    if isinstance(whole, Unclear) or not known or (isinstance(whole, Blank) and not any(f.amount for _, f in known)):
        return Checked(relation=relation, answer=Answer.NOT_EVALUATED, why="上级或各下级为空")
    if isinstance(whole, Blank):
        return Checked(relation=relation, answer=Answer.NOT_EVALUATED, why=f"“{whole.name}”为空")
    try:
        return _sides(book, relation, Side(((False, whole),), 0), Side(known, len(parts) - len(known)))
    except NotEvaluatedError as error:
        return Checked(relation=relation, answer=Answer.NOT_EVALUATED, why=str(error))

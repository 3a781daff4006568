"""The accounting relations as data: the language of formulas.toml and what a relation is made of.

A relation is written ``left op right`` with ``=``, ``<=``, ``>=`` or ``in``; each side adds or subtracts terms:

- ``table:side[row].column``: a cell. ``table`` and ``side`` may be left out where they are those of the term before,
  ``column`` where it is ``total``. A row is named by its meaning (``current``), its code (``30217``) or its printed
  name in single quotes; several rows with commas are several terms; ``function.*`` is every class of expenditure and
  ``$`` the row at hand of a relation that holds for each row.
- ``{measure}``, ``{text measure}``, ``{table measure}``: the figure that stands for a measure.
- ``@overall.field``, ``@project.field``, ``@each.field``: a figure of the performance forms; ``weights`` is the sum of
  a form's weights.
- a number.

A term with ``!`` must be known. Any other part of a sum whose table was read adds nothing where its cell is blank.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.model import Kind, Source

EVERY_CLASS = "function.*"
AT_HAND = "$"
EVERY_ROW = "*"


class FormulaError(ValueError):
    """A relation is not written in the language; the message names it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One or several rows of a table in one column."""

    table: str  # the full kind: "budget.summary"
    side: str | None
    rows: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The figure of a measure, of the text or a table where ``source`` says so."""

    code: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Form:
    """A figure of the performance forms: of the overall one, of all projects together, or of the form at hand."""

    which: str
    field: str


What = Cell | Measure | Form | Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """One addend."""

    what: What
    negative: bool = False
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """One relation with the conditions under which it is asked."""

    id: str  # rule and number: "A1.3"
    rule: str
    kind: Kind
    text: str  # as written
    left: tuple[Term, ...] = ()
    op: str = "="
    right: tuple[Term, ...] = ()
    each: Cell | None = None  # holds for each of these rows
    each_form: bool = False  # holds for each performance form
    tree: Cell | None = None  # each coded row is the sum of the rows under it, in these columns
    columns: tuple[str, ...] = ()
    per: tuple[Term, ...] = ()  # right side divided by this: a stated ratio
    times: Decimal = Decimal(1)
    unless: tuple[Cell, ...] = ()  # cells that must hold no figure, or 0
    needs: tuple[str, ...] = ()  # columns without which the table has another form: then it is not asked
    exact: bool = False  # counts
    slack_percent: Decimal = Decimal(0)  # beside the tolerance of a sum
    severity: str | None = None  # where it is not the rule's
    profiles: tuple[str, ...] = ()  # only where these table profiles hold
    why: str = ""  # a sentence for people, where the numbers do not say it


_TERM = re.compile(
    r"(?P<must>!)?(?:(?P<number>\d+(?:\.\d+)?)"
    r"|\{(?:(?P<source>text|table) )?(?P<measure>[a-z_.0-9*]+)\}"
    r"|@(?P<form>overall|project|each)\.(?P<field>[a-z_]+)"
    r"|(?P<table>[a-z_]+)?(?::(?P<side>[a-z_]+))?\[(?P<rows>[^\]]+)\](?:\.(?P<column>[a-z_.]+))?)"
)
_OPERATION = re.compile(r" (=|<=|>=|in) ")


@cache
def relations() -> tuple[Relation, ...]:
    """All relations of formulas.toml, in its order. Raises FormulaError."""
    content = tomllib.loads(files("alerts").joinpath("formulas.toml").read_text("utf-8"))
    return tuple(parse(content["relations"]))


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """How columns and fields are called before people."""
    content = tomllib.loads(files("alerts").joinpath("formulas.toml").read_text("utf-8"))
    return {"columns": content["columns"], "fields": content["fields"]}


def parse(entries: list[dict[str, Any]]) -> Iterator[Relation]:
    """The relations of these entries, numbered within their rule. Raises FormulaError."""
    numbers: dict[str, int] = {}
    for entry in entries:
        for text in entry.get("holds", [entry.get("tree", "")]):
            rule = entry["rule"]
            numbers[rule] = numbers.get(rule, 0) + 1
            yield _relation(f"{rule}.{numbers[rule]}", text, entry)


def _relation(name: str, text: str, entry: Mapping[str, Any]) -> Relation:
    kind = Kind(entry["kind"])
    reader = _Reader(kind, text)
    each = entry.get("each", "")
    common: dict[str, Any] = {
        "id": name, "rule": entry["rule"], "kind": kind, "text": text, "exact": entry.get("exact", False),
        "slack_percent": Decimal(entry.get("slack_percent", "0")), "severity": entry.get("severity"),
        "profiles": tuple(entry.get("profiles", ())), "why": entry.get("why", ""),
        "unless": tuple(_Reader(kind, cell).cell(cell) for cell in entry.get("unless", ())),
        "needs": tuple(entry.get("needs", ())),
        "per": _Reader(kind, text).side(entry["per"]) if "per" in entry else (),
        "times": Decimal(entry.get("times", "1")),
    }  # fmt: skip
    if "tree" in entry:
        return Relation(**common, tree=reader.cell(text), columns=tuple(entry["columns"]))
    if each and each != "@form":
        common["each"] = reader.cell(each)
    parts = _OPERATION.split(text)
    if len(parts) != 3:
        raise FormulaError(f"{name}: one of = <= >= in between two sides, not {text!r}")
    return Relation(**common, each_form=each == "@form", left=reader.side(parts[0]), op=parts[1],
                    right=reader.side(parts[2]))  # fmt: skip


class _Reader:
    """Reads the terms of one relation from left to right; a table left out is that of the term before."""

    def __init__(self, kind: Kind, text: str) -> None:
        self.kind = kind
        self.text = text
        self.table = ""
        self.column = "total"
        self.place: str | None = None

    def side(self, text: str) -> tuple[Term, ...]:
        """The terms of one side."""
        signs = [False]
        pieces = []
        for piece in re.split(r" ([+-]) |, (?![^\[]*\])", text.strip()):
            if piece in ("+", "-"):
                signs.append(piece == "-")
            elif piece is None:
                signs.append(False)
            else:
                pieces.append(piece)
        return tuple(term for piece, sign in zip(pieces, signs, strict=True) for term in self._terms(piece, sign))

    def _terms(self, piece: str, negative: bool) -> Iterator[Term]:
        match = _TERM.fullmatch(piece.strip())
        if match is None:
            raise FormulaError(f"no term of the language: {piece!r} in {self.text!r}")
        what = self._what(match)
        required = bool(match["must"])
        if isinstance(what, Cell) and len(what.rows) > 1:
            for row in what.rows:
                yield Term(Cell(what.table, what.side, (row,), what.column), negative, required)
        else:
            yield Term(what, negative, required)

    def _what(self, match: re.Match[str]) -> What:
        if match["number"]:
            return Decimal(match["number"])
        if match["measure"]:
            return Measure(match["measure"], Source("narrative" if match["source"] == "text" else match["source"])
                           if match["source"] else None)  # fmt: skip
        if match["form"]:
            return Form(match["form"], match["field"])
        return self._cell(match)

    def cell(self, text: str) -> Cell:
        """A cell by itself. Raises FormulaError."""
        match = _TERM.fullmatch(text if "[" in text else f"{text}[{EVERY_ROW}]")
        what = self._what(match) if match else None
        if not isinstance(what, Cell):
            raise FormulaError(f"no cell: {text!r}")
        return what

    def _cell(self, match: re.Match[str]) -> Cell:
        if match["table"]:
            self.table, self.place = f"{self.kind.value}.{match['table']}", match["side"]
        elif match["side"]:
            self.place = match["side"]
        if not self.table:
            raise FormulaError(f"no table before {match[0]!r} in {self.text!r}")
        rows = tuple(row.strip() for row in match["rows"].split(","))
        return Cell(self.table, self.place, rows, match["column"] or "total")

"""Percents: changes told in percent, how much of a budget was carried out, and shares, which are passed over."""

from __future__ import annotations

import re

from parsers.extract.comparisons import Against
from parsers.extract.narrative_changes import targets_of
from parsers.extract.narrative_desk import Desk, fits, value
from parsers.extract.narrative_facts import Draft, Noted
from parsers.extract.narrative_turns import IN_TURN
from parsers.lexicon import load
from parsers.model import Base
from parsers.money import Figure, signed


def percent(desk: Desk, figure: Figure, phrase: str, sign: int | None) -> None:
    """A change in percent, how much of a budget was carried out, or a share, which is passed over.

    ``phrase`` are the words before the verb, where one stands before the figure.
    """
    memory = desk.memory
    if _percent_in_turn(desk, figure, sign, phrase):
        return
    if sign is not None and _of_something_else(desk, phrase):
        return
    if sign is not None and memory.noted and memory.against is None and memory.noted[0].percent is None:
        for noted in memory.noted:
            noted.percent = signed(figure.value, sign or (-1 if (noted.change or 0) < 0 else 1))
            noted.quote = desk.quote(noted.against.start, figure.end)
    elif sign is not None and memory.against and memory.reason_from is None:
        _percent_alone(desk, figure, sign, memory.against)
    elif sign is None and phrase == "（" and memory.noted_at == figure.start - 1:
        _percent_in_brackets(desk, figure)
    elif sign is None and memory.reason_from is None and re.search(load("words")["completion"], phrase):
        _completion(desk, figure, phrase)


def _percent_in_turn(desk: Desk, figure: Figure, sign: int | None, phrase: str) -> bool:
    """分别增长50%、下降20%, 分别比上年下降25%、3%: each percent is of the next figure."""
    memory = desk.memory
    if sign is not None and IN_TURN in desk.text[memory.cursor : figure.start] and not memory.in_turn:
        memory.noted, memory.percents = [], [noted for noted in memory.turned if noted.percent is None]
        memory.forget_base()
    elif sign is None and (phrase.strip("、和及与") or not memory.turn_sign):
        return False
    memory.turn_sign = sign or memory.turn_sign
    if memory.percents and memory.turn_sign:
        noted = memory.percents.pop(0)
        noted.percent = signed(figure.value, memory.turn_sign)
        noted.quote = desk.quote(noted.against.start, figure.end)
        return True
    if memory.in_turn and memory.against and not memory.turned:
        against, draft = memory.against, memory.in_turn.pop(0)
        quote = desk.quote(against.start, figure.end)
        desk.note(draft, Noted(against=against, percent=signed(figure.value, memory.turn_sign or 1), quote=quote))
        return True
    return False


def _percent_in_brackets(desk: Desk, figure: Figure) -> None:
    """减少0.5万元（-12.5%）: the percent of the change before the bracket."""
    for noted in desk.memory.noted:
        if noted.percent is None and noted.change is not None:
            noted.percent = signed(abs(figure.value), -1 if noted.change < 0 else 1)
            noted.quote = desk.quote(noted.against.start, figure.end)


def _of_something_else(desk: Desk, named: str) -> bool:
    """主要原因是一般性支出压减5%，因油价上涨10%: the percent of what is no figure of the report."""
    named = re.sub(load("words")["percent_adverbs"], "", named)
    return bool(named) and (desk.memory.reason_from is not None or desk.named(named) is None)


def _percent_alone(desk: Desk, figure: Figure, sign: int, against: Against) -> None:
    """比2023年预算执行数减少57.14%: only the percent is stated."""
    memory = desk.memory
    memory.noted = []
    for draft in targets_of(desk, memory.subject):
        quote = desk.quote(against.start, figure.end)
        noted = Noted(against=against, percent=signed(figure.value, sign or 1), quote=quote)
        _take_loose(desk, draft, noted, sign)
        desk.note(draft, noted)
        memory.noted.append(noted)
    memory.forget_base()


def _take_loose(desk: Desk, draft: Draft, noted: Noted, sign: int) -> None:
    """增加1.5万元，较上年增长10%: the change stands before its base."""
    loose = desk.memory.loose
    if loose is not None and loose.sign == sign and fits(draft, loose.figure):
        noted.change = signed(value(draft, loose.figure), sign)
        desk.memory.loose = None


def _completion(desk: Desk, figure: Figure, phrase: str) -> None:
    """完成年初预算的…%. Where one budget was stated for the figure, it is that one."""
    told = re.search("全年|调整|年初", phrase)
    base = Base.REVISED_BUDGET if told and told[0] != "年初" else Base.OPENING_BUDGET
    against = Against(base=base, text=phrase)
    for draft in desk.memory.recent:
        budgets = [noted for noted in draft.noted if noted.against_budget]
        noted = budgets[0] if len(budgets) == 1 and not told else draft.stated(against)
        if noted is None:
            noted = Noted(against=against, quote=desk.quote(figure.start - len(phrase), figure.end))
            desk.note(draft, noted)
        noted.completion = figure.value

"""Of which figure a comparison speaks when its sentence does not say so, or says so only by a pronoun."""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.extract.labels import canonical
from parsers.extract.narrative_facts import Draft
from parsers.extract.narrative_state import Memory
from parsers.lexicon import load
from parsers.measures import unit
from parsers.money import Figure, UnitClass

_SIDES = {"收入": "revenue", "总收入": "revenue", "支出": "expenditure", "总支出": "expenditure"}
_BOTH = {"收支", "收、支", "收入支出", "收入、支出", "收支总计", "收、支总计"}


def all_of_them(words: str) -> bool:
    """Whether the words say that one statement holds for several items."""
    return bool(re.search(load("words")["all_of_them"], words))


def implicit(memory: Memory, subject: str, figure: Figure | None, sign: int, everyone: bool) -> list[Draft] | None:
    """The figures that ``subject`` points back to, or None where it names something itself."""
    word = canonical(subject).strip("，、：；")
    if word in _BOTH:
        pair = [draft for draft in memory.drafts[memory.passage_from :] if draft.side or draft.account]
        return _totals(pair) or None
    if word in _SIDES:
        return _of_side(memory, _SIDES[word])
    if word not in {canonical(pronoun) for pronoun in load("words")["pronouns"]} | {""}:
        return None
    if everyone:
        items = memory.siblings or memory.drafts[memory.sentence_from :]
        told = [draft for draft in items if not draft.noted]
        return told or _last(memory, figure, sign)
    return _last(memory, figure, sign)


def pair_with(memory: Memory, drafts: list[Draft]) -> list[Draft]:
    """The revenue stated just before an expenditure of the same account and amount: one change speaks of both."""
    if len(drafts) != 1 or not memory.recent or len(memory.drafts) == memory.sentence_from:
        return []
    last, new = memory.recent[-1], drafts[0]
    sides = {last.side, new.side} == {"revenue", "expenditure"}
    same = last.amount == new.amount and last.account == new.account and not last.noted
    return [last] if sides and same else []


def _last(memory: Memory, figure: Figure | None, sign: int) -> list[Draft]:
    """What was named last; the whole, where a bare list of parts was named or the change is too great for the part."""
    if memory.listed_parent is not None and len(memory.drafts) == memory.sentence_from:
        only = memory.listed if len(memory.listed) == 1 else []  # the only part is the whole: what is said is of both
        return [memory.listed_parent, *only]
    if (
        memory.paused
        and memory.parent is not None
        and [one.amount for one in memory.siblings] == [memory.parent.amount]
    ):
        return [memory.parent, *memory.siblings]
    bare_list = len(memory.siblings) > 1 and not any(draft.noted for draft in memory.siblings)
    if memory.parent is not None and memory.enumerated and bare_list:
        return [memory.parent]
    any_unit = figure is None or figure.counts is UnitClass.UNKNOWN
    recent = [draft for draft in memory.recent if any_unit or (figure and draft.counts_like(figure.counts))]
    if _told_already(memory, recent):
        return memory.head[:1]
    if figure is not None and sign > 0 and any(_too_great(draft, figure) for draft in recent):
        wholes = [draft for draft in (memory.parent, *memory.head) if draft and not _too_great(draft, figure)]
        return wholes[:1] or recent
    return recent


def _told_already(memory: Memory, recent: list[Draft]) -> bool:
    """A new sentence without a subject, of a base that the last part was compared with before: it is of the whole."""
    against, begun = memory.against, len(memory.drafts) > memory.sentence_from
    if against is None or begun or not memory.head or memory.head[0] in recent or memory.head[0].amount is None:
        return False
    return memory.head[0].stated(against) is None and any(draft.stated(against) for draft in recent)


def _too_great(draft: Draft, figure: Figure) -> bool:
    if draft.amount is None or draft.measure is None or figure.counts is UnitClass.UNKNOWN:
        return False
    return figure.in_unit(unit(draft.measure)) > draft.amount + Decimal("0.01")


def _of_side(memory: Memory, side: str) -> list[Draft] | None:
    """收入 or 支出 as a subject: the whole of that side that the passage speaks of, else what was named last."""
    here = memory.drafts[memory.passage_from :]
    before = [] if here else memory.drafts  # 与上年相比，收入增加…: in a paragraph of its own
    wholes = [draft for draft in [*memory.head, *here, *before] if draft.side == side and _is_whole(draft)]
    if wholes:
        return wholes[:1]
    return memory.recent if memory.recent and not any(_is_whole(draft) for draft in memory.recent) else None


def _totals(drafts: list[Draft]) -> list[Draft]:
    """The last stated wholes of both sides, or the one figure that stands for both."""
    for draft in reversed(drafts):
        if draft.measure == "appropriation.total":
            return [draft]
        if _is_whole(draft):
            other = [
                one for one in drafts if _is_whole(one) and one.account == draft.account and one.side != draft.side
            ]
            return [*other[-1:], draft]
    return []


def _is_whole(draft: Draft) -> bool:
    return bool(draft.measure) and str(draft.measure).endswith(
        (".total", ".current", "general_budget.revenue", "general_budget.expenditure", "government_fund.revenue",
         "government_fund.expenditure", "state_capital.revenue", "state_capital.expenditure", ".fiscal_appropriation")
    )  # fmt: skip

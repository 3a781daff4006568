"""Amounts: which figure of the report a number without a verb is. What no name fits is kept as unread."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from parsers.extract import narrative_turns as turns
from parsers.extract.comparisons import Against, stated_base
from parsers.extract.labels import Named, canonical
from parsers.extract.narrative_desk import Desk, fits, value
from parsers.extract.narrative_facts import Draft, Noted
from parsers.extract.narrative_steering import end_reason
from parsers.extract.subjects import pair_with
from parsers.lexicon import load
from parsers.measures import unit
from parsers.model import Base
from parsers.money import Figure, UnitClass

#: Units that may stand alone after the subject was named: 国内公务接待3批次66人.
_COUNTED_ON = (UnitClass.PERSONS, UnitClass.BATCHES, UnitClass.VEHICLES, UnitClass.GROUPS)
#: What an amount is called again after its base was stated: 年初预算为…，支出决算为….
_AGAIN = ("", "支出", "收入", "实际支出", "实际")
#: Parts that have a code of their own under wholes whose parts else have none.
OWN_PARTS = {
    "procurement.sme": ("procurement.small_micro",),
    "procurement.sme_reserved": ("procurement.small_micro_reserved",),
}
#: What the sum of a year is called where money of other years is a part of it.
WITH_CARRYOVER = {"revenue.current": "revenue.total", "expenditure.current": "expenditure.total"}
#: What a bare word names where nothing else does.
TOTALS = {"收入": "revenue.total", "支出": "expenditure.total"}
_SIDE = re.compile(r"(收入|支出)(?:共计?|总共|合计|为|是|：)*$")
_LOST_DIGITS = re.compile(r"[\u4e00-\u9fff）],$")
_ITEM = re.compile("（[款项]）")
_BASE_WORDS = re.compile(r"(?:年初|全年|调整后?)?预算(?:执行)?(?:数|额|安排)?(?:为|是)?$")


def amount(desk: Desk, figure: Figure, phrase: str) -> None:
    """A figure after ``phrase``, no verb between them. Inside reasons and uses figures state nothing."""
    if desk.memory.using and _counts_again(desk, figure, phrase):
        desk.memory.using = desk.memory.using_on = False
    if desk.memory.reason_from is not None and _states_another(desk, figure, phrase):
        end_reason(desk, figure.start - len(phrase))
    if desk.memory.reason_from is not None or desk.memory.using:
        return
    if figure.counts is UnitClass.UNKNOWN:
        _zero(desk, figure, phrase)
        return
    setting = desk.setting
    base = None
    if figure.counts is UnitClass.MONEY:
        base = stated_base(phrase, setting.kind, setting.year) or desk.memory.list_base
    if base is not None and not _planned(desk, figure, phrase):
        _base_stated(desk, figure, phrase, base)
        desk.memory.stated_base = base
        return
    desk.memory.stated_base = None
    if not phrase and figure.counts is UnitClass.MONEY and _lost_digits(desk, figure):
        desk.report(figure, "数字前的文字缺失，数字可能不完整")
        return
    in_turn = turns.next_name(desk, phrase) if desk.memory.turn or turns.begins(desk, figure, phrase) else None
    named = in_turn or _named(desk, figure, phrase)
    if named is None:
        _unknown(desk, figure, phrase)
    elif named.empty:
        _unnamed(desk, figure, phrase)
    else:
        _state(desk, figure, phrase, named)


def _planned(desk: Desk, figure: Figure, phrase: str) -> bool:
    """Whether the words name what is a plan by its nature: its 预算 is the figure itself and no base of it."""
    named = desk.named(phrase, figure)
    return named is not None and any(measure.endswith("_reserved") for measure in named.measures)


def _counts_again(desk: Desk, figure: Figure, phrase: str) -> bool:
    """Uses told, the sentence goes on to its counts: 主要用于接待…，公务接待2批次、26人次."""
    if desk.setting.section != "three_public" or not phrase:
        return False
    if figure.counts is UnitClass.VEHICLES:
        named = desk.named(phrase, figure)
        return named is not None and named.measures == ("three_public.vehicles_held",)
    counted = figure.counts in (UnitClass.BATCHES, UnitClass.PERSONS)
    named = _named(desk, figure, phrase) if counted and (not desk.memory.using_on or "接待" in phrase) else None
    return named is not None and bool(named.measures)


def _states_another(desk: Desk, figure: Figure, phrase: str) -> bool:
    """A full stop is forgotten after a reason: …是厉行节约，公务接待费3万元: one of the three expenses not told yet."""
    told = desk.memory.drafts
    if desk.setting.section != "three_public" or figure.counts is not UnitClass.MONEY or not told:
        return False
    if not desk.text[: figure.start - len(phrase)].endswith("，"):
        return False
    named = desk.named(phrase, figure)
    measures = named.measures if named else ()
    return len(measures) == 1 and measures[0].startswith("three_public.") and desk.memory.find(measures[0]) is None


def _zero(desk: Desk, figure: Figure, phrase: str) -> None:
    """A 0 without a unit is a sum of money where its name is one of money, and else states nothing."""
    money = replace(figure, unit="万元", counts=UnitClass.MONEY)
    named = desk.named(phrase, money)
    if named is not None and named.measures:
        _state(desk, money, phrase, named)


def count_around(desk: Desk) -> None:
    """Counts that are named by the words around them: 对3个项目开展了绩效自评."""
    setting = desk.setting
    for entry in load("labels")["counted"]:
        match = re.search(entry["pattern"], desk.text)
        if match and (entry["section"], entry["kind"]) == (setting.section, setting.kind.value):
            evidence = desk.evidence(match.start(), match.end())
            count = Decimal(match["number"])
            desk.memory.drafts.append(
                Draft(measure=entry["measure"], counts=UnitClass.COUNT, evidence=evidence, amount=count)
            )
            desk.memory.passage_from = desk.memory.sentence_from = len(desk.memory.drafts)


def _named(desk: Desk, figure: Figure, phrase: str) -> Named | None:
    """What the words before an amount name, or, where they name nothing, the words before those."""
    memory = desk.memory
    waiting = any(draft.amount is None and draft.noted for draft in memory.recent)
    if waiting and canonical(phrase).rstrip("数为是：") in _AGAIN:
        return Named(empty=True)
    titled = desk.titled(figure)
    if canonical(phrase).rstrip("数为是：") in _AGAIN and titled and _of_item(desk, titled):
        return Named(empty=True)  # the heading names an item, and its 支出 is that item's
    named = desk.named(phrase, figure)
    if named is not None and not named.empty:
        return named
    if figure.counts in _COUNTED_ON and (named is not None or not phrase):
        return desk.named(memory.phrase, figure)
    if named is not None and memory.pending and not waiting:
        return desk.named(memory.pending, figure) or named
    return named


def _of_item(desk: Desk, titled: Named) -> bool:
    """Whether the heading names an item of the classification, with or without its code."""
    return any(".function." in name for name in titled.measures) or bool(_ITEM.search(desk.memory.title))


def _base_stated(desk: Desk, figure: Figure, phrase: str, base: Base) -> None:
    """The base's own figure stands in a clause of its own: 年初预算为…万元，支出决算为…万元."""
    against = Against(base=base, text=phrase, start=figure.start - len(phrase), end=figure.start)
    named = desk.named(_BASE_WORDS.sub("", phrase), figure)
    if named is None or named.empty:
        titled = desk.titled(figure)
        targets = desk.memory.recent or [desk.known_or_new(measure, figure) for measure in (titled or Named()).measures]
    else:
        last_year = base not in (Base.OPENING_BUDGET, Base.REVISED_BUDGET)
        known = [draft for measure in named.measures if (draft := desk.memory.find(measure)) and last_year]
        targets = known or [desk.draft(measure, figure, phrase) for measure in named.measures]
        desk.memory.recent, desk.memory.last_against = targets, against
    desk.memory.told_base = against
    for draft in targets:
        if draft.stated(against) is None and fits(draft, figure):
            quote = desk.quote(against.start, figure.end)
            draft.noted.append(Noted(against=against, base_amount=value(draft, figure), quote=quote))


def _unnamed(desk: Desk, figure: Figure, phrase: str) -> None:
    """An amount without a name of its own: the figure named just before, or what the heading names."""
    recent = desk.memory.recent
    if not phrase and _after_figure(desk, figure):
        desk.report(figure, "两个数字之间缺少文字")
        return
    waiting = [draft for draft in recent if draft.amount is None and fits(draft, figure)]
    for draft in waiting:
        draft.amount = value(draft, figure)
    if waiting or (recent and recent[-1].measure is None):
        return
    if any(fits(draft, figure) and draft.amount == value(draft, figure) for draft in recent):
        return
    named = desk.titled(figure) or _bare_total(desk, figure, phrase)
    if named and named.empty:
        named = _bare_total(desk, figure, phrase)
    if named and named.measures and not any(desk.memory.find(measure) for measure in named.measures):
        _state(desk, figure, phrase, named)
    else:
        _unknown(desk, figure, phrase)


def _bare_total(desk: Desk, figure: Figure, phrase: str) -> Named | None:
    """本单位收入为…万元，支出…万元 where a report begins to speak of both: the totals."""
    side = _SIDE.search(canonical(phrase))
    if not side or figure.counts is not UnitClass.MONEY or desk.setting.section != "revenue_expenditure":
        return None
    memory, total = desk.memory, TOTALS[side[1]]
    if memory.parent is not None and memory.paused and memory.parent.measure in {*TOTALS.values()} - {total}:
        memory.parent, memory.siblings = None, []  # the parts of the other side were told before the semicolon
    whole = desk.setting.account in (None, "whole") and memory.parent is None
    return Named(measures=(total,)) if whole else None


def _after_figure(desk: Desk, figure: Figure) -> bool:
    """Whether another sum of money stands right before, no word between them: the verb is lost."""
    return figure.counts is UnitClass.MONEY and re.search(r"\d[万亿]?元$", desk.text[: figure.start]) is not None


def _state(desk: Desk, figure: Figure, phrase: str, named: Named) -> None:
    """A figure that is named: new drafts, or a silent one where the name has no code just here."""
    memory, measures = desk.memory, named.measures
    _end_told_again(desk, measures, figure)
    parent = memory.parent
    _whole_of_all_years(parent, measures, phrase)
    closed = (memory.projects or (parent is not None and parent.closed)) and figure.counts is UnitClass.MONEY
    closed = closed and bool(measures) and not _of_unread_whole(desk, measures) and not _own_part(parent, measures)
    if closed or (parent is not None and any(_repeats(desk, measure, figure) for measure in measures)):
        measures = ()
    memory.enumerated = phrase.startswith("、")
    phrase = phrase.lstrip("、和及与")
    evidence = desk.evidence(figure.start - len(phrase), figure.end)
    drafts = [
        Draft(measure=measure, counts=figure.counts, evidence=evidence, amount=figure.in_unit(unit(measure)))
        for measure in measures
    ]
    pair = pair_with(memory, drafts)
    memory.add(drafts or [Draft(measure=None, counts=figure.counts, evidence=evidence)])
    memory.recent = [*pair, *memory.recent]
    own = desk.named(phrase, figure)
    memory.phrase = phrase if own and not own.empty else memory.phrase
    if desk.text[figure.end : figure.end + 1] == "：":
        memory.parent, memory.siblings = memory.recent[-1], []


def _end_told_again(desk: Desk, measures: tuple[str, ...], figure: Figure) -> None:
    """…总计100万元，其中…；支出总计100万元: behind a semicolon the whole told again is no part of itself."""
    memory, parent = desk.memory, desk.memory.parent
    if parent is None or not memory.paused or measures != (parent.measure,):
        return
    if figure.in_unit(unit(measures[0])) == parent.amount:
        memory.parent, memory.siblings, memory.sentence_from = None, [], len(memory.drafts)


def _whole_of_all_years(parent: Draft | None, measures: tuple[str, ...], phrase: str) -> None:
    """收入预算合计…，包括本年收入…: the sum of what is carried over as well was the total."""
    if parent is not None and parent.measure in WITH_CARRYOVER and measures == (parent.measure,) and "本年" in phrase:
        parent.measure = WITH_CARRYOVER[parent.measure]


def _of_unread_whole(desk: Desk, measures: tuple[str, ...]) -> bool:
    """Whether one of the three expenses is named under what is no whole of it: it is itself all the same."""
    parent = desk.memory.parent
    own = desk.setting.section == "three_public" and all(name.startswith("three_public.") for name in measures)
    if not own or parent is None or desk.memory.projects:
        return False
    reception = "three_public.reception"
    return parent.measure is None or (parent.measure == reception and not measures[0].startswith(reception))


def _own_part(parent: Draft | None, measures: tuple[str, ...]) -> bool:
    """Whether the closed whole has this part by its own name: contracts with small enterprises are such with SMEs."""
    return parent is not None and bool(measures) and OWN_PARTS.get(parent.measure or "") == measures


def _repeats(desk: Desk, measure: str, figure: Figure) -> bool:
    """Inside a list the whole's own name means a part of it (其中一般公共预算拨款政府采购…)."""
    memory = desk.memory
    said = [draft for draft in memory.drafts[memory.sentence_from :] if draft.measure == measure]
    own = memory.parent is not None and memory.parent.measure == measure
    return own or any(draft.amount not in (None, figure.in_unit(unit(measure))) for draft in said)


def _unknown(desk: Desk, figure: Figure, phrase: str) -> None:
    """Nothing fits: it takes up what is said of it, and is reported unless it is a part of what has no parts."""
    if figure.counts is not UnitClass.MONEY:
        return
    parent = desk.memory.parent
    counted = bool(desk.memory.recent) and desk.memory.recent[-1].counts is not UnitClass.MONEY
    desk.draft(None, figure, phrase)
    if counted and not phrase.strip("、"):  # 购置车辆0辆、0万元
        return
    if not desk.memory.projects and (parent is None or not parent.closed):
        desk.report(figure, "未能归属的金额")


def _lost_digits(desk: Desk, figure: Figure) -> bool:
    """A bare comma before a number that no phrase names: a thousands separator whose digits are lost."""
    before = desk.normal.printed[: desk.normal.at[figure.start]]
    return bool(_LOST_DIGITS.search(before)) and bool(desk.memory.pending)

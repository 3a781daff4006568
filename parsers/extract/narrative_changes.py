"""Stated changes: against what, of which figures, by how much, and how much of a budget was carried out."""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.extract.comparisons import Against, flats
from parsers.extract.narrative_desk import NO_BASE, Desk, fits, value
from parsers.extract.narrative_facts import Draft, Noted
from parsers.extract.narrative_state import Loose
from parsers.extract.narrative_steering import end_reason
from parsers.extract.narrative_tokens import Token
from parsers.extract.narrative_turns import compared, named_in_turn, names
from parsers.extract.subjects import all_of_them, implicit
from parsers.lexicon import load
from parsers.money import Figure, UnitClass, signed


def compare(desk: Desk, token: Token) -> None:
    """Remember what the next change is measured against, and the words before it."""
    memory = desk.memory
    if token.against is None:
        return
    if memory.reason_from is not None and not _fresh(desk, token, token.against):
        _compare_in_reason(desk, token)
        return
    end_reason(desk, token.start)
    memory.subject = desk.phrase(token)
    memory.against = memory.last_against = token.against
    memory.base_amount, memory.cursor = None, token.end
    memory.in_turn = compared(desk, memory.subject, desk.text[token.end :])
    memory.turned = []


def flat(desk: Desk, token: Token) -> None:
    """No change: one word may speak of several figures."""
    memory = desk.memory
    between = desk.text[memory.cursor : token.start]
    if memory.reason_from is not None or (token.weak and between.strip("，均保持基本也仍都")):
        return
    phrase = without_adverbs(desk.phrase(token))
    memory.cursor = token.end
    if memory.against is None:
        _flat_as_before(desk, token, phrase)
        return
    everyone = all_of_them(memory.subject + phrase)
    targets = memory.siblings if everyone and memory.siblings else targets_of(desk, phrase or memory.subject)
    if "基本" in between or desk.text.startswith("基本", token.start):
        targets = [draft for draft in targets if not _told_of_last_year(draft)]
    for against in filter(None, (memory.against, memory.against.also)):
        _note_flat(desk, targets, against, desk.quote(against.start, token.end))
    memory.forget_base()


def change(desk: Desk, figure: Figure, before: str, sign: int) -> None:
    """A verb stands before the figure. ``before`` are the words before the verb."""
    memory = desk.memory
    if memory.reason_from is not None:
        _change_in_reason(desk, figure, before, sign)
        return
    against = memory.against or memory.last_against or memory.told_base or _carried(desk, before)
    if against is None and sign and memory.loose is None:
        doubt = desk.doubt(figure, NO_BASE)  # 增加1.5万元（较上年增长10%）: the base may follow
        memory.loose = Loose(figure=figure, sign=sign, doubt=doubt)
        return
    if against is None or (sign == 0 and figure.value):
        desk.report(figure, NO_BASE)
        return
    if figure.counts is UnitClass.UNKNOWN and figure.value:
        desk.report(figure, "增减的数字缺少单位")
        memory.noted = []
        return
    memory.in_turn = memory.in_turn or named_in_turn(desk, before, figure)
    subject = without_adverbs(before).strip("、和") or (memory.subject if memory.against else "")
    if memory.in_turn and fits(memory.in_turn[0], figure):
        _note_change(desk, [memory.in_turn.pop(0)], against, figure, sign)
        memory.turned += memory.noted
        memory.turn_sign = sign
        return
    targets = [draft for draft in targets_of(desk, subject, figure, sign) if fits(draft, figure)]
    if not targets:
        desk.report(figure, "增减的对象未能识别")
    _note_change(desk, targets, against, figure, sign)
    memory.forget_base()


def arrive(desk: Desk, figure: Figure, sign: int) -> None:
    """由上年的A增加到B: the amount is B, and the change is what lies between."""
    memory = desk.memory
    against, before = memory.against, memory.base_amount
    if against is None or before is None:
        return
    memory.noted = []
    for draft in [draft for draft in targets_of(desk, memory.subject, figure) if fits(draft, figure)]:
        amount = value(draft, figure)
        if draft.amount not in (None, amount) or sign * (amount - before) < 0:
            continue
        draft.amount = amount
        quote = desk.quote(against.start, figure.end)
        noted = Noted(against=against, change=amount - before, base_amount=before, quote=quote)
        desk.note(draft, noted)
        memory.noted.append(noted)
    if not memory.noted:
        desk.report(figure, "增减的起止未能归属")
    memory.noted_at = figure.end
    memory.forget_base()


def _carried(desk: Desk, subject: str) -> Against | None:
    """The base of the sentence before, for one more item that is named and was compared with nothing yet."""
    named, against = desk.named(subject), desk.memory.carried or desk.memory.of_items
    if subject in ("收入", "支出") or (not subject and _only_percent(desk)):
        return against
    if against is None or named is None or len(named.measures) != 1:
        return None
    known = desk.memory.find(named.measures[0])
    told = known.stated(against) if known is not None else None
    return against if known is not None and (told is None or told.change is None) else None


def _only_percent(desk: Desk) -> bool:
    """Whether the sentence before told only the percent of what was named last: 较上年下降30%。减少6万元。"""
    memory = desk.memory
    told = [draft.stated(memory.carried) for draft in memory.recent] if memory.carried else []
    return bool(told) and all(noted and noted.change is None and noted.percent is not None for noted in told)


def _note_change(desk: Desk, targets: list[Draft], against: Against, figure: Figure, sign: int) -> None:
    desk.memory.noted = []
    for draft in targets:
        noted = Noted(
            against=against,
            change=signed(value(draft, figure), sign or 1),
            base_amount=desk.memory.base_amount,
            quote=desk.quote(against.start, figure.end),
        )
        desk.note(draft, noted)
        desk.memory.noted.append(noted)
    desk.memory.noted_at = figure.end


def without_adverbs(phrase: str) -> str:
    """``phrase`` without the words that may stand before a verb and name nothing."""
    return re.sub(load("words")["adverbs"], "", phrase)


def targets_of(desk: Desk, subject: str, figure: Figure | None = None, sign: int = 0) -> list[Draft]:
    """The figures that a comparison speaks of."""
    everyone = all_of_them(subject)
    bare = re.sub(load("words")["all_of_them"], "", subject)
    told = implicit(desk.memory, bare, figure, sign, everyone)
    if told is not None:
        return told or _from_title(desk, figure)
    named = desk.named(bare, figure)
    if named is None:
        several = names(desk, bare) if figure is None else []  # 因公出国费和公务用车购置费与上年持平
        return [desk.known_or_new(measure, None) for measure in several]
    if named.empty:
        return implicit(desk.memory, "", figure, sign, everyone) or _from_title(desk, figure)
    if named.measures:
        desk.memory.recent = [desk.known_or_new(measure, figure) for measure in named.measures]
        return desk.memory.recent
    return [desk.draft(None, figure)]


def _from_title(desk: Desk, figure: Figure | None) -> list[Draft]:
    """Where nothing was named yet, the heading is the subject."""
    named = desk.titled(figure)
    return [desk.known_or_new(measure, figure) for measure in named.measures] if named else []


def _fresh(desk: Desk, token: Token, against: Against) -> bool:
    """Inside a reason only a new comparison of the same figure counts: after a comma, against another base."""
    after = desk.text[token.end :]
    follows = re.match(r"，?[^，。；\d]{0,6}\d", after) or any(start == 0 for start, *_ in flats(after))
    known = {noted.against.base for draft in desk.memory.recent for noted in draft.noted}
    return bool(follows) and desk.text[: token.start].endswith("，") and against.base not in known


def _compare_in_reason(desk: Desk, token: Token) -> None:
    """…原因是财政拨款收入较上年决算数减少…: a figure that a reason names is compared in its own right."""
    memory = desk.memory
    phrase = desk.phrase(token)
    named = desk.named(phrase)
    if named is not None and named.measures:
        memory.aside, memory.subject, memory.cursor, memory.chain = token.against, phrase, token.end, True


def _flat_as_before(desk: Desk, token: Token, phrase: str) -> None:
    """…与2023年度持平。其中：因公出国（境）费支出持平: the parts are compared with what the whole was."""
    against, named = desk.memory.last_against, desk.named(phrase)
    if against is None or named is None or desk.memory.parent is None:
        return
    targets = [desk.known_or_new(measure, None) for measure in named.measures]
    _note_flat(desk, targets, against, desk.quote(token.start - len(phrase), token.end))


def _told_of_last_year(draft: Draft) -> bool:
    """Whether a change against last year was told already: 基本持平 after it only comments on that change."""
    return any(noted.change and not noted.against_budget for noted in draft.noted)


def _note_flat(desk: Desk, targets: list[Draft], against: Against, quote: str) -> None:
    for draft in targets:
        known = draft.stated(against)
        if known is None:
            desk.note(draft, Noted(against=against, change=Decimal(0), quote=quote))
        elif known.change is None and known.percent is None:
            known.change = Decimal(0)


def _change_in_reason(desk: Desk, figure: Figure, before: str, sign: int) -> None:
    """主要是基本支出增加…，项目支出减少…: a list of changes. Other figures of a reason are its own affair."""
    memory = desk.memory
    against, before = memory.aside or memory.last_against, before or (memory.subject if memory.aside else "")
    memory.aside = None
    gap = desk.text[memory.cursor : figure.start].lstrip("，、；和及")
    named = desk.named(before, figure) if memory.chain and against and "，" not in gap and sign else None
    memory.noted = []  # what follows in percent is said of this figure, whatever it is
    if named is None or not named.measures or against is None:
        memory.chain = False
        return
    recent = memory.recent
    for draft in [desk.known_or_new(measure, figure) for measure in named.measures]:
        if draft.stated(against) is None and fits(draft, figure):
            quote = desk.quote(figure.start - len(before) - 2, figure.end)
            noted = Noted(against=against, change=signed(value(draft, figure), sign), quote=quote)
            draft.noted.append(noted)
            memory.noted.append(noted)
    memory.recent = recent

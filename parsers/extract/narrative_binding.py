"""Binding: every figure of a part to what it states, one token after the other.

A figure is in turn a percent, a change (a verb stands before it), the base's own figure (it stands right after its
base), or an amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from parsers.extract import narrative_changes as changes
from parsers.extract import narrative_percents as percents
from parsers.extract import narrative_steering as steering
from parsers.extract.comparisons import direction, reached
from parsers.extract.narrative_amounts import amount, count_around
from parsers.extract.narrative_desk import Desk
from parsers.extract.narrative_state import Setting
from parsers.extract.narrative_tokens import Mark, Token, tokens
from parsers.money import UnitClass
from parsers.passage import Passage


def bind(setting: Setting, passages: Iterable[Passage]) -> Desk:
    """The desk after the passages of one part were read in order."""
    desk = Desk(setting)
    steering.begin_part(desk)
    for passage in passages:
        desk.lay(passage)
        count_around(desk)
        steering.begin_item(desk)
        for token in tokens(desk.text, setting.kind, setting.year):
            ACTIONS[token.mark](desk, token)
        steering.end_reason(desk, len(desk.text))
        desk.settle()
    return desk


def figure(desk: Desk, token: Token) -> None:
    """What a number with a unit is."""
    number = token.figure
    if number is None:
        return
    memory = desk.memory
    desk.money += number.counts is UnitClass.MONEY
    phrase = desk.phrase(token)
    verb = direction(phrase)
    end = reached(phrase, desk.setting.year) if memory.base_amount is not None and not memory.using else None
    if number.counts is UnitClass.PERCENT:
        percents.percent(desk, number, phrase[: verb.start] if verb else phrase, verb.sign if verb else None)
    elif end is not None and number.counts is UnitClass.MONEY:
        changes.arrive(desk, number, end)
    elif verb:
        changes.change(desk, number, phrase[: verb.start], verb.sign)
    elif memory.in_turn and memory.turn_sign and not phrase.strip("、和及与"):
        changes.change(desk, number, "", memory.turn_sign)
    elif memory.against and memory.against.sign and not phrase:
        changes.change(desk, number, "", memory.against.sign)
    elif memory.against and not phrase and memory.cursor == memory.against.end:
        memory.base_amount = None if number.counts is UnitClass.UNKNOWN else number.in_unit("万元")
    else:
        amount(desk, number, phrase)
    memory.cursor, memory.pending = number.end, ""


#: Who handles which mark.
ACTIONS: Mapping[Mark, Callable[[Desk, Token], None]] = {
    Mark.STOP: steering.stop,
    Mark.PAUSE: steering.pause,
    Mark.OPEN: steering.open_bracket,
    Mark.CLOSE: steering.close_bracket,
    Mark.LIST: steering.begin_list,
    Mark.LIST_END: steering.end_list,
    Mark.USE: steering.begin_uses,
    Mark.REASON: steering.begin_reason,
    Mark.BASE: changes.compare,
    Mark.FLAT: changes.flat,
    Mark.FIGURE: figure,
}

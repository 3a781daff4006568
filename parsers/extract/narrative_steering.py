"""Marks that steer the reading: ends of sentences, brackets, lists of parts, lists of uses, reasons."""

from __future__ import annotations

import re

from parsers.extract.labels import Named
from parsers.extract.narrative_desk import Desk
from parsers.extract.narrative_facts import Draft, account_of
from parsers.extract.narrative_tokens import Token
from parsers.lexicon import load
from parsers.money import figures

LONGEST_NAME = 60
#: A list of uses that has figures after its colon goes on after semicolons.
_USES_WITH_FIGURES = re.compile(r"[^，。；：]{0,15}：[^；。]*?\d(?:万|元)")
#: What begins a paragraph on one item of the classification.
_ITEM = re.compile(r"((?:（?\d{1,2}[）.、]|[①-⑳])?[^，。；：]{2,70}（[类款项]）)：(?=.*\d)")
#: A statement of this year that follows the words of a reason ("增减变化的原因是：2024年“三公”经费支出合计…").
_RESTATES = re.compile(r"[：:]?20\d\d年度?[^，。；\d]{2,24}(?:合计|共计|总计)为?\d")


def begin_part(desk: Desk) -> None:
    """The heading's own words are the first subject."""
    named = desk.named(desk.setting.title) if desk.setting.title else None
    if named is not None and not named.empty:
        _entitle(desk, desk.setting.title, named)


def begin_item(desk: Desk) -> None:
    """…（款）…（项）：支出决算为…: the item of the classification is the subject of its paragraph."""
    item = _ITEM.match(desk.text)
    named = desk.named(item[1]) if item else None
    if item and named is not None and not named.empty:
        _entitle(desk, item[1], named)


def stop(desk: Desk, token: Token) -> None:
    """End of a sentence; inside brackets only a pause."""
    memory = desk.memory
    reasoned = memory.reason_from is not None
    end_reason(desk, token.start)
    if not memory.scenes:
        if not reasoned:
            _title_sentence(desk, desk.text[memory.sentence_at : token.start])
        desk.settle()
        memory.end_sentence()
    memory.cursor = memory.sentence_at = token.end


def pause(desk: Desk, token: Token) -> None:
    """A semicolon ends reasons and uses, unless the next words count on."""
    memory = desk.memory
    if memory.reason_from is not None and re.search(load("words")["reason_goes_on"], desk.text[token.end :]):
        return
    end_reason(desk, token.start)
    memory.using = memory.using and memory.using_on
    memory.forget_base()
    memory.paused = True
    memory.cursor, memory.pending = token.end, ""


def open_bracket(desk: Desk, token: Token) -> None:
    """Put the sentence aside."""
    desk.memory.open_scene()
    desk.memory.cursor = token.end


def close_bracket(desk: Desk, token: Token) -> None:
    """Take the sentence up again."""
    end_reason(desk, token.start)
    desk.memory.close_scene()
    desk.memory.cursor = token.end


def begin_list(desk: Desk, token: Token) -> None:
    """What follows are parts of what was named last; parts of uses are uses."""
    memory = desk.memory
    if memory.using:
        memory.using_on = True
    if memory.reason_from is not None and memory.chain and desk.text.startswith("其中", token.start):
        end_reason(desk, token.start)  # the full stop after a list of changes was forgotten
    if memory.reason_from is not None or memory.using:
        return
    memory.list_base = memory.stated_base
    if len(memory.drafts) == memory.sentence_from:
        _account_named(desk, token)
    memory.last_against = memory.last_against or memory.carried
    memory.parent = memory.listed_parent or _whole_of_list(desk, token)
    memory.siblings, memory.listed_parent, memory.cursor, memory.pending = [], None, token.end, ""


def _whole_of_list(desk: Desk, token: Token) -> Draft | None:
    """What was named last; but 包括 in a new paragraph does not list the parts of a part of the one before."""
    memory = desk.memory
    last = memory.recent[-1] if memory.recent else None
    earlier = len(memory.drafts) == memory.passage_from and not desk.text.startswith("其中", token.start)
    unnamed = len(memory.drafts) == memory.passage_from and token.start > 0 and not memory.projects
    over = last is not None and ((last.closed and earlier) or (last.measure is None and unnamed))
    if last is not None and last.only_changed and memory.head and memory.head[0].amount is not None:
        return memory.head[0]
    return None if over else last


def end_list(desk: Desk, token: Token) -> None:
    """此外: no part of the list any more."""
    if desk.memory.reason_from is None:
        desk.memory.parent, desk.memory.siblings, desk.memory.cursor = None, [], token.end
        desk.memory.list_base = None


def begin_uses(desk: Desk, token: Token) -> None:
    """主要用于: what follows are uses."""
    memory = desk.memory
    if memory.reason_from is None:
        memory.using_on = memory.using_on or bool(_USES_WITH_FIGURES.match(desk.text, token.end))
        memory.using, memory.cursor = True, token.end


def begin_reason(desk: Desk, token: Token) -> None:
    """What follows is a reason; it may itself be a list of changes."""
    memory = desk.memory
    if memory.reason_from is None and not _RESTATES.match(desk.text, token.end):
        memory.reason_from, memory.chain = token.end, memory.last_against is not None
        if re.search(load("words")["against_budget"], desk.text[memory.sentence_at : token.start]):
            memory.without_reason = [note for draft in memory.recent for note in draft.noted if note.against_budget]
            _quote_direction(desk, token)
        memory.cursor = token.end
        memory.forget_base()


def _quote_direction(desk: Desk, token: Token) -> None:
    """决算数大于预算数的主要原因: the word of direction belongs to what is quoted of the comparison."""
    for note in desk.memory.without_reason:
        if not note.change and desk.text.startswith(note.against.text, note.against.start):
            note.quote = desk.quote(note.against.start, token.start)


def end_reason(desk: Desk, end: int) -> None:
    """The reason is given to every change that has none yet."""
    memory = desk.memory
    if memory.reason_from is None:
        return
    uses = re.search(load("words")["reason_ends"], desk.text[memory.reason_from : end])
    stop = memory.reason_from + uses.start() if uses else end
    reason = desk.normal.quote(memory.reason_from, stop).strip("：:，,")
    for noted in memory.without_reason:
        noted.reason = noted.reason or reason or None
    memory.without_reason, memory.reason_from, memory.chain = [], None, False


def _account_named(desk: Desk, token: Token) -> None:
    """财政拨款支出主要内容如下：the paragraphs that follow are of that account."""
    named = desk.named(desk.phrase(token))
    if named is not None and named.measures:
        desk.memory.account = account_of(named.measures[0])


def _title_sentence(desk: Desk, sentence: str) -> None:
    """A sentence that is only a name ("因公出国（境）费用。") is the subject of those after it."""
    if not sentence or len(sentence) > LONGEST_NAME or "，" in sentence or figures(sentence):
        return
    named = desk.named(sentence)
    if named is not None and not named.empty:
        _entitle(desk, sentence, named)


def _entitle(desk: Desk, title: str, named: Named) -> None:
    desk.memory.title = title
    if not named.measures:
        desk.draft(None, None)

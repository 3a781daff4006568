"""From blocks to an outline: furniture and contents dropped, wrapped lines joined, text under its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.headings import LONGEST_TITLE, UNNUMBERED, Heading, knows_title, numbered, parse_heading, split_inline
from parsers.lexicon import any_matches, load
from parsers.model import Document, Grid, Paragraph
from parsers.passage import Passage, PrintedLine, joined
from parsers.wrapping import columns

FULL_LINE = 0.88
LONG_LINE, HALF_LINE = 0.7, 0.5
#: Columns that the first line of a paragraph and a mark pushed to the next line leave empty.
INDENT = 6
#: A shorter line is no sentence.
SHORTEST_CUT = 20
#: A line at the edge of more pages than this, and of a quarter of them, belongs to the page.
MOST_SEEN = 4
#: Of a few pages nearly all must have it.
FEWEST_SEEN = 2
NUMERALS = "一二三四五六七八九十"
CLOSING = "，。；：、）》”"
TERMINAL = "。；：！？;:!?"
#: A sentence that cannot end here: a paragraph that was cut inside it.
_BROKEN = re.compile(r"[，。；].*(?:[较比与][^，。；：\d]{1,14}|为|共计|合计|总计|增加|减少|增长|下降|其中)$")
_OPEN_BASE = re.compile(r"[较比与](?:20\d\d年|上年|去年)(?:预算|决算|预算数|决算数|年初预算)?$")
#: The name of an item of the classification that a line's end cuts before its last mark, and the rest of it.
_CUT_ITEM = re.compile(r"[（(][类款][）)](?![^。]*[（(]项[）)])[^。；：]*$")
_ITEM_ENDS = re.compile(r"[^。；：]{0,40}[（(]项[）)]")
#: Two headings that a lost line end made one: 一、基本情况二、收支情况说明.
_GLUED = re.compile(
    r"([一二三四五六七八九])、[^，。；：、（）()\d]{2,14}?(?=([二三四五六七八九十])、[^，。；：]{2,24}$)"
)
#: The number of a page at an end of a running head: 某局2031年部门预算公开-3-, 第3页某局….
_PAGE_IN_LINE = re.compile(r"^[-—–－]?第?\d{1,3}(?:页|[-—–－/])|[-—–－/第]\d{1,3}页?[-—–－]?$")
SHORTEST_HEAD = 8
#: The number of a page inside a line, where a converter kept it there.
_PAGE_MARK = re.compile(r"(?<=\S)\s*[-—–－]\s+\d{1,3}\s+[-—–－]\s*(?=\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A heading with the text up to the next one. The part before any heading has none."""

    heading: Heading | None
    path: tuple[Heading, ...]  # from the outermost heading to this one
    passages: tuple[Passage, ...] = ()
    follows_table: bool = False  # a drawn table stands between the heading and its text

    @property
    def where(self) -> str:
        """What a person looks for: the outermost and the innermost heading."""
        ends = [self.path[0], self.path[-1]] if len(self.path) > 1 else list(self.path)
        return " › ".join(heading.printed[:40] for heading in ends)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line(PrintedLine):
    wrapped: bool = False  # may end inside a word
    marked: bool = False  # a heading by markup
    table: bool = False  # stands for a drawn table


@dataclass(frozen=True, kw_only=True, slots=True)
class _Width:
    """How long the longer lines of a document are: in characters, and as printed, where figures are half as wide."""

    characters: int
    columns: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Width:
        ninth = len(texts) * 9 // 10
        lengths, printed = sorted(map(len, texts)) or [0], sorted(map(columns, texts)) or [0]
        return cls(characters=lengths[ninth], columns=printed[ninth])

    def is_full(self, text: str) -> bool:
        """Whether a line reaches the edge; the first one of a paragraph begins two characters later."""
        return self.share(text) >= FULL_LINE or self.columns - INDENT <= columns(text) < self.columns

    def share(self, text: str) -> float:
        """How much of the width a line fills."""
        return max(len(text) / max(self.characters, 1), columns(text) / max(self.columns, 1))


def bare(text: str) -> str:
    """``text`` without white space of any kind."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", text)


def outline(document: Document) -> tuple[Part, ...]:
    """The document's text under its headings, in order; tables and forms are left out."""
    return tuple(_parts(_joined(_without_forms(_without_contents(list(_lines(document)))))))


def _lines(document: Document) -> Iterator[_Line]:
    running = _running_lines(document)
    for block in document.blocks:
        if isinstance(block, Grid):
            yield _Line(text="", table=True)
        elif (
            (text := bare(_PAGE_MARK.sub("", block.text)))
            and not any_matches("furniture", "furniture", text)
            and _without_page(text) not in running
        ):
            yield from (_line(block, one) for one in _unglued(text))


def _unglued(text: str) -> Iterator[str]:
    match = _GLUED.match(text)
    if match and NUMERALS.index(match[2]) == NUMERALS.index(match[1]) + 1:
        yield match[0]
        text = text[match.end() :]
    yield text


def _running_lines(document: Document) -> set[str]:
    """Lines that stand at the top or the foot of many pages."""
    pages: dict[int, list[str]] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.page is not None:
            pages.setdefault(block.page, []).append(_without_page(bare(block.text)))
    edges = Counter(text for lines in pages.values() for text in {*lines[:2], *lines[-2:]})
    often = max(MOST_SEEN, len(pages) // 4) if len(pages) > MOST_SEEN else max(FEWEST_SEEN, len(pages) - 1)
    return {text for text, count in edges.items() if count >= often and not numbered(text)}


def _without_page(text: str) -> str:
    """A line without the number of its page, which makes one of a running head differ from the others."""
    left = _PAGE_IN_LINE.sub("", text)
    return left if len(left) >= SHORTEST_HEAD and not re.search(r"\d$", left) else text


def _line(block: Paragraph, text: str) -> _Line:
    return _Line(text=text, where=block.where, page=block.page, wrapped=block.line, marked=block.heading, box=block.box)


def _without_contents(lines: Sequence[_Line]) -> Iterator[_Line]:
    """All lines but those of a table of contents, which ends where its first entry comes again."""
    first: str | None = None
    inside = False
    for line in lines:
        if re.search(load("furniture")["contents_begin"], line.text):
            inside, first = True, None
        elif any_matches("furniture", "contents", line.text) or (inside and _is_entry(line, first)):
            first = first or _entry(line.text)
        else:
            inside = False
            yield line


def _entry(text: str) -> str:
    return re.sub(r"[.·…﹒．\d]+$", "", text)


def _is_entry(line: _Line, first: str | None) -> bool:
    short = len(line.text) <= LONGEST_TITLE and not re.search(r"[。；]", line.text)
    return short and not line.table and _entry(line.text) != first


def _without_forms(lines: Iterator[_Line]) -> Iterator[_Line]:
    """All lines but the cells of a table that was not drawn: from its title to the next known heading."""
    inside = False
    for line in lines:
        if line.table or any_matches("furniture", "not_table", line.text):
            inside = False if line.table else inside
        elif any_matches("furniture", "table_begin", line.text):
            inside = True
        if inside and not _ends_form(line.text):
            continue
        inside = False
        yield line


def _ends_form(text: str) -> bool:
    heading = parse_heading(text)
    if heading is None or heading.level > 2 or not knows_title(heading.title):
        return False
    return heading.ordinal is not None or "绩效" not in heading.title


def _joined(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    """Groups of lines that are one paragraph or one heading."""
    every = list(lines)
    width = _Width.of([line.text for line in every if line.wrapped])
    group: list[_Line] = []
    for line in every:
        if group and not _goes_on(group, line, width):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: list[_Line], line: _Line, width: _Width) -> bool:
    last, text = group[-1], "".join(line.text for line in group)
    if line.table or last.table or line.marked or last.marked:
        return False
    if not line.wrapped:
        broken = last.text[-1] in "，、（" or (_is_broken(text, line.text) and not numbered(line.text))
        return bool(broken) and parse_heading(text) is None
    if _CUT_ITEM.search(text) and _ITEM_ENDS.match(line.text) and not numbered(line.text):
        return True
    if line.text[0] in CLOSING:
        return True
    full = width.is_full(last.text)
    if width.share(last.text) >= LONG_LINE and _cuts_a_word(last.text, line.text):
        return True
    if full and _OPEN_BASE.search(text) and not numbered(line.text):
        return True
    if parse_heading(text):
        return full and width.share(line.text) < HALF_LINE and line.text[-1] not in TERMINAL and not numbered(line.text)
    if numbered(line.text) or parse_heading(line.text):
        return full and last.text[-1] not in TERMINAL and not _opens(line.text)
    return full or last.text[-1] not in TERMINAL


def _is_broken(text: str, following: str) -> bool:
    """Whether a paragraph was cut inside a sentence, or inside a word of the field."""
    sentence = len(text) >= SHORTEST_CUT and re.search("[，；。]", text)
    return bool(_BROKEN.search(text) or (sentence and _cuts_a_word(text, following)))


def _cuts_a_word(text: str, following: str) -> bool:
    return text[-1] + following[0] in load("furniture")["words_cut"]


def _opens(text: str) -> bool:
    """Whether a line can only be the beginning of something new, whatever the line before it."""
    number = numbered(text)
    return number is not None and number[0] <= 2 and len(text) > number[2]


def _parts(groups: Iterator[list[_Line]]) -> Iterator[Part]:
    part = Part(heading=None, path=())
    for group in groups:
        if group[0].table:
            part = replace(part, follows_table=part.follows_table or not part.passages)
            continue
        passage = joined(group)
        found = _heading_of(group[0], passage)
        if found is None:
            part = replace(part, passages=(*part.passages, passage))
            continue
        yield part
        heading, rest = found
        part = Part(heading=heading, path=_path(part.path, heading), passages=(rest,) if rest.text else ())
    yield part


def _heading_of(line: _Line, passage: Passage) -> tuple[Heading, Passage] | None:
    whole = parse_heading(passage.text)
    if whole is None and line.marked and len(passage.text) <= LONGEST_TITLE:
        whole = Heading(printed=passage.text, title=passage.text, level=UNNUMBERED)
    if whole:
        return whole, Passage(text="")
    inline = split_inline(passage.text)
    return (inline[0], passage.after(len(passage.text) - len(inline[1]))) if inline else None


def _path(path: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    return (*(outer for outer in path if outer.level < heading.level), heading)

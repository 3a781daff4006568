"""RTF: paragraphs and tables in reading order, code pages and nested groups as the editors write them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from parsers.errors import LimitExceeded, Scanned, Unreadable
from parsers.model import Block, Document, Paragraph, Unread
from parsers.rtf.tables import RowShape, Table
from parsers.rtf.tokens import BYTES, CLOSE, OPEN, Token, tokens
from parsers.rtf.words import CHARSETS, CODE_PAGES, LIFTABLE, NATIONAL, PRINTED, SILENT, STARRED_READ

LARGEST = 100_000_000
DEEPEST_GROUP = 500
DEEPEST_TABLE = 20

LIVE, HIDDEN, SILENCED = 0, 1, 2


@dataclass(slots=True)
class _State:
    """What a group changes and its end puts back."""

    silence: int = LIVE
    table: str = ""  # "fonttbl" or "stylesheet" while one is read
    font: int | None = None
    fallback: int = 1  # how many bytes after \\u repeat the character for old readers
    unprinted: bool = False  # hidden or deleted text
    level: int = 0  # how many tables the paragraph stands in
    floor: int = 0  # the level of what a text box stands in
    heading: bool = False
    shape: RowShape | None = None  # of the outer row, put back at the end
    box: list[str] | None = None  # the text around a text box, put back at the end


def read(content: bytes, name: str, sha256: str) -> Document:
    """The body as blocks. Raises Unreadable, Scanned (nothing but pictures) or LimitExceeded."""
    if len(content) > LARGEST:
        raise LimitExceeded("RTF 文件过大，已停止读取。")
    story = _Story()
    for token in tokens(content):
        story.take(token)
    blocks = story.end()
    if not blocks:
        raise (
            Scanned("scanned, not read：文档内只有图片，未做文字识别。")
            if story.pictures
            else Unreadable("文档中没有任何文字。")
        )
    notes = [f"嵌入的对象（{story.objects} 处，可能是表格）未读取"] if story.objects else []
    notes += ["文件在中途结束，可能被截断"] if story.is_cut else []
    return Document(
        name=name,
        sha256=sha256,
        media_type="application/rtf",
        blocks=tuple(blocks),
        unread=tuple(Unread(file=name, where="", what=note) for note in notes),
    )


class _Story:
    """Takes the tokens in order and builds paragraphs and tables."""

    def __init__(self) -> None:
        self.pictures = self.objects = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._states: list[_State] = []
        self._state = _State()
        self._shape = RowShape()
        self._starred = False
        self._text: list[str] = []
        self._bytes = bytearray()
        self._left_to_skip = 0
        self._code_page = NATIONAL
        self._charsets: dict[int | None, int] = {}
        self._headings: set[int] = set()
        self._style = (0, "")

    @property
    def is_cut(self) -> bool:
        """Whether groups are still open."""
        return bool(self._states)

    def end(self) -> list[Block]:
        """All blocks, once there are no more tokens."""
        self._end_paragraph()
        self._close_tables(0)
        return self._blocks

    def take(self, token: Token) -> None:
        """One more token. Raises LimitExceeded for absurd depths."""
        if token.word == BYTES:
            self._take_bytes(token.content)
            return
        if self._left_to_skip and token.word not in (OPEN, CLOSE):
            self._left_to_skip -= 1
            return
        self._left_to_skip = 0
        self._flush()
        if token.word == OPEN:
            self._open()
        elif token.word == CLOSE:
            self._close()
        elif token.word == "*":
            self._starred = True
        else:
            starred, self._starred = self._starred, False
            self._take_word(token.word, token.number, starred=starred)

    # --- groups ----------------------------------------------------------------------------------

    def _open(self) -> None:
        if len(self._states) >= DEEPEST_GROUP:
            raise LimitExceeded("文件嵌套层数过多，已停止读取。")
        self._states.append(self._state)
        self._state = replace(self._state, shape=None, box=None)
        if self._state.table == "stylesheet":
            self._style = (0, "")

    def _close(self) -> None:
        ended = self._state
        if ended.table == "stylesheet" and self._style[1].strip().lower().startswith(("heading", "标题")):
            self._headings.add(self._style[0])
        if ended.shape is not None:
            self._shape = ended.shape
        if ended.box is not None:
            self._end_paragraph()
            self._close_tables(ended.floor)
            self._text = ended.box
        if self._states:
            self._state = self._states.pop()

    # --- control words ----------------------------------------------------------------------------

    def _take_word(self, word: str, number: int | None, *, starred: bool) -> None:
        state = self._state
        if (starred and word not in STARRED_READ) or word in SILENT:
            self.pictures += word == "pict"
            state.silence = SILENCED
        elif word in LIFTABLE:
            state.silence = max(state.silence, HIDDEN)
        elif word in ("shptxt", "ud") and state.silence == HIDDEN:
            state.silence = LIVE
            if word == "shptxt":
                state.box, self._text = self._text, []
                state.floor, state.level = self._level(), 0
        elif word in ("fonttbl", "stylesheet"):
            state.table = word
        elif state.table:
            self._take_listed(word, number)
        elif word == "ansicpg":
            self._code_page = CODE_PAGES.get(number or 0, NATIONAL)
        elif state.silence == LIVE and not self._takes_table(word, number):
            self._take_in_text(word, number)

    def _take_listed(self, word: str, number: int | None) -> None:
        """Of the table of fonts and of the style sheet."""
        if self._state.table == "fonttbl":
            if word == "f":
                self._state.font = number
            elif word == "fcharset":
                self._charsets[self._state.font] = number or 0
        elif word == "s":
            self._style = (number or 0, self._style[1])
        elif word == "outlinelevel" and (number or 0) < 9:
            self._headings.add(self._style[0])

    def _take_in_text(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "u" and number is not None:
            self._add(chr(number & 0xFFFF))
            self._left_to_skip = state.fallback
        elif word in PRINTED:
            self._add(PRINTED[word])
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word == "f":
            state.font = number
        elif word == "uc":
            state.fallback = max(number or 0, 0)
        elif word in ("v", "deleted"):
            state.unprinted = number != 0
        elif word == "plain":
            state.unprinted, state.font = False, None
        elif word == "object":
            self.objects += 1
        else:
            self._take_of_paragraph(word, number)

    def _take_of_paragraph(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "pard":
            state.level, state.heading = 0, False
        elif word == "intbl":
            state.level = max(state.level, 1)
        elif word == "itap":
            state.level = number or 0
        elif word == "s":
            state.heading = number in self._headings
        elif word == "outlinelevel":
            state.heading = (number or 0) < 9

    def _takes_table(self, word: str, number: int | None) -> bool:
        if word == "trowd":
            self._shape = RowShape()
        elif word == "trleft":
            self._shape.left = number or 0
        elif word in ("clvmrg", "clmrg"):
            self._shape.flag()
        elif word == "cellx":
            self._shape.edge(number or 0)
        elif word in ("cell", "nestcell"):
            self._end_cell(self._state.floor + 1 if word == "cell" else max(self._level(), self._state.floor + 2))
        elif word in ("row", "nestrow"):
            self._end_row(self._state.floor + 1 if word == "row" else max(self._level(), self._state.floor + 2))
        elif word == "nesttableprops":
            self._state.shape = self._shape
        else:
            return False
        return True

    # --- text -------------------------------------------------------------------------------------

    def _take_bytes(self, content: bytes) -> None:
        skipped = min(self._left_to_skip, len(content))
        self._left_to_skip -= skipped
        if self._state.silence == LIVE and self._state.table != "fonttbl":
            self._bytes += content[skipped:]

    def _flush(self) -> None:
        if not self._bytes:
            return
        text = self._decoded(bytes(self._bytes))
        self._bytes.clear()
        if self._state.table == "stylesheet":
            self._style = (self._style[0], self._style[1] + text)
        else:
            self._add(text)

    def _decoded(self, content: bytes) -> str:
        own = CHARSETS.get(self._charsets.get(self._state.font, 1), self._code_page)
        for encoding in (own, NATIONAL):
            with contextlib.suppress(UnicodeDecodeError):
                return content.decode(encoding)
        return content.decode(own, errors="replace")

    def _add(self, text: str) -> None:
        if not self._state.unprinted:
            self._text.append(text)

    # --- paragraphs and tables -----------------------------------------------------------------------

    def _level(self) -> int:
        return min(self._state.floor + self._state.level, DEEPEST_TABLE)

    def _end_paragraph(self, level: int | None = None) -> None:
        level = self._level() if level is None else level
        self._close_tables(level)
        text = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._text = []
        for line in text.split("\n"):
            if line.strip():
                self._sink(level).append(Paragraph(text=" ".join(line.split()), heading=self._state.heading))

    def _end_cell(self, level: int) -> None:
        self._end_paragraph(min(level, DEEPEST_TABLE))
        self._sink(min(level, DEEPEST_TABLE))
        self._tables[-1].end_cell()

    def _end_row(self, level: int) -> None:
        self._close_tables(min(level, DEEPEST_TABLE))
        self._sink(min(level, DEEPEST_TABLE))
        self._tables[-1].end_row(self._shape)

    def _sink(self, level: int) -> list[Block]:
        """Where blocks of this level go; the tables that it takes are opened."""
        while len(self._tables) < level:
            self._tables.append(Table())
        return self._tables[level - 1].content if level else self._blocks

    def _close_tables(self, level: int) -> None:
        while len(self._tables) > level:
            table = self._tables.pop()
            rest = table.content
            table.end_row(self._shape)
            self._sink(len(self._tables)).extend([*table.blocks(), *rest])

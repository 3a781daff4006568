"""Blocks → RTF as Word writes it: bytes of the code page, merged cells by the edges of their row."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.model import Block, Grid

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}" + b"\r\n"


def rich_text(blocks: Iterable[Block]) -> bytes:
    """The whole file."""
    return (
        HEAD + b"".join(_table(block) if isinstance(block, Grid) else _paragraph(block.text) for block in blocks) + b"}"
    )


def _paragraph(text: str) -> bytes:
    return b"\\pard\\plain\\f0 " + _text(text) + b"\\par\r\n"


def _text(text: str) -> bytes:
    return b"".join(b"\\line " if char == "\n" else _char(char) for char in text)


def _char(char: str) -> bytes:
    packed = char.encode("gb18030")
    if len(packed) == 1:
        return b"\\" + packed if packed in b"{}\\" else packed
    return b"".join(b"\\'%02x" % byte for byte in packed)


def _table(grid: Grid) -> bytes:
    return b"".join(_row(row) for row in grid.rows) + b"\\pard\\par\r\n"


def _row(row: tuple[str, ...]) -> bytes:
    edges = b"".join(b"\\cellx%d" % (1000 * (at + 1)) for at in range(len(row)))
    cells = b"".join(b"\\pard\\intbl " + _text(cell) + b"\\cell" for cell in row)
    return b"\\trowd\\trleft0" + edges + cells + b"\\row\r\n"

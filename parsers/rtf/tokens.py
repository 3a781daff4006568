"""RTF bytes → its tokens, flat: groups are told as they open and close, so no depth can exhaust the stack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?"  # a control word with its number
    rb"|\\'([0-9A-Fa-f]{2})"  # a byte in hexadecimal
    rb"|\\([^A-Za-z])"  # a control symbol
    rb"|([{}])"
    rb"|([^\\{}\r\n\0]+)"
    rb"|[\r\n\0\\]",
    re.DOTALL,
)

#: Word of the token for what is no control word; control symbols bear themselves ("~", "*").
OPEN, CLOSE, BYTES = "{", "}", "bytes"


class Token(NamedTuple):
    """A control word or symbol with its number, the edge of a group, or bytes of text (``hexed`` is one byte)."""

    word: str
    number: int | None = None
    content: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    r"""All tokens in order; what follows ``\bin`` is jumped over."""
    at = 0
    while match := _TOKEN.match(content, at):
        at = match.end()
        word, number, hexed, symbol, edge, text = match.groups()
        if word is not None:
            count = int(number) if number is not None else None
            if word == b"bin":
                at += max(count or 0, 0)
            else:
                yield Token(word.decode("ascii"), count)
        elif text is not None:
            yield Token(BYTES, None, text)
        elif hexed is not None:
            yield Token(BYTES, None, bytes.fromhex(hexed.decode("ascii")))
        elif edge is not None:
            yield Token(edge.decode("ascii"))
        elif symbol is not None:
            yield _symbol(symbol)


def _symbol(symbol: bytes) -> Token:
    """An escaped brace or backslash is text, an escaped line end a paragraph's."""
    if symbol in (b"{", b"}", b"\\"):
        return Token(BYTES, None, symbol)
    return Token("par" if symbol in b"\r\n" else symbol.decode("latin-1"))

"""Values as scripts write them: objects, arrays, texts, numbers; what only the script can work out stays its text.

No script is run. ``{channelId: id, pageNo: 1, keyword: ''}`` becomes a dict in which ``id`` is an ``Expression``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

LONGEST = 20_000  # characters that one value is looked for in
DEEPEST = 20
_TOKEN = re.compile(
    r"\s+|//[^\n]*|/\*.*?(?:\*/|\Z)|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[\w$.]+|\\.|.", re.DOTALL
)
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


class Expression(str):
    """What only the script can work out, as it stands there."""

    __slots__ = ()


def value_at(text: str, start: int) -> Any:
    """The value that begins at a place of a script: dict, list, str, int, bool, None or an Expression."""
    tokens = [token for token in _TOKEN.findall(text[start : start + LONGEST]) if not _is_gap(token)]
    return _Reader(tokens).value()


def unquoted(token: str) -> str:
    """The text that a quoted one stands for."""
    return _ESCAPED.sub(lambda found: _character(found[1]), token[1:-1])


def _character(escape: str) -> str:
    return chr(int(escape[1:], 16)) if len(escape) == 5 else {"n": "\n", "t": "\t"}.get(escape, escape)


def _is_gap(token: str) -> bool:
    return token.isspace() or token.startswith(("//", "/*"))


class _Reader:
    """Takes tokens one by one; what does not fit ends the value that it stands in."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def value(self) -> Any:
        opening = {"{": self._object, "[": self._array}.get(self._peek())
        if opening is None or self._depth >= DEEPEST:
            return self._plain()
        self._depth += 1
        found = self._inside(opening)
        self._depth -= 1
        return found

    def _inside(self, opening: Callable[[], Any]) -> Any:
        self._place += 1
        return opening()

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._peek() not in ("}", ""):
            name = self._next()
            if self._peek() == ":":
                self._place += 1
                found[unquoted(name) if name[0] in "\"'`" else name] = self.value()
            elif self._peek() in (",", "}"):
                found[name] = Expression(name)  # {pageNo} for {pageNo: pageNo}
            else:
                self._plain()  # a method
            self._place += self._peek() == ","
        self._place += 1
        return found

    def _array(self) -> list[Any]:
        found = []
        while self._peek() not in ("]", ""):
            before = self._place
            found.append(self.value())
            self._place += self._peek() == "," or self._place == before
        self._place += 1
        return found

    def _plain(self) -> Any:
        """A single value, or everything up to the comma or bracket that ends an expression."""
        first, depth = self._place, 0
        while (token := self._peek()) and (depth or token not in (",", "}", "]", ")", ";")):
            depth += (token in _OPEN) - (token in _CLOSED)
            self._place += 1
        return _plain(self._tokens[first : self._place])

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._place += 1
        return token


def _plain(tokens: list[str]) -> Any:
    if len(tokens) == 1:
        token = tokens[0]
        if token[0] in "\"'" or (token[0] == "`" and "${" not in token):
            return unquoted(token)
        if re.fullmatch(r"\d{1,15}", token):
            return int(token)
        if token in ("true", "false", "null", "undefined"):
            return {"true": True, "false": False}.get(token)
    return Expression("".join(tokens))

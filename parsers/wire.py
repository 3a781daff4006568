"""Exact JSON of our frozen nouns: what a child process hands back and what the database keeps whole."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")


def encode(value: object) -> bytes:
    """JSON of a noun; a Decimal becomes text with its printed precision."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The noun again. Raises ``msgspec.ValidationError`` where the data does not fit the type."""
    return msgspec.json.decode(data, type=kind)

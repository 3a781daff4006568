"""Parts that hold or become others: archives are unpacked in a bounded child, old Word files converted outside."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from parsers.errors import ReadingError
from parsers.model import Unread
from watcher.reading.bounded import Died, Limits, run_bounded
from watcher.reading.parts import Answer, Part

#: All conversions of one publication together; one takes seconds.
SECONDS_CONVERTING = 300
#: What an archive may grow to travels back from the child.
UNPACKED_MB = 128

MSWORD = "application/msword"


@dataclass(slots=True)
class Opened:
    """The parts that can be read now, and what could not be opened."""

    parts: list[Part] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


class _Inside(msgspec.Struct):
    files: list[tuple[str, bytes]] = []
    unread: list[Unread] = []


def opened(parts: Sequence[Part], asked: Answer, limits: Limits) -> Opened:
    """The parts with those that ``asked`` names unpacked or converted, in their order; numbers stay their own."""
    found = Opened()
    numbers = iter(range(max(part.number for part in parts) + 1, 1 << 31))
    until = time.monotonic() + SECONDS_CONVERTING
    for part in parts:
        if part.number in asked.packed:
            _unpack(part, limits, numbers, found)
        elif part.number in asked.old:
            _convert(part, until, found)
        else:
            found.parts.append(part)
    return found


def _unpack(part: Part, limits: Limits, numbers: Iterator[int], found: Opened) -> None:
    sent = run_bounded(lambda: _inside(part), replace(limits, answer_mb=UNPACKED_MB))
    if isinstance(sent, Died):
        found.unread.append(_unread(part, sent.reason))
        return
    inside = msgspec.msgpack.decode(sent, type=_Inside)
    found.unread += inside.unread
    published = part.sha256 or hashlib.sha256(part.content).hexdigest()
    found.parts += [
        Part(number=next(numbers), name=name, content=content, sha256=published) for name, content in inside.files
    ]


def _inside(part: Part) -> bytes:
    from parsers.readers.archive import unpack

    try:
        unpacked = unpack(part.content, part.name)
    except ReadingError as error:
        return msgspec.msgpack.encode(_Inside(unread=[_unread(part, str(error))]))
    return msgspec.msgpack.encode(_Inside(files=list(unpacked.files), unread=list(unpacked.unread)))


def _convert(part: Part, until: float, found: Opened) -> None:
    from parsers.readers import office

    if time.monotonic() > until:
        found.unread.append(_unread(part, "本次需转换的旧版 Word 文件过多，未读取；请另存为 .docx。"))
        return
    try:
        converted = office.convert(part.content)
    except ReadingError as error:
        found.unread.append(_unread(part, str(error)))
    except OSError as error:
        found.unread.append(_unread(part, f"无法启动 LibreOffice 转换：{error.strerror}。请另存为 .docx。"))
    else:
        published = part.sha256 or hashlib.sha256(part.content).hexdigest()
        found.parts.append(replace(part, content=converted, sha256=published, media_type=MSWORD))


def _unread(part: Part, reason: str) -> Unread:
    return Unread(file=part.name, where="整个文件", what=reason)

"""Publications are read in child processes: a broken or hostile file costs a child, never the service.

    Reader().read(files)  →  the report, with what could not be read in ``unread``
                          →  ReadFailed, where nothing could be read

If the child dies on the whole publication, every file is tried on its own and the rest is read without the culprit.
What a child cannot do within its limits it says, and it is done for it: archives are unpacked in a child of their own,
old Word files converted by an outside program, pictures read, where the engine is installed, in a roomier child.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, Self

from parsers import wire
from parsers.model import Report, Unread
from parsers.read import can_recognise
from watcher.reading import child
from watcher.reading.bounded import Died, Limits, run_bounded
from watcher.reading.opening import SECONDS_CONVERTING, opened
from watcher.reading.parts import Answer, Part

Files = Sequence[tuple[str, bytes]]

#: How many publications a reading server serves before a fresh one takes its place.
RENEW_AFTER = 200
#: An archive is unpacked, then what was in it is converted.
ROUNDS = 2
#: Trying each file alone may take so many times what a whole publication may.
TRIES = 5
#: Recognising the characters of pictures takes seconds a page and near a gigabyte.
RECOGNISING = Limits(memory_mb=4_096, cpu_seconds=1_200, wall_seconds=900, open_files=256)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFailed:
    """Nothing of the publication could be read."""

    reason: str
    errors: tuple[tuple[str, str], ...] = ()  # file as named, reason


def read_publication(files: Files, limits: Limits | None = None) -> Report | ReadFailed:
    """The report that the files make up. Forks: call it where no other thread runs, else use ``Reader()``."""
    limits = limits or Limits()
    if not files:
        return ReadFailed(reason="公开内容中没有文件。")
    parts = [Part(number=number, name=name, content=content) for number, (name, content) in enumerate(files)]
    unread: list[Unread] = []
    answer = _answered(parts, limits)
    for _ in range(ROUNDS):
        if answer.needs_opening:
            hopeless = _hopeless(answer)
            unread += _told(hopeless, parts)
            found = opened(_without(parts, hopeless), answer, limits)
            parts = found.parts
            unread += found.unread
            answer = _answered(parts, limits) if parts else Answer()
    if answer.scanned and can_recognise():
        answer = _recognised(parts, answer)
    return _outcome(answer, [*unread, *_told(answer.errors, parts)])


def longest_seconds(limits: Limits) -> int:
    """After so long ``read_publication`` has surely answered."""
    once = (TRIES + 3) * limits.wall_seconds
    opening = limits.wall_seconds + SECONDS_CONVERTING
    return (ROUNDS + 1) * once + ROUNDS * opening + RECOGNISING.wall_seconds


def _answered(parts: Sequence[Part], limits: Limits, *, scans: bool = False) -> Answer:
    """The answer of a child; if it dies, each part is tried alone and the rest is read without the culprits."""
    answer = _in_a_child(parts, limits, scans=scans)
    if not isinstance(answer, Died):
        return answer
    if len(parts) == 1:
        return _dead(parts[0], answer)
    tried = _each_alone(parts, limits, scans=scans)
    good = _without(parts, tried.errors)
    if tried.needs_opening or not good:
        return tried
    answer = _in_a_child(good, limits, scans=scans)
    if isinstance(answer, Died):
        return replace(tried, errors=(*tried.errors, *((part.number, answer.reason) for part in good)))
    return replace(answer, errors=(*tried.errors, *answer.errors), scanned=tried.scanned)


def _in_a_child(parts: Sequence[Part], limits: Limits, *, scans: bool) -> Answer | Died:
    sent = run_bounded(lambda: wire.encode(child.answer(parts, scans=scans)), limits)
    return sent if isinstance(sent, Died) else wire.decode(sent, Answer)


def _each_alone(parts: Sequence[Part], limits: Limits, *, scans: bool) -> Answer:
    until = time.monotonic() + (TRIES - 1) * limits.wall_seconds
    whole = Answer()
    for part in parts:
        if time.monotonic() > until:
            found = _dead(part, Died(reason="读取这份公开内容的总时间已用完，未读取。"))
        else:
            sent = run_bounded(lambda part=part: wire.encode(child.alone(part, scans=scans)), limits)  # type: ignore[misc]
            found = _dead(part, sent) if isinstance(sent, Died) else wire.decode(sent, Answer)
        whole = Answer(
            errors=whole.errors + found.errors,
            packed=whole.packed + found.packed,
            old=whole.old + found.old,
            scanned=whole.scanned + found.scanned,
        )
    return whole


def _dead(part: Part, death: Died) -> Answer:
    return Answer(errors=((part.number, death.reason),))


def _recognised(parts: Sequence[Part], before: Answer) -> Answer:
    """With the text of the pictures; what was read without it, and the reason, where that fails."""
    hopeless = _hopeless(before)
    after = _in_a_child(_without(parts, hopeless), RECOGNISING, scans=True)
    if isinstance(after, Died):
        failed = tuple((number, f"图片文字识别未完成：{after.reason}") for number in before.scanned)
        return replace(before, errors=(*hopeless, *failed))
    if after.report is None and before.report is not None:
        return replace(before, errors=(*hopeless, *after.errors))
    return replace(after, errors=(*hopeless, *after.errors))


def _hopeless(answer: Answer) -> tuple[tuple[int, str], ...]:
    """The errors that no further round can mend."""
    return tuple(error for error in answer.errors if error[0] not in answer.scanned)


def _without(parts: Sequence[Part], errors: Sequence[tuple[int, str]]) -> list[Part]:
    unread = {number for number, _ in errors}
    return [part for part in parts if part.number not in unread]


def _told(errors: Sequence[tuple[int, str]], parts: Sequence[Part]) -> list[Unread]:
    names = {part.number: part.name for part in parts}
    return [Unread(file=names[number], where="整个文件", what=reason) for number, reason in errors]


def _outcome(answer: Answer, unread: Sequence[Unread]) -> Report | ReadFailed:
    if answer.report is None:
        reason = unread[0].what if unread else "没有可读的内容。"
        return ReadFailed(reason=reason, errors=tuple((note.file, note.what) for note in unread))
    return replace(answer.report, unread=(*answer.report.unread, *unread))


# --- the door ------------------------------------------------------------------------------------------


class Reader:
    """Reads publications in bounded children; close it (or use ``with``) and no process stays behind.

    "fork" forks the calling process: for a command that runs no threads. "forkserver" keeps one small process with
    the readers loaded, which forks for each publication: safe to call from threads, one publication at a time.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        start_method: Literal["fork", "forkserver"] = "forkserver",
        renew_after: int = RENEW_AFTER,
    ) -> None:
        self._limits = limits or Limits()
        self._server = None
        if start_method == "forkserver":
            from watcher.reading.server import ReadingServer

            self._server = ReadingServer(renew_after)

    def read(self, files: Files) -> Report | ReadFailed:
        """The report that the files make up, or why there is none. Never raises for what a file holds."""
        if self._server is None:
            return read_publication(files, self._limits)
        return self._server.read(files, self._limits)

    def close(self) -> None:
        """Ends the reading server and any child of it."""
        if self._server is not None:
            self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

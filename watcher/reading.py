"""Publications are read in child processes: a broken or hostile file costs a child, never the service.

    Reader().read(files)  →  the report, with what could not be read in ``unread``
                          →  ReadFailed, where nothing could be read

If the child dies on the whole publication, every file is tried on its own and the rest is read without the culprit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, Self

from parsers import wire
from parsers.errors import ReadingError
from parsers.model import Document, Report, Unread
from watcher.bounded import Died, Limits, run_bounded

Files = Sequence[tuple[str, bytes]]
Errors = tuple[tuple[str, str], ...]  # file as named, reason

#: How many publications a reading server serves before a fresh one takes its place.
RENEW_AFTER = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFailed:
    """Nothing of the publication could be read."""

    reason: str
    errors: Errors = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a child sends back."""

    report: Report | None = None
    errors: Errors = ()


def read_publication(files: Files, limits: Limits | None = None) -> Report | ReadFailed:
    """The report that the files make up. Forks: call it where no other thread runs, else use ``Reader()``."""
    limits = limits or Limits()
    if not files:
        return ReadFailed(reason="公开内容中没有文件。")
    answer = _in_a_child(files, limits)
    if isinstance(answer, Died):
        answer = _without_the_culprits(files, limits, answer)
    return _outcome(answer)


def _in_a_child(files: Files, limits: Limits) -> Answer | Died:
    sent = run_bounded(lambda: wire.encode(_answer(files)), limits)
    return sent if isinstance(sent, Died) else wire.decode(sent, Answer)


def _without_the_culprits(files: Files, limits: Limits, death: Died) -> Answer:
    """Each file alone, then those together that can be read."""
    if len(files) == 1:
        return Answer(errors=((files[0][0], death.reason),))
    good: list[tuple[str, bytes]] = []
    errors: list[tuple[str, str]] = []
    for name, content in files:
        alone = run_bounded(lambda name=name, content=content: wire.encode(_errors([(name, content)])), limits)  # type: ignore[misc]
        found = ((name, alone.reason),) if isinstance(alone, Died) else wire.decode(alone, Errors)
        errors += found
        if not found:
            good.append((name, content))
    answer = _in_a_child(good, limits) if good else Answer()
    if isinstance(answer, Died):
        return Answer(errors=(*errors, *((name, answer.reason) for name, _ in good)))
    return replace(answer, errors=(*errors, *answer.errors))


def _outcome(answer: Answer) -> Report | ReadFailed:
    if answer.report is None:
        reason = answer.errors[0][1] if answer.errors else "没有可读的内容。"
        return ReadFailed(reason=reason, errors=answer.errors)
    unread = tuple(Unread(file=name, where="整个文件", what=reason) for name, reason in answer.errors)
    return replace(answer.report, unread=(*answer.report.unread, *unread))


# --- in the child --------------------------------------------------------------------------------------


def _answer(files: Files) -> Answer:
    documents, errors = _documents(files)
    if not documents:
        return Answer(errors=errors)
    from parsers.extract import extract

    try:
        return Answer(report=extract(documents), errors=errors)
    except MemoryError:
        return Answer(errors=(*errors, *((name, "提取数据时超出内存上限。") for name, _ in files)))
    except Exception as error:  # a bug of ours must cost this publication only, and must be seen
        reason = f"提取数据时程序出错（{type(error).__name__}: {error}）。"[:300]
        return Answer(errors=(*errors, *((document.name, reason) for document in documents)))


def _errors(files: Files) -> Errors:
    return _documents(files)[1]


def _documents(files: Files) -> tuple[list[Document], Errors]:
    """What could be read, and why the rest could not."""
    from parsers.read import read

    documents: list[Document] = []
    errors: list[tuple[str, str]] = []
    for name, content in files:
        try:
            documents.append(read(content, name))
        except ReadingError as error:
            errors.append((name, str(error)))
        except MemoryError:
            errors.append((name, "读取时超出内存上限，已停止。"))
        except Exception as error:  # a bug in one reader must not cost the other files, and must be seen
            errors.append((name, f"读取程序出错（{type(error).__name__}: {error}）。"[:300]))
    return documents, tuple(errors)


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
            from watcher.reading_server import ReadingServer

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

"""What a bounded child does: parts → documents → one report. Nothing here starts a process or opens a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from parsers.errors import Archived, OldOffice, ReadingError, Scanned
from parsers.model import Document
from watcher.reading.parts import Answer, Part


@dataclass(slots=True)
class _Read:
    """What became of each part."""

    documents: list[tuple[int, Document]] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    packed: list[int] = field(default_factory=list)
    old: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)

    def answer(self) -> Answer:
        """Without a report."""
        return Answer(
            errors=tuple(self.errors), packed=tuple(self.packed), old=tuple(self.old), scanned=tuple(self.scanned)
        )


def answer(parts: Sequence[Part], *, scans: bool) -> Answer:
    """The report that the parts make up; none while parts must be opened first."""
    read = _documents(parts, scans=scans)
    if read.packed or read.old or not read.documents:
        return read.answer()
    from parsers.extract import extract

    try:
        return replace(read.answer(), report=extract([document for _, document in read.documents]))
    except MemoryError:
        reason = "提取数据时超出内存上限。"
    except Exception as error:  # a bug of ours must cost this publication only, and must be seen
        reason = f"提取数据时程序出错（{type(error).__name__}: {error}）。"[:300]
    read.errors += [(number, reason) for number, _ in read.documents]
    return read.answer()


def alone(part: Part, *, scans: bool) -> Answer:
    """Whether this part can be read at all."""
    return _documents([part], scans=scans).answer()


def _documents(parts: Sequence[Part], *, scans: bool) -> _Read:
    from parsers.read import read, scanned_pages

    found = _Read()

    def take(part: Part) -> None:
        document = read(part.content, part.name, outside=False, scans=scans)
        if part.sha256:
            document = replace(document, sha256=part.sha256, media_type=part.media_type or document.media_type)
        found.documents.append((part.number, document))
        if scanned_pages(document):
            found.scanned.append(part.number)

    for part in parts:
        _tried(take, part, found)
    return found


def _tried(take: Callable[[Part], None], part: Part, found: _Read) -> None:
    """Whatever the part does, the others are read and the reason is seen."""
    try:
        take(part)
    except Archived:
        found.packed.append(part.number)
    except OldOffice:
        found.old.append(part.number)
    except ReadingError as error:
        found.errors.append((part.number, str(error)))
        if isinstance(error, Scanned):
            found.scanned.append(part.number)
    except MemoryError:
        found.errors.append((part.number, "读取时超出内存上限，已停止。"))
    except Exception as error:  # a bug in one reader must not cost the other files
        found.errors.append((part.number, f"读取程序出错（{type(error).__name__}: {error}）。"[:300]))

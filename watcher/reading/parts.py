"""The files of a publication on their way to a report, and what a child says of them."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.model import Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One file as it can be read; taken out of another or converted, its ``sha256`` is the published file's."""

    number: int  # within this publication, so that two files may bear one name
    name: str
    content: bytes
    sha256: str = ""
    media_type: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a child sends back. Numbers are those of the parts."""

    report: Report | None = None
    errors: tuple[tuple[int, str], ...] = ()  # parts that could not be read, and why
    packed: tuple[int, ...] = ()  # archives: nothing was read yet, they come first
    old: tuple[int, ...] = ()  # files that an outside program must convert: likewise
    scanned: tuple[int, ...] = ()  # parts with pages that are pictures

    @property
    def needs_opening(self) -> bool:
        """Whether parts must be unpacked or converted before anything can be said."""
        return bool(self.packed or self.old)

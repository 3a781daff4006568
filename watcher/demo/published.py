"""What the fictional site holds: the shipped publications and those that stand on it at the moment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import Lock
from types import MappingProxyType

COLUMNS = MappingProxyType({"ys": "部门预算", "js": "部门决算"})
ROOT = "/zwgk_900/fdzdgknr/czyjs"
BODY = "body.html"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One article with its attachments, as shipped."""

    key: str
    stage: str  # history | news | replacement
    column: str
    path: str  # inside the column: 202410/t20241018_9000101.html
    title: str
    published: str
    office: str
    index_number: str
    files: tuple[str, ...]
    department: str = ""
    fiscal_year: int = 0
    kind: str = ""

    @property
    def address(self) -> str:
        """Its path on the site."""
        return f"{ROOT}/{self.column}/{self.path}"

    @property
    def attachments(self) -> tuple[str, ...]:
        return tuple(name for name in self.files if name != BODY)

    def content(self, name: str) -> bytes:
        """The bytes of one of its files."""
        return (_shipped() / self.key / name).read_bytes()


def shipped_publications() -> tuple[Publication, ...]:
    """Everything that the demo can publish, in the order of the plan."""
    index = json.loads((_shipped() / "index.json").read_text("utf-8"))
    return tuple(Publication(**{**raw, "files": tuple(raw["files"])}) for raw in index["publications"])


def _shipped() -> Traversable:
    return files("watcher.demo") / "site"


class Shelf:
    """What stands on the site now; one thread tells the story while others serve pages."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._known = {each.key: each for each in publications}
        self._shown = {each.address: each for each in self._known.values() if each.stage == "history"}
        self._lock = Lock()

    def publish(self, key: str) -> Publication:
        """Put a publication on the site; under an address that is taken it replaces what stood there."""
        publication = self._known[key]
        with self._lock:
            self._shown[publication.address] = publication
        return publication

    def column(self, name: str) -> list[Publication]:
        """The publications of a column, the newest first."""
        with self._lock:
            shown = [each for each in self._shown.values() if each.column == name]
        return sorted(shown, key=lambda each: each.published, reverse=True)

    def at(self, address: str) -> Publication | None:
        """The publication at an address of the site, if any."""
        with self._lock:
            return self._shown.get(address)

    def attachment(self, address: str) -> tuple[Publication, str] | None:
        """The publication and the file name behind an attachment's address, if any."""
        folder, _, name = address.rpartition("/")
        with self._lock:
            for each in self._shown.values():
                if name in each.attachments and each.address.rpartition("/")[0] == folder:
                    return each, name
        return None

"""Which reader this is: readings of another one may differ though the bytes are the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable

#: What reads for us, and may read differently when it is upgraded.
LIBRARIES = ("beautifulsoup4", "lxml", "pypdfium2", "python-calamine", "rapidocr")
SOURCES = (".py", ".toml", ".xcu")


@cache
def reader_version() -> str:
    """A name for the code and the words that read, and for the libraries they read with.

    Made of them and not kept by hand: a version that nobody raised would make every better reading look like a
    report that was replaced in silence.
    """
    digest = sha256(" ".join(map(_library, LIBRARIES)).encode())
    for file in _files(resources.files(__package__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(SOURCES):
            yield entry

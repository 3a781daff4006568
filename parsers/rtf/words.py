"""Words of RTF that the reader must know, from ``words.toml``."""

from __future__ import annotations

import tomllib
from importlib import resources

_WORDS = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))

SILENT = frozenset(_WORDS["silent"])
STARRED_READ = frozenset(_WORDS["starred_read"])
LIFTABLE = frozenset(_WORDS["liftable"])
PRINTED: dict[str, str] = _WORDS["printed"]
CHARSETS = {int(number): str(encoding) for number, encoding in _WORDS["charsets"].items()}
CODE_PAGES = {int(number): str(encoding) for number, encoding in _WORDS["code_pages"].items()}
NATIONAL = "gb18030"

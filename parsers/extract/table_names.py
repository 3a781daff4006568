"""What the name of a row means, from the rows above it where the name alone does not tell."""

from __future__ import annotations

import re

from parsers.extract import table_words

#: Before the code of a class of expenditure by function: "function.201" is the meaning of its row.
FUNCTION = "function."
_FUNCTION_CODE = re.compile(r"2\d\d")


class RowNames:
    """The names of one table's rows, told in order from top to bottom."""

    def __init__(self, kind: str) -> None:
        self.words = table_words.rows(kind)
        self.parents: dict[str | None, str | None] = {}

    def meaning(self, label: str, code: str | None, side: str | None) -> str | None:
        """The meaning of this row (rows.toml), None where the name is not in the lexicon."""
        if code and code.isdigit():
            return f"{FUNCTION}{code}" if _FUNCTION_CODE.fullmatch(code) else None
        name = table_words.row_name(label)
        if not name:
            return None
        meaning = self.words.meanings.get(name)
        parent = self.parents.get(side)
        if parent and meaning in self.words.under[parent]:
            return f"{parent}.{meaning}"
        self.parents[side] = meaning if meaning in self.words.under else None
        if meaning is None and name in self.words.functions:
            return f"{FUNCTION}{self.words.functions[name]}"
        return meaning

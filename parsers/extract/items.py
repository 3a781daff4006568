"""Items of the classification that prose names without a code: the report's own tables tell which one is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from parsers.extract.labels import item_name
from parsers.model import StandardTable

_GROUP, _ITEM = 5, 7  # digits of a 款 and of a 项


def item_codes(tables: Sequence[StandardTable]) -> Mapping[str, str]:
    """Name of an item with its group (款, 项) → code. A name that two codes bear tells neither."""
    rows = [row for table in tables if "expenditure" in table.kind for row in table.rows if row.code and row.label]
    groups = {row.code: row.label for row in rows if len(row.code or "") == _GROUP}
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        code = row.code or ""
        if len(code) == _ITEM and code[:_GROUP] in groups:
            codes[item_name(groups[code[:_GROUP]], row.label)].add(code)
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}

"""Real list pages, served on loopback under paths like their own and fetched: all of what stands there is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.lists import rows

pytestmark = pytest.mark.corpus


def test_what_stands_on_real_list_pages_is_found(corpus: Path) -> None:
    found = list(rows(corpus / "html"))
    assert len(found) >= 28
    assert [(row.name, row.found, row.further) for row in found if not row.right] == []

"""A city built as none that we know, on loopback: every publication of every column is found, and nothing beside it."""

from __future__ import annotations

import pytest

from tests.fresh_city.measure import KINDS, seen

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("name", KINDS)
def test_a_column_of_another_city_is_read_whole_at_first_sight(name: str) -> None:
    found = seen(KINDS[name])
    assert found.right(KINDS[name]), found
    assert found.whole or not found.expected
    assert ("认不出列表" in found.told) if name == "one_article" else not found.told

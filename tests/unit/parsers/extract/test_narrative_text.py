"""A text made ready for matching, with and without the places of its characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parsers.extract.narrative_text import normal, plain

PRINTED = st.text(st.sampled_from("一万亿元0123456789０９，,．.（(“”《》<>\"' \u3000\n\t\x1c%％−"), max_size=40)


@given(PRINTED)
def test_both_ways_come_to_the_same_text(printed: str) -> None:
    assert plain(printed) == normal("".join(printed.split())).text


def test_separators_marks_and_wide_digits_are_gone() -> None:
    assert plain("“三公”经费 １,２３４.５６ 万元, 增长 ５％") == "三公经费1234.56万元，增长5%"

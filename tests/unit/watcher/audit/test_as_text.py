"""What people read of an audit: quotes that are cut still show whole numbers."""

from __future__ import annotations

import re

import pytest

from watcher.audit.as_text import QUOTE, excerpt


def test_a_short_quote_stands_whole() -> None:
    assert excerpt("公务接待费2.48万元") == "公务接待费2.48万元"


@pytest.mark.parametrize("shift", range(12))
def test_wherever_a_long_quote_is_cut_each_number_in_it_is_one_of_the_reports(shift: int) -> None:
    quote = "甲" * shift + "".join(f"较上年减少{n}.{n}5万元，下降{n}.6%；" for n in range(21, 41))
    shown = excerpt(quote)
    assert QUOTE - 20 < len(shown) <= QUOTE + 1
    assert "…" in shown
    assert set(re.findall(r"[\d.]+", shown)) <= set(re.findall(r"[\d.]+", quote))

"""Paragraphs of printed lines know where each stretch stands."""

from __future__ import annotations

from parsers.passage import PrintedLine, joined

LINES = (
    PrintedLine(text="支出合计", where="第5页", page=5, box=(90, 700, 500, 712)),
    PrintedLine(text="967.73", where="第6页", page=6, box=(90, 60, 140, 72)),
    PrintedLine(text="万元，增长", where="第6页", page=6, box=(88, 80, 500, 92)),
)


def test_a_stretch_has_the_box_of_its_lines() -> None:
    passage = joined(LINES)
    assert passage.text == "支出合计967.73万元，增长"
    assert passage.box(0, 2) == (90, 700, 500, 712)
    assert passage.box(4, 10) == (90, 60, 140, 72)
    assert passage.box(4, 12) == (88, 60, 500, 92)


def test_a_stretch_over_a_page_end_has_the_box_of_the_page_it_ends_on() -> None:
    passage = joined(LINES)
    assert passage.box(0, 12) == (88, 60, 500, 92)
    assert passage.place(11) == ("第6页", 6)


def test_the_rest_of_a_passage_keeps_its_places() -> None:
    rest = joined(LINES).after(6)
    assert rest.text == "7.73万元，增长"
    assert rest.box(0, 4) == (90, 60, 140, 72)
    assert rest.place(0) == ("第6页", 6)


def test_text_without_pages_has_no_box() -> None:
    assert joined([PrintedLine(text="支出合计")]).box(0, 4) is None

"""A total that a report must state and does not is said to be missing, never taken for zero."""

from __future__ import annotations

from parsers.extract import extract
from parsers.model import Document, Paragraph

TITLE = "重庆市澄湖区档案馆2024年度部门决算情况说明"


def missing(*texts: str) -> list[str]:
    blocks = tuple(Paragraph(text=text) for text in (TITLE, *texts))
    report = extract([Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)])
    return [note.what for note in report.unread if "三公" in note.what]


HEADING = "三、“三公”经费情况说明"


def test_parts_without_their_total_are_told() -> None:
    assert missing(HEADING, "“三公”经费中，公务接待费2.00万元。") == ["“三公”经费合计：只写明了分项"]


def test_a_sentence_without_any_figure_is_told() -> None:
    assert missing(HEADING, "本馆严格控制“三公”经费支出。") == ["“三公”经费合计：未读到金额"]


def test_a_stated_total_none_at_all_and_a_glossary_leave_nothing_to_tell() -> None:
    assert missing(HEADING, "2024年度“三公”经费支出共计2.00万元。") == []
    assert missing(HEADING, "本馆无“三公”经费支出。") == []
    assert missing("五、名词解释", "“三公”经费：指因公出国（境）等费用。") == []

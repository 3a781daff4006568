"""Headings and paragraphs, whatever the numbering and wherever the lines were cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.headings import parse_heading, split_inline
from parsers.model import Document, Grid, Paragraph
from parsers.outline import Part, bare, outline


def parts_of(*texts: str, line: bool = False) -> list[Part]:
    blocks = tuple(Paragraph(text=text, line=line) for text in texts)
    return [part for part in outline(Document(name="a", sha256="", media_type="", blocks=blocks)) if part.path]


@pytest.mark.parametrize(
    ("text", "level", "title"),
    [
        ("第三部分2023年度部门决算情况说明", 0, "2023年度部门决算情况说明"),
        ("一、部门基本情况", 1, "部门基本情况"),
        ("（二）机构设置", 2, "机构设置"),
        ("(三)单位构成", 2, "单位构成"),
        ("1．总体情况", 3, "总体情况"),
        ("4﹒比较情况。", 3, "比较情况"),
        ("（1）收入情况", 4, "收入情况"),
        ("2、部门决算情况", 1, "部门决算情况"),
        ("（2）财政拨款收支总体情况", 2, "财政拨款收支总体情况"),
        ("“三公”经费实物量情况。", 1, "“三公”经费实物量情况"),
    ],
)
def test_a_heading_is_told_by_any_numbering(text: str, level: int, title: str) -> None:
    heading = parse_heading(text)

    assert heading is not None
    assert (heading.level, heading.title) == (level, title)


@pytest.mark.parametrize(
    "text",
    [
        "1.02万元，主要用于车辆维修",
        "（1）教育支出0.15万元，占比0.05%。",
        "本单位2022年度无政府性基金预算财政拨款收支。",
        "2024年部门收支总表",
        "（三）其他收入：指除上述以外的收入",
        "二、政府性基金预算财政拨款0.00",
    ],
)
def test_a_statement_is_no_heading(text: str) -> None:
    assert parse_heading(text) is None


def test_a_title_may_stand_before_its_text_in_one_paragraph() -> None:
    found = split_inline("（一）机关运行经费。2025年机关运行经费10万元。")

    assert found is not None
    assert (found[0].title, found[1]) == ("机关运行经费", "2025年机关运行经费10万元。")


def test_an_amount_is_no_title() -> None:
    assert split_inline("（一）收入预算总计120万元。包括：") is None


@given(st.lists(st.integers(min_value=4, max_value=30), min_size=1, max_size=12))
def test_wrapped_lines_are_one_paragraph_wherever_they_were_cut(cuts: list[int]) -> None:
    text = "2025年机关运行经费预算12.50万元比2024年增加1.25万元主要原因是人员增加相应增加办公费水电费差旅费等公用经费。"
    full = "负责全区水资源的统一管理和监督组织实施节约用水指导河道水库及其岸线的管理承担。"
    lines, rest = [], text
    for cut in cuts:
        lines, rest = [*lines, rest[: len(full)][:cut] if not rest[cut:] else rest[:cut]], rest[cut:]
    joined = parts_of("一、其他重要事项情况", *[full] * 20, *filter(None, [*lines, rest]), line=True)

    assert bare("".join(passage.text for part in joined for passage in part.passages)).endswith(text)


def test_a_word_and_a_number_cut_by_the_end_of_a_line_are_whole_again() -> None:
    (part,) = parts_of(
        "三、“ 三公” 经费情况说明",
        "2021 年度“ 三公”经费支出共计 6.48 万元，比年初预算数减",
        "少 3.02 万",
        "元。",
        line=True,
    )

    assert "比年初预算数减少3.02万元。" in "".join(passage.text for passage in part.passages)


def test_page_numbers_and_running_lines_are_no_text() -> None:
    blocks = [
        Paragraph(text=text, page=page, where=f"第{page}页", line=True)
        for page in range(1, 7)
        for text in ("澄湖区水务局2025年部门预算公开", f"— {page} —", f"第{page}句话说明第{page}件事情。")
    ]
    parts = outline(Document(name="a", sha256="", media_type="", blocks=tuple(blocks)))

    text = "".join(passage.text for part in parts for passage in part.passages)
    assert text == "".join(f"第{page}句话说明第{page}件事情。" for page in range(1, 7))


def test_a_table_of_contents_is_no_text() -> None:
    parts = parts_of(
        "目录", "一、主要职能……1", "二、收支情况……2", "一、主要职能", "职能如下。", "二、收支情况", "收支如下。"
    )

    assert [part.passages[0].text for part in parts] == ["职能如下。", "收支如下。"]


def test_a_table_of_contents_without_leaders_ends_where_its_first_entry_comes_again() -> None:
    parts = parts_of("目 录", "一、主要职能", "二、收支情况说明", "一、主要职能", "甲。", "二、收支情况说明", "乙。")

    assert [part.where for part in parts] == ["一、主要职能", "二、收支情况说明"]


def test_a_place_is_the_page_of_the_character() -> None:
    blocks = (
        Paragraph(text="一、收支情况", page=1, where="第1页", line=True),
        Paragraph(text="收入合计一百二十万元整其中财政拨款收入占全部收入", page=1, where="第1页", line=True),
        Paragraph(text="的绝大部分。", page=2, where="第2页", line=True),
    )
    part = outline(Document(name="a", sha256="", media_type="", blocks=blocks))[-1]

    passage = part.passages[0]
    assert passage.place(0) == ("第1页", 1)
    assert passage.place(len(passage.text) - 1) == ("第2页", 2)


def test_a_drawn_table_is_no_text_and_is_remembered() -> None:
    blocks = (Paragraph(text="三、“三公”经费情况"), Grid(rows=(("合计", "1.00"),)), Paragraph(text="以上为本年数据。"))
    part = outline(Document(name="a", sha256="", media_type="", blocks=blocks))[-1]

    assert part.follows_table
    assert [passage.text for passage in part.passages] == ["以上为本年数据。"]


def test_the_cells_of_a_form_that_was_not_drawn_are_no_text() -> None:
    parts = parts_of("（二）绩效自评结果", "项目绩效自评表", "单位：元", "年初预算 300万元", "六、名词解释", "略。")

    assert [part.where for part in parts if part.passages] == ["六、名词解释"]


def test_an_item_of_the_classification_cut_by_the_end_of_a_line_is_one_heading() -> None:
    full = "负责全区水资源的统一管理和监督组织实施节约用水指导河道水库及其岸线的管理承担。"
    (_, first, second) = parts_of(
        "（三）支出决算具体情况",
        *[full] * 12,
        "1、农林水支出（类）水利（款）水利工程运行与维",
        "护（项）。主要用于：河道养护。支出决算为12.50万元。",
        "2、农林水支出（类）农业农村（款）",
        "行政运行（项）。主要用于：人员支出。支出决算为3.10万元。",
        line=True,
    )

    assert first.path[-1].title == "农林水支出（类）水利（款）水利工程运行与维护（项）"
    assert first.passages[0].text.startswith("主要用于：河道养护")
    assert second.path[-1].title == "农林水支出（类）农业农村（款）行政运行（项）"


def test_the_longest_name_of_an_item_is_a_title_before_its_text() -> None:
    name = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    found = split_inline(f"4、{name}。主要用于：养老保险。")

    assert found is not None
    assert (found[0].title, found[1]) == (name, "主要用于：养老保险。")


def test_a_full_line_that_ends_inside_a_word_is_no_heading() -> None:
    parts = parts_of(
        "五、财政拨款支出预算情况说明",
        "澄湖区水务局2031年财政拨款预算支出6409.7万元。其中：",
        "1.水利事务及相关机构事务管理（款）行政运行（项）支",
        "出201.5万元，与上年相比减少16.1万元，减少7.4%。",
        line=True,
    )

    assert parts[-1].passages[-1].text.startswith("1.水利事务及相关机构事务管理（款）行政运行（项）支出201.5万元")


@pytest.mark.parametrize("head", ["澄湖区水务局2031年部门预算公开 - {} -", "澄湖区水务局2031年部门预算公开 第{}页"])
def test_a_running_head_with_the_number_of_its_page_is_no_text(head: str) -> None:
    sentence = ("收入预算为63.5万元，比上年增", "加3.5万元，增长5.8%，主要原因是人员增")
    blocks = [
        Paragraph(text=text, line=True, page=page)
        for page in range(1, 6)
        for text in (head.format(page), "加。" if page > 1 else "一、收入情况", *sentence)
    ]
    parts = list(outline(Document(name="a", sha256="", media_type="", blocks=tuple(blocks))))

    assert "部门预算公开" not in "".join(passage.text for part in parts for passage in part.passages)

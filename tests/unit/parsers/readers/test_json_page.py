"""An answer in JSON is read as the article that it holds."""

from __future__ import annotations

import json

import pytest

from parsers.errors import Unreadable
from parsers.model import Paragraph
from parsers.read import read
from parsers.sniff import media_type

TITLE = "澄湖区水务局2024年度部门决算"


def texts(answer: object) -> list[str]:
    document = read(json.dumps(answer, ensure_ascii=False).encode(), "page.json")
    assert document.media_type == "application/json"
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_title_and_markup_become_the_document() -> None:
    content = "<p>2024年度收入总计123.45万元。</p><p>与上年持平。</p>"
    found = texts({"code": 0, "data": {"msg": "成功", "infoTitle": TITLE, "content": content, "views": 7}})
    assert found == [TITLE, "2024年度收入总计123.45万元。", "与上年持平。"]


def test_a_long_text_without_markup_is_the_article_too() -> None:
    lines = ["2024年度收入总计123.45万元，支出总计123.45万元，与上年持平。" * 3, "其他需要说明的事项：无。"]
    assert texts([{"title": TITLE, "body": "\n".join(lines)}])[1:] == lines


@pytest.mark.parametrize(
    "answer", ['{"code": 500, "msg": "参数错误"}', '{"data": "<p>未完"]}', "[" * 5000 + "{}" + "]" * 5000]
)
def test_an_answer_without_an_article_says_so(answer: str) -> None:
    with pytest.raises(Unreadable):
        read(answer.encode() if answer.startswith("{") else f'[{{"a": {answer}}}]'.encode(), "page.json")


def test_a_text_that_only_begins_like_one_is_a_text() -> None:
    assert media_type("{注} 本表由水务局填报。".encode()) == "text/plain"

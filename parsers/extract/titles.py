"""Titles of reports: body, year and kind, by pattern and never by a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.extract.narrative_text import plain
from parsers.headings import STYLES
from parsers.lexicon import load
from parsers.model import Document, Kind, Paragraph
from parsers.outline import bare

TITLE_KEYS = ("ArticleTitle", "title", "Title", "heading")
_FRONT_LINES, _FRONT_LENGTH, _LONGEST_FRONT_LINE = 12, 240, 60
#: Of so many blocks: a page may print its index number and classes before its title, as a list with bullets.
_FRONT_BLOCKS, _BULLETS = 40, ("•", "·", "●", "-", "[")
_HEAD_LINES = 400
_KINDS = {"预算": Kind.BUDGET, "决算": Kind.FINAL_ACCOUNTS}
_BRACKETED = re.compile(r"（[^（）]*）")
#: The number or code before an entry of a list.
_ENTRY = re.compile(r"^\d{1,3}[-—－、.．]?")
#: A line of the table in which a page states its index number, dates and classes.
_FIELDS = re.compile(
    r"[-—|\[［【（]*(?:索引号|发文字号|主题分类|体裁分类|组配分类|信息分类|发布机构|发文机构|发布单位|成文日期|发文日期|发布日期|日期|有效性|公开(?:方式|范围|时限)|统一编号|浏览量|(?:信息)?来源)|财政预算、决算$"
)
#: What a page offers to do with its text, and what it says of its publishing.
_TOOLS = re.compile(
    r"[大中小]{1,3}|(?:打印|纠错|收藏|分享到?[：:]?)+|语音(?:播报|合成).*|(?:进入|退出)播报(?:模式)?|【?(?:字体|字号|日期|来源|浏览次数)[：:].*"
)
#: The name of a field whose value is the next line, where that is no title.
_LONE_FIELD = re.compile(
    r"[\[［【][一-龥]{4,6}[\]］】]|[-—•·●*]*(?:索引号|(?:发文)?(?:字号|文号)|(?:主题|体裁|组配|信息)分类|(?:发布|发文)机构"
    r"|(?:成文|发布|生成|公开)日期|(?:时效|有效)性?|来源|公开(?:方式|形式)|责任部门)[：:]?"
)
#: Numbers and codes before a title, with the stroke before its year: 012-418014-某局-2026年单位预算.
_CODES = re.compile(r"^\d{1,3}(?:[-_.—]\d{3,9})+[-_—]?([\u4e00-\u9fff（）]{4,60}?)[-_—]?(?=20\d\d年)")
#: A year in Chinese numerals: 二〇二三年.
_NUMERALS = "〇一二三四五六七八九"
_WRITTEN_YEAR = re.compile(r"二[〇○零Ｏ]([一二三])([〇○零Ｏ一二三四五六七八九])年")
TITLE_WORD = re.compile("预算|决算")
#: The line of a page that tells where in the site it stands.
_TRAIL = re.compile(r"当前的?位置|^(?:网站)?首页.{0,4}[>＞»›/|｜]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """What one candidate text says."""

    text: str
    body: str | None
    year: int
    kind: Kind
    unit: str


def words() -> Mapping[str, Any]:
    """The lexicon of identities."""
    return load("identity")


def titles(texts: Iterable[str]) -> list[Title]:
    """The titles among ``texts`` (plain), each once."""
    return [title for text in dict.fromkeys(texts) if (title := _title(text))]


def published(document: Document) -> Iterator[str]:
    """What the publisher calls the document."""
    for key in TITLE_KEYS:
        if document.meta.get(key):
            yield plain(document.meta[key])


def formal(document: Document) -> Iterator[str]:
    """What the publisher calls the document, and its lines before the first heading."""
    yield from published(document)
    front = front_of(document)
    if front:
        yield front


def lines(document: Document) -> Iterator[str]:
    """Short lines further down: titles of parts and of tables."""
    for block in head_of(document):
        if len(bare(block.text)) <= _LONGEST_FRONT_LINE:
            yield plain(block.text)


def front_of(document: Document) -> str:
    """The lines before the first heading or the contents, joined: a title is often cut over several lines."""
    front: list[str] = []
    before = ""
    for block in document.blocks[:_FRONT_BLOCKS]:
        text = plain(block.text) if isinstance(block, Paragraph) else ""
        ends = not text or len(text) > _LONGEST_FRONT_LINE or text[-1] in "。；" or re.match("目录?$", text)
        value = _LONE_FIELD.fullmatch(before) is not None and not TITLE_WORD.search(text)
        around, before = _is_around(text) or value, text
        if around:
            continue
        if _TRAIL.search(bare(block.text) if isinstance(block, Paragraph) else ""):
            front.clear()
            continue
        if ends or len(front) == _FRONT_LINES or any(style.match(text) for style in STYLES):
            break
        front.append(text)
    return "".join(front)[:_FRONT_LENGTH]


def _is_around(text: str) -> bool:
    """Whether a line is a page number, an entry of a list, or a field of the page."""
    number = re.fullmatch(r"[-—─–\d第页共/]+", text)
    return bool(number or text.startswith(_BULLETS) or _FIELDS.match(text) or _TOOLS.fullmatch(text))


def head_of(document: Document) -> list[Paragraph]:
    """The paragraphs in which titles are looked for."""
    return [block for block in document.blocks[:_HEAD_LINES] if isinstance(block, Paragraph)]


def body_in(text: str) -> str | None:
    """``text`` as the name of a body, or None where it is none."""
    name = re.sub(words()["not_in_name"], "", text)
    name = re.sub(words()["said_twice"], r"\1", re.sub(r"(?:部门|单位|（(?:部门|单位)）)$", "", name))
    whole = re.fullmatch(r".{2,}?" + words()["body_ends"], name)
    return name if whole and len(_BRACKETED.sub("", name)) > 3 else None


def body_of_entry(text: str) -> str | None:
    """The body that an entry of a list names and nothing else: "2.云汀市第一中学"."""
    return body_in(_ENTRY.sub("", text))


def labelled(text: str) -> str | None:
    """The body's name beside 单位名称 and the like."""
    match = re.search(words()["named"], text)
    return body_in(match["body"]) if match else None


def _title(text: str) -> Title | None:
    text = _WRITTEN_YEAR.sub(lambda match: f"20{_digit(match[1])}{_digit(match[2])}年", _CODES.sub(r"\1", text))
    matches = [
        match for pattern in ("body_first", "year_first", "year_last") for match in re.finditer(words()[pattern], text)
    ]
    for match in sorted(matches, key=lambda match: match.end()):
        body = body_in(match["body"])
        if body:
            return _made(match, text, body)
    alone = re.search(words()["kind_alone"], text)
    return _made(alone, text, labelled(text)) if alone else None


def _digit(numeral: str) -> int:
    return max(_NUMERALS.find(numeral), 0)


def _made(match: re.Match[str], text: str, body: str | None) -> Title:
    return Title(text=text, body=body, year=int(match["year"]), kind=_KINDS[match["kind"]], unit=match["unit"] or "")

"""Whose report, of which year and kind: from the title, the page's meta tags, the first page, the heads of tables.

Nothing is guessed: what the text does not say stays None, and what is no report of a body says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.extract.narrative_text import plain
from parsers.headings import STYLES
from parsers.lexicon import load
from parsers.model import Document, Grid, Identity, Kind, Level, Paragraph, Scope
from parsers.outline import bare

_TITLE_KEYS = ("ArticleTitle", "title", "Title")
_FRONT_LINES, _FRONT_LENGTH, _LONGEST_FRONT_LINE = 12, 240, 60
_HEAD_LINES = 400
_PLACEHOLDERS = re.compile(r"[X×ＸxXＸ]{2,}(?:万?元|年|单位|部门|局)")
_MOST_PLACEHOLDERS = 5
_KINDS = {"预算": Kind.BUDGET, "决算": Kind.FINAL_ACCOUNTS}
_BRACKETED = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Title:
    """What one candidate text says."""

    text: str
    body: str | None
    year: int
    kind: Kind
    unit: str


def identity(documents: Sequence[Document]) -> Identity:
    """The identity that the documents of one publication state together."""
    formal = _titles(text for document in documents for text in _formal(document))
    titles = formal + _titles(text for document in documents for text in _lines(document))
    titles += [title for title in _titles(_name(document) for document in documents) if title.body]
    reason = _no_report(documents, formal, titles)
    if reason:
        return Identity(not_a_report=reason)
    body = next((title.body for title in titles if title.body), None) or _named_body(documents)
    district = _district(body, documents, titles)
    return Identity(
        department=body,
        district=district,
        fiscal_year=titles[0].year,
        kind=titles[0].kind,
        scope=_scope(body, titles, documents),
        level=_level(body, district),
    )


def title_of(documents: Sequence[Document]) -> str:
    """The title as published, or as the first page prints it."""
    for document in documents:
        for key in _TITLE_KEYS:
            if document.meta.get(key, "").strip():
                return document.meta[key].strip()
        front = _front(document)
        if front:
            return front[:80]
    return documents[0].name if documents else ""


def _words() -> Mapping[str, Any]:
    return load("identity")


def _formal(document: Document) -> Iterator[str]:
    """What the publisher calls the document: the page's own title, the lines before the first heading."""
    for key in _TITLE_KEYS:
        if document.meta.get(key):
            yield plain(document.meta[key])
    front = _front(document)
    if front:
        yield front


def _lines(document: Document) -> Iterator[str]:
    """Short lines further down: titles of parts and of tables."""
    for block in _head(document):
        if len(bare(block.text)) <= _LONGEST_FRONT_LINE:
            yield plain(block.text)


def _name(document: Document) -> str:
    return plain(re.sub(r"\.\w{2,5}$", "", document.name))


def _front(document: Document) -> str:
    """The lines before the first heading or the contents, joined: a title is often cut over several lines."""
    lines: list[str] = []
    for block in document.blocks[:_FRONT_LINES]:
        text = plain(block.text) if isinstance(block, Paragraph) else ""
        ends = not text or len(text) > _LONGEST_FRONT_LINE or text[-1] in "。；" or re.match("目录?$", text)
        if re.fullmatch(r"[-—─–\d第页共/]+", text):
            continue
        if ends or any(style.match(text) for style in STYLES):
            break
        lines.append(text)
    return "".join(lines)[:_FRONT_LENGTH]


def _head(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks[:_HEAD_LINES] if isinstance(block, Paragraph)]


def _titles(texts: Iterable[str]) -> list[_Title]:
    return [title for text in dict.fromkeys(texts) if (title := _title(text))]


def _title(text: str) -> _Title | None:
    matches = [match for pattern in ("body_first", "year_first") for match in re.finditer(_words()[pattern], text)]
    for match in sorted(matches, key=lambda match: match.end()):
        body = _body(match["body"])
        if body:
            return _made(match, text, body)
    alone = re.search(_words()["kind_alone"], text)
    return _made(alone, text, _labelled(text)) if alone else None


def _made(match: re.Match[str], text: str, body: str | None) -> _Title:
    return _Title(text=text, body=body, year=int(match["year"]), kind=_KINDS[match["kind"]], unit=match["unit"] or "")


def _body(text: str) -> str | None:
    """``text`` as the name of a body, or None where it is none."""
    name = re.sub(_words()["not_in_name"], "", text)
    name = re.sub(r"^(.{4,}?)\1", r"\1", re.sub(r"(?:部门|单位)$", "", name))
    whole = re.fullmatch(r".{2,}?" + _words()["body_ends"], name)
    return name if whole and len(_BRACKETED.sub("", name)) > 3 else None


def _labelled(text: str) -> str | None:
    match = re.search(_words()["named"], text)
    return _body(match["body"]) if match else None


def _named_body(documents: Sequence[Document]) -> str | None:
    """The name beside 单位名称 and the like, in the first pages or in the head of a table."""
    for document in documents:
        texts = [bare(block.text) for block in _head(document)]
        grids = [block for block in document.blocks if isinstance(block, Grid)][:6]
        texts += [bare(cell) for grid in grids for row in grid.rows[:4] for cell in row]
        found = next((body for text in texts if (body := _labelled(plain(text)))), None)
        if found:
            return found
    return None


def _no_report(documents: Sequence[Document], formal: Sequence[_Title], titles: Sequence[_Title]) -> str | None:
    """Why the documents are no report of a body, None where they are one."""
    named = any(title.body for title in formal)
    for text in (text for document in documents[: 1 if named else None] for text in _formal(document)):
        for entry in _words()["other"]:
            if re.search(entry["pattern"], text) and (entry.get("always") or not named):
                return str(entry["reason"])
    if not titles:
        return "未见部门（单位）预算或决算的标题"
    text = "".join(block.text for document in documents for block in _head(document))
    return "留有多处未填写的空格，疑似模板" if len(_PLACEHOLDERS.findall(text)) > _MOST_PLACEHOLDERS else None


def _district(body: str | None, documents: Sequence[Document], titles: Sequence[_Title]) -> str | None:
    texts = [body or "", *(title.text for title in titles[:3] if not body or not _has_place(body))]
    if not any(_has_place(text) for text in texts):
        texts += [document.meta.get(key, "") for document in documents for key in ("SiteName", "ContentSource")]
    for text in texts:
        for pattern in _words()["district"]:
            match = re.search(pattern, text)
            if match and not re.search(_words()["no_district"], match["district"]):
                return match["district"]
    return None


def _has_place(text: str) -> bool:
    return bool(re.search("[省市区县]", text[:12]))


def _scope(body: str | None, titles: Sequence[_Title], documents: Sequence[Document]) -> Scope | None:
    name = body or ""
    told = name + titles[0].text
    if re.search(_words()["scope_own_level"], told):
        return Scope.OWN_LEVEL
    unit = next((title.unit for title in titles if title.unit), "")
    if re.search(_words()["scope_department"], told) or "部门" in unit:
        return Scope.DEPARTMENT
    if "单位" in unit:
        return Scope.OWN_LEVEL if re.search(_words()["bureau"], name) else Scope.UNIT
    return Scope.UNIT if _says_unit(name, documents) else Scope.DEPARTMENT


def _says_unit(name: str, documents: Sequence[Document]) -> bool:
    """Whether the text says of the body itself that it belongs to another one."""
    own = re.escape(plain(name))
    pattern = rf"(?:{own}|本单位|我单位|本中心|我中心)[^，。；]{{0,4}}(?:{_words()['unit_of_another']})"
    return any(re.search(pattern, plain(block.text)) for document in documents for block in _head(document)[:60])


def _level(body: str | None, district: str | None) -> Level | None:
    if body is None:
        return None
    name = re.sub("^(?:中共|中国共产党)", "", body)
    if re.search(_words()["central"], name):
        return Level.CENTRAL
    if re.search(_words()["town"], name):
        return Level.TOWN
    if district:
        return Level.DISTRICT
    if any(name.startswith(place) for place in _words()["municipalities"]) or re.match(
        "[一-龥]{2,6}(?:省|自治区)", name
    ):
        return Level.PROVINCE
    return Level.CITY if re.match("[一-龥]{2,5}市", name) else None

"""Whose report, of which year and kind: from the title, the page's meta tags, the first page, the heads of tables.

Nothing is guessed: what the text does not say stays None, and what is no report of a body says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.extract.narrative_text import plain
from parsers.extract.not_reports import no_report
from parsers.extract.sheet_titles import body_of, sheet_titles, title_texts
from parsers.extract.titles import (
    TITLE_KEYS,
    TITLE_WORD,
    Title,
    body_in,
    formal,
    front_of,
    head_of,
    labelled,
    lines,
    titles,
    words,
)
from parsers.model import Document, Grid, Identity, Level, Scope
from parsers.outline import bare

#: So many paragraphs from the beginning tell whose the body is.
_OWN_WORDS = 60
#: A name that begins with its place is whole.
_PLACED = re.compile("[一-龥]{1,9}?(?:[省市区县州盟旗镇乡]|街道)")


def identity(documents: Sequence[Document]) -> Identity:
    """The identity that the documents of one publication state together."""
    named = titles(text for document in documents for text in formal(document))
    every = named + titles(text for document in documents for text in lines(document))
    every += [title for title in titles(_name(document) for document in documents) if title.body]
    every += sheet_titles(documents)
    reason = no_report(documents, named, every)
    if reason:
        return Identity(not_a_report=reason)
    body = _as_in_a_line(every) or _named_body(documents)
    district = _district(body, documents, every)
    return Identity(
        department=body,
        district=district,
        fiscal_year=every[0].year,
        kind=every[0].kind,
        scope=_scope(body, every, documents),
        level=_level(body, district),
    )


def _as_in_a_line(every: Sequence[Title]) -> str | None:
    """The first body named; where a line alone names it without what a page prints above it, as that line does."""
    bodies = [title.body for title in every if title.body]
    first = bodies[0] if bodies else None
    placed = (body for body in bodies if _PLACED.match(body))
    return next((body for body in placed if first and _is_above(first.removesuffix(body), first)), first)


def _is_above(words_before: str, whole: str) -> bool:
    """Whether what stands before a name is no part of it: no place, and no body that another one belongs to."""
    if words_before in ("", whole) or re.search("[省市区县州盟旗镇乡]$", words_before):
        return False
    return re.fullmatch(".*" + words()["body_ends"], words_before) is None and words_before not in (
        "中共",
        "中国共产党",
    )


def title_of(documents: Sequence[Document]) -> str:
    """The title as published, or as the first page prints it."""
    for document in documents:
        told = [said for key in TITLE_KEYS if (said := document.meta.get(key, "").strip())]
        if told:
            return next((said for said in told if TITLE_WORD.search(said)), told[0])
        front = front_of(document)
        if front:
            return front[:80]
    return documents[0].name if documents else ""


def _name(document: Document) -> str:
    return plain(re.sub(r"\.\w{2,5}$", "", document.name))


def _named_body(documents: Sequence[Document]) -> str | None:
    """The page's own title, or the name beside 单位名称 and the like, in the first pages or in the head of a table."""
    for document in documents:
        title = body_in(plain(document.meta.get("ArticleTitle", "")))
        if title:
            return title
        texts = [bare(block.text) for block in head_of(document)]
        grids = [block for block in document.blocks if isinstance(block, Grid)][:6]
        texts += [bare(text) for grid in grids for row in grid.rows[:4] for text in (*row, "".join(row))]
        found = next((body for text in texts if (body := labelled(plain(text)))), None)
        if found:
            return found
    return body_of([text for document in documents for text in title_texts(document)])


def _district(body: str | None, documents: Sequence[Document], named: Sequence[Title]) -> str | None:
    texts = [body or "", *(title.text for title in named[:3] if not body or not _has_place(body))]
    if not any(_has_place(text) for text in texts):
        texts += [document.meta.get(key, "") for document in documents for key in ("SiteName", "ContentSource")]
    for text in texts:
        for pattern in words()["district"]:
            match = re.search(pattern, text)
            if match and not re.search(words()["no_district"], match["district"]):
                return match["district"]
    return _district_above(body, documents) if body and not re.search(words()["bureau"], body) else None


def _district_above(body: str, documents: Sequence[Document]) -> str | None:
    """The district of the body that this one says it belongs to, or of the page's publisher."""
    if not any(body.startswith(place) for place in words()["municipalities"]):
        return None
    texts = (plain(block.text) for document in documents for block in head_of(document)[:_OWN_WORDS])
    matches = (re.search(words()["above"], text) for text in texts)
    found = (match["district"] or match["publisher"] for match in matches if match)
    return next((name for name in found if not re.search(words()["no_district"], name)), None)


def _has_place(text: str) -> bool:
    return bool(re.search("[省市区县]", text[:12]))


def _scope(body: str | None, named: Sequence[Title], documents: Sequence[Document]) -> Scope | None:
    name = body or ""
    told = name + named[0].text
    if re.search(words()["scope_own_level"], told):
        return Scope.OWN_LEVEL
    unit = next((title.unit for title in named if title.unit), "")
    if re.search(words()["scope_department"], told):
        return Scope.DEPARTMENT
    second = not re.search(words()["bureau"], name) and _says(name, documents, "second_level")
    if second or re.search(words()["always_unit"], name):
        return Scope.UNIT
    if "部门" in unit:
        return Scope.DEPARTMENT
    if "单位" in unit:
        branch = re.search(words()["branch"], name) or _says(name, documents, "branch_of_another")
        branch = branch or _on_the_site_of_another(name, documents)
        return Scope.OWN_LEVEL if re.search(words()["bureau"], name) and not branch else Scope.UNIT
    of_units = _headed(documents) and not re.search(words()["bureau"], name)
    return Scope.UNIT if of_units or _says(name, documents, "unit_of_another") else Scope.DEPARTMENT


def _on_the_site_of_another(name: str, documents: Sequence[Document]) -> bool:
    """Whether the page stands on the site of another bureau, other than those that publish for everyone."""
    sites = [plain(text) for document in documents for text in _site_names(document)]
    others = (site for site in sites if re.search(words()["bureau"], site) and not _same_office(name, site))
    return any(not re.search(words()["publishes_for_all"], site) for site in others)


def _same_office(name: str, site: str) -> bool:
    """Whether both are one office, or the same office of two places: a district's bureau on the city's site."""
    return site in name or name in site or name.endswith(re.sub("^[^市省]*(?:市|省|自治区)", "", site))


def _site_names(document: Document) -> tuple[str, ...]:
    """What the page calls its site: in its meta tag, or behind a dash in its title."""
    return document.meta.get("SiteName", ""), *re.split(r"\s*[-_|—]\s*", document.meta.get("title", ""))[1:]


def _headed(documents: Sequence[Document]) -> bool:
    """Whether the headings are those of the form for units."""
    texts = [plain(block.text) for document in documents for block in head_of(document)]
    return any(re.match(words()["unit_heading"], text) for text in texts)


def _says(name: str, documents: Sequence[Document], what: str) -> bool:
    """Whether the text says of the body itself what the lexicon's entry describes."""
    own = plain(name)
    short = re.sub("^(?:" + "|".join(words()["municipalities"]) + ")市", "", own)
    pattern = rf"(?:{re.escape(own)}|{re.escape(short)}|{words()['own_words']})[^，。；]{{0,4}}(?:{words()[what]})"
    return any(
        re.search(pattern, plain(block.text)) for document in documents for block in head_of(document)[:_OWN_WORDS]
    )


def _level(body: str | None, district: str | None) -> Level | None:
    if body is None:
        return None
    name = re.sub("^(?:中共|中国共产党)", "", body)
    if re.search(words()["central"], name):
        return Level.CENTRAL
    if re.search(words()["town"], name):
        return Level.TOWN
    if district:
        return Level.DISTRICT
    if any(name.startswith(place) for place in words()["municipalities"]) or re.match(
        "[一-龥]{2,6}(?:省|自治区)", name
    ):
        return Level.PROVINCE
    return Level.CITY if re.match("[一-龥]{2,5}市", name) else None

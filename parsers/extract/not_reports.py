"""What stands in the columns of reports and is none: other material by its title, lists of links, templates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.extract.narrative_text import plain
from parsers.extract.sheet_titles import title_texts
from parsers.extract.titles import Title, body_of_entry, formal, head_of, lines, published, titles, words
from parsers.model import Document

_PLACEHOLDERS = re.compile(r"[X×ＸxXＸ]{2,}(?:万?元|年|单位|部门|局)")
_MOST_PLACEHOLDERS = 5
_MONEY = re.compile(r"\d(?:万|亿)?元")
#: A page that prints so many sums of money holds text of its own.
_FEWEST_SUMS = 5
#: So many lines that name another report, or a body and nothing else, are a list.
_FEWEST_TITLES, _FEWEST_BODIES = 2, 5
_LISTS = "页面只列出链接，本身不是一份报告"


def no_report(documents: Sequence[Document], named: Sequence[Title], every: Sequence[Title]) -> str | None:
    """Why the documents are no report of a body, None where they are one.

    ``named`` are their formal titles, ``every`` those of their lines and file names too.
    """
    of_body = any(title.body for title in named)
    for text in (text for document in documents[: 1 if of_body else None] for text in _called(document)):
        for entry in words()["other"]:
            if re.search(entry["pattern"], text) and (entry.get("always") or not of_body):
                return str(entry["reason"])
    if not every:
        return "未见部门（单位）预算或决算的标题"
    if documents and all(map(_only_lists, documents)):
        return _LISTS
    text = "".join(block.text for document in documents for block in head_of(document))
    text += "".join(text for document in documents for text in title_texts(document))
    return "留有多处未填写的空格，疑似模板" if len(_PLACEHOLDERS.findall(text)) > _MOST_PLACEHOLDERS else None


def _called(document: Document) -> list[str]:
    """What a document is called: a web page by its own title, not its site's lines; a workbook by its first sheet."""
    own = list(published(document)) if _is_page(document) else []
    return own or list(formal(document)) or list(title_texts(document))[:2]


def _is_page(document: Document) -> bool:
    return document.media_type.startswith("text/html")


def _only_lists(document: Document) -> bool:
    """Whether a web page has neither figures nor a report attached, and names other reports or other bodies."""
    if not _is_page(document):
        return False
    if len(_MONEY.findall("".join(plain(block.text) for block in head_of(document)))) >= _FEWEST_SUMS:
        return False
    own = titles(_called(document))
    bodies = [body for text in lines(document) if (body := body_of_entry(text))]
    if len(set(bodies)) >= _FEWEST_BODIES:
        return True
    if titles(plain(name) for name in document.attachments):
        return False
    others = {_key(title) for title in titles(lines(document))} - {_key(title) for title in own}
    named = any(title.body for title in own) or (own and document.attachments)
    return len(others) >= _FEWEST_TITLES or not named


def _key(title: Title) -> tuple[str | None, int, str]:
    return title.body, title.year, title.kind

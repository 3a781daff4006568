"""Making what a report says safe to repeat in a notice: no markup, mentions, links, contacts or verdicts. Pure.

Everything that stands in a report may have been put there by anybody, and chat programs, mail and consoles each take
some characters for commands. So characters are replaced by lookalikes, not escaped: one text is safe everywhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, zero-width and bidirectional, broken, private, unassigned
_CJK = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]"
_SPACE_IN_CHINESE = re.compile(rf"(?<={_CJK}) +(?={_CJK})")
_DOT_IN_NAME = re.compile(r"(?<=[A-Za-z0-9-])\.(?=[A-Za-z]{2})")  # example.org becomes a link by itself
_NOT_MONEY = r"(?!\d)(?![.,]\d)(?!\s*[元万亿%％])"
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[(（]?0\d{2,3}[)）]?[-–—－ ]?\d{3,4}[- ]?\d{4}"
    rf"|[48]00[- ]?\d{{3}}[- ]?\d{{4}}|\d{{11,}}){_NOT_MONEY}"
)
_LONG_DIGITS = re.compile(rf"(?<![\d.,])\d{{7,}}{_NOT_MONEY}")  # in prose: an extension, an account, an identity card


@cache
def words() -> dict[str, Any]:
    """What message.toml holds."""
    return tomllib.loads(files("alerts").joinpath("message.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """One line that every channel shows as it stands: no control characters, markup, mentions, links or contacts."""
    visible = "".join(_visible(character) for character in unicodedata.normalize("NFC", text))
    return _without_commands(_without_forbidden(without_contacts(" ".join(visible.split()))))


def quoted(text: str) -> str:
    """As ``plain``, for the report's own prose: left out as a whole where it judges, and without any long number."""
    if has_forbidden(_squeezed(text)):
        return str(words()["cleaning"]["omitted_quote"])
    return _LONG_DIGITS.sub(words()["cleaning"]["blank"], plain(text))


def has_forbidden(text: str) -> bool:
    """Whether a word stands in it that no notice may say."""
    return any(word in text for word in words()["cleaning"]["forbidden"])


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, with … at a cut. A number is never cut: half a figure is a false figure."""
    if len(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    if re.match(r"[\d.,]", text[len(kept) :]):
        kept = re.sub(r"[+-]?\d[\d.,]*$", "", kept)
    return kept.rstrip("，、；：（ ") + "…"


def _visible(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in ("Zl", "Zp"):
        return " "
    if "０" <= character <= "９":
        return unicodedata.normalize("NFKC", character)
    return "" if unicodedata.category(character) in _HIDDEN else character


def _squeezed(text: str) -> str:
    return "".join(_visible(character) for character in text).replace(" ", "")


def without_contacts(line: str) -> str:
    """The line without telephone numbers and without the names behind 联系人 and the like; else as it stands."""
    cleaning = words()["cleaning"]
    blank = cleaning["blank"]
    line = _PHONE.sub(blank, line)
    line = _after(cleaning["phone_labels"], r"[^\d，。；]{0,4}?", r"\d[\d -]{5,}\d").sub(rf"\1{blank}", line)
    line = _after(cleaning["contact_labels"], r"[：: ]*", r"[\u4e00-\u9fff·]{2,4}").sub(rf"\1{blank}", line)
    return _after(cleaning["colon_labels"], r" ?[：:] ?", r"[\u4e00-\u9fff·]{2,4}").sub(rf"\1{blank}", line)


def _after(labels: list[str], between: str, what: str) -> re.Pattern[str]:
    return re.compile(rf"((?:{'|'.join(labels)}){between}){what}")


def _without_forbidden(line: str) -> str:
    """Spaces inside Chinese go first: they would hide a word from the list, not from a reader."""
    line = _SPACE_IN_CHINESE.sub("", line)
    for word in words()["cleaning"]["forbidden"]:
        line = line.replace(word, words()["cleaning"]["blank"])
    return line


def _without_commands(line: str) -> str:
    line = line.translate(str.maketrans(words()["cleaning"]["lookalikes"])).replace("://", "：／／")
    return _DOT_IN_NAME.sub("．", line)

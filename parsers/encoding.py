"""Bytes to text: byte order mark, strict UTF-8, then GB18030; what the page declares comes last, it is often wrong."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from parsers.errors import Unreadable

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

#: One undecodable place in so many characters is a damaged page, more is another encoding.
DAMAGE_LIMIT = 500

#: Real Chinese prose lies almost wholly in the GB2312 set; another encoding misread as GB18030 does not.
EXPECTED_IN_GB2312 = 0.7

#: Every older name of the national standard means its newest superset.
GB_NAMES = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80", "euc-cn"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and what was lost on the way ("" for nothing)."""

    text: str
    encoding: str
    loss: str = ""


def decode(content: bytes, declared: str = "") -> Decoded:
    """The text of ``content``. Raises Unreadable where no known encoding fits."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], encoding)
    for encoding in ("utf-8", *_declared(declared), "gb18030"):
        found = _cut_or_whole(content, encoding)
        if found is not None:
            return found
    for encoding in ("utf-8", "gb18030"):
        found = _damaged(content, encoding)
        if found is not None:
            return found
    raise Unreadable(
        f"文字编码无法识别：不是 UTF-8，也不是 GB18030{f'（页面声明为 {declared}）' if declared else ''}。"
    )


def _marked(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, errors="replace")
    loss = "有无法解码的字节" if "\ufffd" in text else ""
    return Decoded(text=text, encoding=encoding, loss=loss)


def _declared(name: str) -> tuple[str, ...]:
    """What the page declares, where that is neither UTF-8 nor a GB name (both are tried anyway)."""
    try:
        encoding = codecs.lookup(name.strip()).name if name.strip() else ""
    except LookupError:
        return ()
    skipped = encoding in ("", "utf-8", "ascii", "iso8859-1") or name.strip().lower() in GB_NAMES
    return () if skipped else (encoding,)


def _cut_or_whole(content: bytes, encoding: str) -> Decoded | None:
    """Strictly decoded; a last character cut by the end of the file is forgiven and told."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    if encoding == "gb18030" and not _looks_chinese(text):
        return None
    rest = decoder.getstate()[0]
    return Decoded(text=text, encoding=encoding, loss="最后一个字不完整，文件可能被截断" if rest else "")


def _damaged(content: bytes, encoding: str) -> Decoded | None:
    text = content.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost * DAMAGE_LIMIT > len(text) or not _looks_chinese(text):
        return None
    return Decoded(text=text, encoding=encoding, loss=f"{lost} 处字节无法解码")


def _looks_chinese(text: str) -> bool:
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return True
    known = sum(1 for char in foreign if _in_gb2312(char))
    return known >= EXPECTED_IN_GB2312 * len(foreign)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char == "\u00a0"
    return True

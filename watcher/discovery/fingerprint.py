"""Has a list page changed in what matters? Its links are compared, not its bytes.

A visitor counter, a clock or another menu colour are in the bytes and in no link. Links that only a click follows
and records in a script count as links. Most pages that differ from the last
time differ only in these, and need not be parsed.
"""

from __future__ import annotations

import re
from hashlib import sha256

_MATTERS = re.compile(
    rb"<a\b[^>]*?\bhref\s*=\s*([\"']?[^\"'\s>]*)[^>]*>([^<]*)|\btitle\s*=\s*(\"[^\"]*\"|'[^']*')|(createPage[^;<]*)"
    rb"|http-equiv\s*=\s*[\"']?refresh[\"']?\s+content\s*=\s*([^>]*)",
    re.IGNORECASE,
)
# Apart, and case for case: what begins with fixed letters is found three times as fast.
_SCRIPTED = tuple(
    re.compile(start + rb"\s*(\"[^\"]*\"|'[^']*')")
    for start in (rb"onclick\s*=", rb"data-(?:href|url|link)\s*=", rb"itle[\"']?\s*:")  # title:, "docTitle":
)
_BLOCK = 1000  # bytes
_MOST_BEGUN = 50  # links that begin before one ends
_SPACES = re.compile(rb"\s+")
_SESSION = re.compile(rb";jsessionid=\w+|([?&])(?:_t|_|t|timestamp|rnd|random|v)=[\d.]+", re.IGNORECASE)


def links_sha256(body: bytes) -> str:
    """SHA-256 (hex) of the links of a page with their titles, and of its pager; of all of it where it has no links."""
    text = body.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"') if b"&lt;a" in body else body
    found = [] if _is_endless(text) else [b"\x1f".join(groups) for groups in _MATTERS.findall(text)]
    found += [text for pattern in _SCRIPTED for text in pattern.findall(body)]
    matter = b"\x1e".join(found) if len(found) >= 3 else body
    return sha256(_SESSION.sub(rb"\1", _SPACES.sub(b" ", matter))).hexdigest()


def _is_endless(text: bytes) -> bool:
    """Whether links begin and do not end: no site means that, and to look for the end of each would take for ever."""
    blocks = range(0, len(text), _BLOCK)
    if all(text.find(b">", at, at + _BLOCK) >= 0 for at in blocks):
        return False
    *closed, last = text.split(b">")
    begun = max((part.lower().count(b"<a") for part in closed if len(part) > _BLOCK), default=0)
    return begun > _MOST_BEGUN or (len(last) > _BLOCK and b"<a" in last.lower())

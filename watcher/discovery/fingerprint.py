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
_SPACES = re.compile(rb"\s+")
_SESSION = re.compile(rb";jsessionid=\w+|([?&])(?:_t|_|t|timestamp|rnd|random|v)=[\d.]+", re.IGNORECASE)


def links_sha256(body: bytes) -> str:
    """SHA-256 (hex) of the links of a page with their titles, and of its pager; of all of it where it has no links."""
    text = body.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"') if b"&lt;a" in body else body
    found = [b"\x1f".join(groups) for groups in _MATTERS.findall(text)]
    found += [text for pattern in _SCRIPTED for text in pattern.findall(body)]
    matter = b"\x1e".join(found) if len(found) >= 3 else body
    return sha256(_SESSION.sub(rb"\1", _SPACES.sub(b" ", matter))).hexdigest()

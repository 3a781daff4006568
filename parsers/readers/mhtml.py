"""Single-file web pages (MHTML), which Word names .doc and Excel .xls: the HTML inside is read in their place."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message

from parsers.errors import Unreadable

_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)


def convert(content: bytes) -> bytes:
    """The page as HTML; of a page of frames, what stands in the frames. Raises Unreadable where there is none."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise Unreadable("单文件网页（MHTML）中没有网页正文，文件可能被截断。")
    root = next((page for page in pages if page.get("content-id") == message.get_param("start")), pages[0])
    html = _decoded(root)
    if b"<frameset" in html.lower() and len(pages) > 1:
        html = b"\n".join(_END.sub(b"", _decoded(page)) for page in pages if page is not root)
    return html


def _decoded(part: Message) -> bytes:
    """The bytes, with the charset of the part said inside where the page itself is silent."""
    payload = part.get_payload(decode=True)
    html = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset("")
    if charset and b"charset" not in html[:4096].lower():
        html = f'<meta charset="{charset}">'.encode("ascii", "ignore") + html
    return html

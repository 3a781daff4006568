"""Single-file web pages, whatever they are called: the HTML inside is read."""

from __future__ import annotations

import quopri
from email.message import EmailMessage

import pytest

from parsers.errors import Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.read import read
from parsers.sniff import media_type

PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>{}</head><body>'
    "<p>重庆市澄湖区水务局2031年部门决算</p>"
    "<table><tr><td>项目</td><td>决算数</td></tr><tr><td>合计</td><td>3.20</td></tr></table></body></html>"
)


def saved(
    html: bytes, encoding: str = "quoted-printable", charset: str = "", first: str = "MIME-Version: 1.0"
) -> bytes:
    """As Word and browsers save it: a picture, then the page."""
    kind = f"text/html{f'; charset={charset}' if charset else ''}"
    body = quopri.encodestring(html) if encoding == "quoted-printable" else html
    return b"\r\n".join(
        [
            first.encode(),
            b'Content-Type: multipart/related;\r\n\tboundary="--=_x";\r\n\ttype="text/html"',
            b"",
            b"----=_x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n",
            f"----=_x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n".encode(),
            body,
            b"----=_x--",
        ]
    )


def said(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else b.rows for b in document.blocks if isinstance(b, (Paragraph, Grid))]


EXPECTED = ["重庆市澄湖区水务局2031年部门决算", (("项目", "决算数"), ("合计", "3.20"))]


@pytest.mark.parametrize(
    "content",
    [
        saved(PAGE.format('<meta charset="gb2312">').encode("gb18030")),
        saved(PAGE.format("").encode("gb18030"), charset="gb2312"),
        saved(PAGE.format("").encode(), encoding="8bit", charset="utf-8"),
        saved(
            PAGE.format("").encode(),
            first="From: <Saved by Blink>\r\nSubject: =?utf-8?B?5Yaz566X?=\r\nMIME-Version: 1.0",
        ),
    ],
    ids=["declared in the page", "declared by the part", "8bit", "browser"],
)
def test_the_page_inside_is_read(content: bytes) -> None:
    document = read(content, "W020231109.doc")
    assert said(document) == EXPECTED
    assert (document.media_type, document.name) == ("multipart/related", "W020231109.doc")


def test_a_page_of_frames_gives_what_stands_in_the_frames() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.make_related()
    frames = '<html><frameset rows="*"><frame src="sheet001.htm"></frameset></html>'
    for html in (frames, PAGE.format(""), "<p>第二张</p>"):
        message.add_related(html, subtype="html")
    assert said(read(message.as_bytes(), "决算.xls")) == [*EXPECTED, "第二张"]


def test_a_file_without_a_page_says_so() -> None:
    content = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    content += b"--x\r\nContent-Type: image/png\r\n\r\nx"
    with pytest.raises(Unreadable, match="网页正文"):
        read(content, "决算.doc")


def test_a_text_that_speaks_of_mail_is_a_text() -> None:
    assert media_type("关于邮件的说明\ncontent-type: multipart/related".encode()) == "text/plain"


@pytest.mark.parametrize("name", ["决算.doc", "决算.xls", "决算.pdf"])
def test_a_plain_page_is_read_as_a_page_whatever_its_name(name: str) -> None:
    assert said(read(PAGE.format('<meta charset="gb2312">').encode("gb18030"), name)) == EXPECTED

"""PDFs made to exhaust their reader: each ends within the child's limits with one reason, the rest is read."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence

import pytest

from parsers.model import Report
from watcher.reading.bounded import Limits
from watcher.reading.reader import read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

TEXT = "重庆市澄湖区档案馆\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at))


def packed(content: bytes, more: bytes = b"") -> bytes:
    data = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(data), more, data)


def page_of(*further: bytes, resources: bytes = b"/Font<</F 5 0 R>>") -> bytes:
    """One page whose content is object 4."""
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, *further])


def form_in_itself() -> bytes:
    more = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X 6 0 R>>>>"
    resources = b"/XObject<</X 6 0 R>>"
    return page_of(packed(b"/X Do"), FONT, packed(b"/X Do /X Do", more), resources=resources)


BOMBS = {
    "a stream that unpacks to half a gigabyte": lambda: page_of(packed(b"0 0 m 9 9 l S\n" * 40_000_000), FONT),
    "a page of millions of characters": lambda: page_of(
        packed(b"BT /F 9 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 300 0 Td " * 200_000 + b"ET"), FONT
    ),
    "a million figures": lambda: page_of(packed(b"1 1 9 9 re f\n" * 1_000_000), FONT),
    "a form that draws itself": form_in_itself,
    "pages in a circle": lambda: pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"]
    ),
    "thousands of pages": lambda: pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        ]
    ),
    "arrays in arrays": lambda: page_of(b"[" * 1_000_000 + b"]" * 1_000_000, FONT),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_with_one_reason_and_the_rest_is_read(bomb: str) -> None:
    content = BOMBS[bomb]()
    began = time.monotonic()
    report = read_publication([("说明.txt", TEXT), ("炸弹.pdf", content)], Limits(wall_seconds=15))
    assert time.monotonic() - began < 60
    assert isinstance(report, Report)
    assert report.files == ("说明.txt",)
    assert [note.file for note in report.unread] == ["炸弹.pdf"]
    assert len(report.unread[0].what) > 5

"""RTF: the same story whether a character is written as Unicode, as bytes of a code page or as a symbol."""

from __future__ import annotations

import pytest

from parsers.errors import LimitExceeded, Scanned, Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.read import read
from parsers.readers.rtf import DEEPEST_GROUP

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}}"
SHEET = rb"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s7\outlinelevel1 \'d0\'a1\'b1\'ea\'cc\'e2;}}"


def written(text: str) -> bytes:
    """As LibreOffice writes it: the code of the character and a question mark for old readers."""
    return "".join(
        f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}\\'3f" if ord(c) > 126 else c for c in text
    ).encode()


def encoded(text: str) -> bytes:
    """As Word writes it: bytes of the code page in hexadecimal."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030")).encode()


def opened(body: bytes, head: bytes = HEAD) -> Document:
    return read(head + body + b"}", "决算.doc")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in document.blocks if isinstance(block, Grid)]


def row(*cells: bytes, edges: tuple[int, ...] = (), flags: tuple[bytes, ...] = ()) -> bytes:
    edges = edges or tuple(1000 * (at + 1) for at in range(len(cells)))
    flags = flags or (b"",) * len(cells)
    shape = b"".join(flag + b"\\clbrdrt\\cellx%d" % edge for flag, edge in zip(flags, edges, strict=True))
    return b"\\trowd" + shape + b"\\pard\\intbl " + b"\\cell ".join(cells) + b"\\cell\\row "


@pytest.mark.parametrize("write", [written, encoded], ids=["unicode", "code page"])
def test_characters_are_read_however_they_are_written(write: object) -> None:
    text = "重庆市澄湖区水务局2031年度决算：共计3.20万元，下降11.1%。"
    assert texts(opened(write(text) + b"\\par ")) == [text]  # type: ignore[operator]


def test_bytes_in_a_latin_font_are_still_chinese_where_the_file_is() -> None:
    assert texts(opened(b"\\f1 " + encoded("水务局") + b"\\par")) == ["水务局"]


def test_a_second_byte_that_is_a_letter_belongs_to_its_character() -> None:
    assert texts(opened(b"\\'81x\\par")) == [b"\x81x".decode("gb18030")]


def test_a_character_beyond_the_first_plane_is_one() -> None:
    assert texts(opened(b"\\u-10179?\\u-8907?\\par")) == ["\U0001f535"]


def test_the_fallback_of_a_character_is_skipped_by_its_count() -> None:
    assert texts(opened(b"\\uc2\\u27700\\'cb\\'ae{\\uc0\\u21153}A\\par")) == ["水务A"]


def test_what_is_not_printed_is_not_read() -> None:
    body = (
        rb"{\info{\title x}}{\header y\par}{\*\generator z;}{\field{\*\fldinst PAGEREF _Toc1}{\fldrslt 7}}{\v hidden}"
        rb"{\deleted gone}{\pict\pngblip 89504e}{\*\unheardof q}\{\\\}\par"
    )
    assert texts(opened(body)) == ["7{\\}"]


def test_binary_data_is_jumped_over_whatever_it_looks_like() -> None:
    assert texts(opened(b"{\\pict\\bin7 }}}}\\{{}1\\par")) == ["1"]


def test_breaks_tabs_and_symbols_print() -> None:
    assert texts(opened(rb"\'d2\'bb\tab 2\line 3\par\ldblquote 4\rdblquote\par")) == ["一 2", "3", "“4”"]


def test_headings_are_told_by_style_and_by_level() -> None:
    document = opened(rb"\pard\s1 1\par\pard\s7 2\par\pard\outlinelevel0 3\par\pard\s0 4\par", HEAD + SHEET)
    assert [block.heading for block in document.blocks if isinstance(block, Paragraph)] == [True, True, True, False]


def test_a_table_stands_where_it_is_printed() -> None:
    body = b"1\\par " + row(encoded("项目"), b"2") + row(encoded("合计"), b"3.20") + b"\\pard 4\\par"
    document = opened(body)
    assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph]
    assert grids(document) == [(("项目", "2"), ("合计", "3.20"))]


def test_cells_that_span_are_placed_by_their_edges() -> None:
    body = row(b"a", b"b", edges=(1000, 3000)) + row(b"c", b"d", b"e", edges=(1000, 2010, 3000))
    assert grids(opened(body)) == [(("a", "b", ""), ("c", "d", "e"))]


def test_cells_that_are_merged_by_flags_print_once() -> None:
    body = row(b"a", b"b", flags=(b"\\clvmgf", b"\\clmgf")) + row(b"x", b"c", flags=(b"\\clvmrg", b""))
    assert grids(opened(body)) == [(("a", "b"), ("", "c"))]


def test_lines_of_a_cell_stay_apart() -> None:
    assert grids(opened(row(b"1\\par 2", b"3"))) == [(("1\n2", "3"),)]


def test_two_tables_with_a_paragraph_between_are_two() -> None:
    assert len(grids(opened(row(b"a", b"b") + b"\\pard\\par " + row(b"c", b"d")))) == 2


def test_a_table_in_a_cell_is_read_after_its_holder() -> None:
    inner = rb"\pard\intbl\itap2 i\nestcell j\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
    inner += rb"{\nonesttables\par}"
    body = rb"\trowd\cellx1000\cellx2000\pard\intbl a" + b"\\par" + inner + rb"\pard\intbl\itap1 z\cell b\cell\row"
    assert grids(opened(body)) == [(("a\nz", "b"),), (("i", "j"),)]


def test_a_text_box_is_read_and_its_old_twin_is_not() -> None:
    body = rb"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard box\par}}{\shprslt old}}b\par"
    assert sorted(texts(opened(body))) == ["ab", "box"]


def test_a_file_that_ends_in_the_middle_is_read_so_far_and_told() -> None:
    document = read((HEAD + b"1\\par " + row(b"a", b"b"))[:-5], "决算.rtf")
    assert grids(document) == [(("a", "b"),)]
    assert "截断" in document.unread[0].what


def test_an_embedded_object_is_told() -> None:
    assert "嵌入的对象" in opened(rb"1{\object{\*\objdata 0102}{\result 2}}\par").unread[0].what


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{\\pict 00}", Scanned),
        (b"\\par", Unreadable),
        (b"{" * (DEEPEST_GROUP + 1), LimitExceeded),
        (b"".join(row(b"x", edges=(at,)) for at in range(50, 200_000, 90)), LimitExceeded),
    ],
    ids=["picture", "empty", "deep", "wide"],
)
def test_what_can_not_be_read_says_why(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        opened(body)


def test_a_thousand_tables_in_tables_do_not_exhaust_the_stack() -> None:
    body = b"".join(b"\\pard\\intbl\\itap%d x\\nestcell" % depth for depth in range(1, 1_500))
    assert opened(body).blocks

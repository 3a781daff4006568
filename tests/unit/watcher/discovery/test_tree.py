"""The light tree holds what a soup of the same markup holds."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from watcher.discovery.page import parse, spaced_text
from watcher.discovery.tree import UNSEEN, Element, markup_of, tree_of

PIECES = st.sampled_from(
    [
        *(
            "<ul class='list b'>",
            "<li>",
            "</li>",
            "</ul>",
            "<a href=/a.html title='甲'>",
            "</a>",
            "<p>",
            "</p>",
            "<br>",
        ),
        *(
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "</div>",
            "<div id=x>",
            "<span>",
            "2025-09-01",
            "决算 ",
            "\n ",
            "&lt;",
        ),
        *("&nbsp;", "<!-- 注 -->", "<script>var a='<b>';</script>", "<noscript><i>无</i></noscript>", "<o:p>", "<a"),
        *("<style>i{}</style>", "<?php ?>", "<![CDATA[x]]>", "<!DOCTYPE html>", "</body>", "<html>", "<head>"),
        *("<title>名</title>", "<input checked>", "<br>", "&lt;"),
    ]
)


def soup_of(markup: str) -> BeautifulSoup:
    """The library's own tree, without what nobody sees."""
    soup = BeautifulSoup(markup_of(markup), "lxml")
    for one in soup.find_all(list(UNSEEN)):
        one.decompose()
    return soup


@given(st.lists(PIECES, max_size=25))
def test_it_has_the_elements_and_texts_of_a_soup(pieces: list[str]) -> None:
    markup = "<html>" + "".join(pieces)
    tree, _, problems = tree_of(markup)
    soup = soup_of(markup)
    assert problems == ()
    assert [(one.name, " ".join(one.attrs)) for one in tree.find_all()] == [
        (one.name, " ".join(one.attrs)) for one in soup.find_all()
    ]
    assert spaced_text(tree) == spaced_text(soup)
    assert tree.get_text("|", strip=True) == soup.get_text("|", strip=True)
    assert [(a.following({"p", "a"}) or a).name for a in tree.find_all("a")] == [
        (a.find_next_sibling(["p", "a"]) or a).name for a in soup.find_all("a")
    ]
    assert [spaced_text(one) for one in tree.find_all("a")] == [spaced_text(one) for one in soup.find_all("a")]
    assert [[holder.name for holder in one.parents] for one in tree.find_all("a")] == [
        [holder.name for holder in one.parents] for one in soup.find_all("a") if isinstance(one, Tag)
    ]


def test_what_nobody_sees_is_no_part_of_it_and_scripts_are_kept_apart() -> None:
    tree, scripts, _ = tree_of(
        "<p>前<script>一()</script>后<noscript><a href=/x>x</a></noscript></p><script>二()</script>"
    )
    assert scripts.splitlines() == ["一()", "二()"]
    assert list(tree.find_all({*UNSEEN, "a"})) == []
    assert tree.get_text("|") == "前|后"


def test_what_stands_beside_an_element_is_found_over_gaps() -> None:
    tree, _, _ = tree_of("<div> <b>题</b> \n <i>日</i>尾</div>")
    bold, italic = tree.find("b"), tree.find("i")
    assert isinstance(bold, Element)
    assert isinstance(italic, Element)
    assert bold.beside(forward=True) is italic
    assert italic.beside(forward=False) is bold
    assert italic.beside(forward=True) == "尾"
    assert bold.beside(forward=False) is None
    assert tree.beside(forward=True) is None


def test_a_page_without_markup_or_without_anything_is_an_empty_tree() -> None:
    for body in (b"", b" \n", b"%PDF-1.7 ..."):
        page = parse(body, "http://www.chenghu.example/")
        assert spaced_text(page.tree) == ""
        assert page.links == ()

"""Files of one publication that are reports of others are told apart by their names and their figures together."""

from __future__ import annotations

import pytest

from parsers.extract import COLLECTION, extract
from parsers.model import Document, Paragraph, Report, Scope

BUREAU, CENTRE = "澄湖区水务局", "澄湖区水利工程中心"


def report(name: str, first: int = 7, year: int = 2023, *, own: str = "", file: str = "") -> Document:
    """A short report; its figures count up from the first."""
    a, b, c, d = (f"{first + n}.50" for n in range(4))
    texts = (
        f"{name}{own}{year}年度部门决算公开说明",
        "一、收入支出决算情况",
        f"{year}年度收入总计{first * 100}.00万元，支出总计{first * 100}.00万元。",
        "二、“三公”经费支出情况",
        f"{year}年度“三公”经费支出共计{a}万元。公务接待费{b}万元。公务用车运行维护费{c}万元。机关运行经费支出{d}万元。",
    )
    return document(file or f"{name}{first}.docx", *texts)


def document(file: str, *texts: str, title: str = "") -> Document:
    meta = {"ArticleTitle": title} if title else {}
    return Document(
        name=file, sha256=file, media_type="text/html", meta=meta, blocks=tuple(Paragraph(text=t) for t in texts)
    )


def page(name: str, *texts: str, year: int = 2023) -> Document:
    return document("page.html", *texts, title=f"{name}{year}年度部门决算公开说明")


def totals(found: Report) -> set[str]:
    return {str(f.amount) for f in found.facts if f.measure == "three_public.total"}


@pytest.mark.parametrize(
    "other", [report(CENTRE, 31), report(BUREAU, 31, 2022), report(BUREAU, 31, own="（本级）")], ids=str
)
def test_a_report_of_another_body_year_or_level_is_read_apart(other: Document) -> None:
    found = extract([page(BUREAU), report(BUREAU), other])
    assert totals(found) == {"7.50"}
    assert [one.file for one in found.strangers] == [other.name]
    assert [note.file for note in found.unread if "另一份报告" in note.what] == [other.name]
    assert found.identity.department == BUREAU
    assert found.files == ("page.html", f"{BUREAU}7.docx", other.name)


def test_whose_it_is_goes_with_it() -> None:
    (one,) = extract([page(BUREAU), report(BUREAU), report(BUREAU, 31, own="（本级）")]).strangers
    assert (one.identity.department, one.identity.scope) == (f"{BUREAU}（本级）", Scope.OWN_LEVEL)


def test_one_report_under_a_longer_name_or_in_two_files_stays_one() -> None:
    assert extract([page(BUREAU), report(f"重庆市{BUREAU}"), report(BUREAU, file="b.pdf")]).strangers == ()


def test_a_form_copied_with_the_name_of_another_stays_for_its_figures_are_these() -> None:
    found = extract([page(BUREAU), report(BUREAU), report(CENTRE, 7)])
    assert found.strangers == ()


def test_a_page_that_says_nothing_is_taken_for_the_report_of_its_only_file() -> None:
    found = extract([page("澄湖区水务管理局"), report(BUREAU)])
    assert (found.strangers, totals(found)) == ((), {"7.50"})


def test_a_page_of_reports_of_others_only_is_no_report() -> None:
    found = extract([page("澄湖区教育委员会"), report("澄湖区第一中学", 7), report("澄湖区第二中学", 31)])
    assert found.identity.not_a_report == COLLECTION
    assert len(found.strangers) == 2
    assert found.facts == ()

"""Whether the story ran as told."""

from __future__ import annotations

from watcher.demo.chapters import Chapter, Ran, differences, load_chapters
from watcher.demo.published import shipped_publications
from watcher.demo.receiver import TOPICS, Received

OVER = Chapter(department="水务局", told="…", topic="三公经费")
CLEAN = Chapter(department="政务服务管理办公室", told="…")


def _notice(department: str, topic: str) -> Received:
    return Received(title=f"【预警·红】澄湖区 {department} 2024年度部门决算·{topic}", text="事项：… A-1")


def test_a_story_that_ran_as_told_has_no_differences() -> None:
    ran = [Ran(chapter=OVER, notices=(_notice("水务局", "三公经费"),) * 2), Ran(chapter=CLEAN, notices=())]
    assert differences((), ran) == []


def test_a_missing_notice_is_told() -> None:
    assert differences((), [Ran(chapter=OVER, notices=())]) == ["水务局：没有收到关于“三公经费”的通知"]


def test_a_notice_on_the_clean_report_is_told() -> None:
    (found,) = differences((), [Ran(chapter=CLEAN, notices=(_notice("政务服务管理办公室", "矛盾"),))])
    assert "不应有的通知" in found


def test_a_notice_on_another_department_or_subject_is_told() -> None:
    for stray in (_notice("统计局", "三公经费"), _notice("水务局", "缺表")):
        found = differences((), [Ran(chapter=OVER, notices=(_notice("水务局", "三公经费"), stray))])
        assert len(found) == 1


def test_a_notice_on_history_is_told() -> None:
    assert len(differences([_notice("水务局", "矛盾")], [])) == 1


def test_the_story_has_a_chapter_for_each_subject_and_one_that_is_silent() -> None:
    chapters = load_chapters()
    assert sorted(each.topic for each in chapters) == sorted(["", *TOPICS])


def test_each_publication_of_the_story_is_shipped_and_all_that_is_shipped_is_told() -> None:
    shipped = {each.key for each in shipped_publications() if each.stage != "history"}
    assert {each.publish for each in load_chapters() if each.publish} == shipped

"""Is it a department's or unit's report, by its title?"""

from __future__ import annotations

import pytest

from watcher.discovery import looks_like_report


@pytest.mark.parametrize(
    "title",
    [
        "重庆市澄湖区水务局2023年度部门决算公开说明",
        "重庆市澄湖区水务局（本级）2026年单位预算情况说明",
        "重庆市澄湖区水务局（含下属单位）2026年度预算公开情况",
        "澄湖区财政预算编审中心2026年单位预算公开",
        "澄湖区财政预算绩效管理中心2026年单位预算情况说明",
        "澄湖区政府采购中心2026年部门预算",
        "澄湖区教师培训中心2024年部门决算",
        "澄湖区审计局2026年度部门预算及绩效目标公开",
        "澄湖区水务局2026年部门（单位）预算公开",
        "2024年度澄湖区应急管理局部门决算",
        "澄湖区生态环境局2019年预算公开",
        "澄湖区信访局 2023 年度决算",
        "澄湖区某某镇2021决算",
        "澄湖区水务局预决算信息公开",
        "澄湖区人民政府办公室2024年度决算公开说明",
        "257003-澄湖区水务局2024年部门预算",
        "澄湖区水务局2024年部门决算及“三公”经费公开",
    ],
)
def test_reports_are_recognised(title: str) -> None:
    assert looks_like_report(title) is True


@pytest.mark.parametrize(
    "title",
    [
        "澄湖区2023年政府决算报告",
        "澄湖区2024年区级财政预算调整方案（草案）",
        "澄湖区2025年预算执行情况和2026年预算草案的报告",
        "澄湖区2023年“三公”经费决算汇总",
        "澄湖区水务局2023年部门整体支出绩效自评报告",
        "澄湖区水务局召开2024年部门预算公开工作会",
        "关于做好2026年部门预算编制工作的通知",
        "澄湖区财政局关于批复2024年部门决算的通知",
        "澄湖区水务局办公用房维修项目竞争性磋商公告",
        "关于2024年度区级预算执行和其他财政收支审计查出问题整改情况的公告",
        "一图读懂2026年部门预算",
        "澄湖区水务局2023年政府信息公开工作年度报告",
        "澄湖区人大常委会听取和审议2024年决算的报告",
    ],
)
def test_other_papers_in_the_same_column_are_told_apart(title: str) -> None:
    assert looks_like_report(title) is False


@pytest.mark.parametrize("title", ["", "重庆市澄湖区体育局", "关于公开有关资料的说明", "2024年度公开"])
def test_what_a_title_does_not_say_is_left_to_the_page(title: str) -> None:
    assert looks_like_report(title) is None

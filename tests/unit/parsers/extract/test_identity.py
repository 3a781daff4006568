"""Whose report: names by pattern, never by a list."""

from __future__ import annotations

import pytest

from parsers.extract.identity import identity, title_of
from parsers.model import Document, Grid, Identity, Kind, Level, Paragraph, Scope


def document(*texts: str, meta: dict[str, str] | None = None, name: str = "a.txt") -> Document:
    blocks = tuple(Paragraph(text=text) for text in texts)
    return Document(name=name, sha256="", media_type="text/plain", blocks=blocks, meta=meta or {})


def read(*texts: str) -> Identity:
    return identity([document(*texts)])


@pytest.mark.parametrize(
    ("lines", "department", "district", "year", "kind", "scope", "level"),
    [
        (
            ["重庆市澄湖区水务局", "2025 年部门预算情况说明"],
            "重庆市澄湖区水务局", "澄湖区", 2025, Kind.BUDGET, Scope.DEPARTMENT, Level.DISTRICT,
        ),
        (
            ["重庆市澄湖区档案馆（本级）", "2022年度区级部门决算公开说明"],
            "重庆市澄湖区档案馆（本级）", "澄湖区", 2022, Kind.FINAL_ACCOUNTS, Scope.OWN_LEVEL, Level.DISTRICT,
        ),
        (
            ["2026 年度苏澄市白鹭区民政局部门预算公开", "苏澄市白鹭区民政局 2026 年度部门预算公开"],
            "苏澄市白鹭区民政局", "白鹭区", 2026, Kind.BUDGET, Scope.DEPARTMENT, Level.DISTRICT,
        ),
        (
            ["2026 年", "云汀市商务局部", "门预算"],
            "云汀市商务局", None, 2026, Kind.BUDGET, Scope.DEPARTMENT, Level.CITY,
        ),
        (
            ["上海市白鹭区2024年区级部门预算", "预算主管部门：上海市白鹭区人民政府柳岸街道办事处"],
            "上海市白鹭区人民政府柳岸街道办事处", "白鹭区", 2024, Kind.BUDGET, Scope.DEPARTMENT, Level.TOWN,
        ),
        (
            ["云汀市财政局2024年度单位决算"],
            "云汀市财政局", None, 2024, Kind.FINAL_ACCOUNTS, Scope.OWN_LEVEL, Level.CITY,
        ),
        (
            ["澄湖省水文监测中心", "2024年度单位决算公开"],
            "澄湖省水文监测中心", None, 2024, Kind.FINAL_ACCOUNTS, Scope.UNIT, Level.PROVINCE,
        ),
        (
            ["澄湖县人民法院（汇总）", "2023年部门预算公开说明"],
            "澄湖县人民法院（汇总）", "澄湖县", 2023, Kind.BUDGET, Scope.DEPARTMENT, Level.DISTRICT,
        ),
        (
            ["中共重庆市委政策研究室", "2026年部门预算情况说明"],
            "中共重庆市委政策研究室", None, 2026, Kind.BUDGET, Scope.DEPARTMENT, Level.PROVINCE,
        ),
    ],
)  # fmt: skip
def test_a_title_says_who_when_and_what(
    lines: list[str],
    department: str | None,
    district: str | None,
    year: int,
    kind: Kind,
    scope: Scope,
    level: Level | None,
) -> None:
    who = read(*lines, "一、部门基本情况")

    assert (who.department, who.district, who.fiscal_year) == (department, district, year)
    assert (who.kind, who.scope, who.level) == (kind, scope, level)


def test_a_centre_that_says_whose_it_is_is_a_unit() -> None:
    who = read(
        "重庆市澄湖区数据服务中心",
        "2024年度决算公开说明",
        "一、单位基本情况",
        "重庆市澄湖区数据服务中心为重庆市澄湖区水务局所属正科级事业单位。",
    )

    assert who.scope is Scope.UNIT


def test_the_page_title_counts_before_the_first_lines() -> None:
    page = document("首页", meta={"ArticleTitle": "重庆市澄湖区教育委员会2023年度部门决算公开"})
    who = identity([page])

    assert (who.department, who.fiscal_year) == ("重庆市澄湖区教育委员会", 2023)
    assert title_of([page]) == "重庆市澄湖区教育委员会2023年度部门决算公开"


def test_the_head_of_a_table_names_the_body_where_nothing_else_does() -> None:
    table = Grid(rows=(("单位名称：云汀市体育局", "单位：万元"), ("合计", "1.00")))
    page = Document(
        name="a.pdf",
        sha256="",
        media_type="application/pdf",
        blocks=(Paragraph(text="2026年部门预算公开表"), table),
    )

    assert identity([page]).department == "云汀市体育局"


def test_a_name_without_a_district_has_none() -> None:
    assert read("云汀市社区教育中心2024年度单位决算").district is None


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("重庆市澄湖区2023年财政决算报告", "政府"),
        ("澄湖区2024年预算执行情况和2025年预算草案的报告", "政府"),
        ("澄湖区财政局关于做好2024年部门预算公开的通知", "通知"),
        ("云汀市住建局2026年项目支出绩效自评报告", "绩效"),
        ("2025年云汀市物流业运行情况报告", "其他"),
        ("停水公告", "公告"),
    ],
)
def test_what_is_no_report_of_a_body_says_why(title: str, word: str) -> None:
    who = read(title, "正文。")

    assert who.kind is None
    assert who.department is None
    assert who.not_a_report


def test_a_template_is_no_report() -> None:
    filled = "XX单位2023年度收入总计XX万元，支出总计XX万元，较上年增加XX万元，增长XX%，其中XX万元、XX万元、XX万元。"

    assert "模板" in (read("XX局2023年度部门决算", "一、收支情况", filled).not_a_report or "")


def test_a_file_name_alone_makes_no_report() -> None:
    assert identity([document("抽查结果", name="云汀_2026年部门预算.pdf")]).kind is None


def test_nothing_is_no_report() -> None:
    assert identity([]).not_a_report


def page(*texts: str, title: str = "", attachments: tuple[str, ...] = ()) -> Identity:
    blocks = tuple(Paragraph(text=text) for text in texts)
    meta = {"ArticleTitle": title} if title else {}
    return identity(
        [Document(name="a.html", sha256="", media_type="text/html", blocks=blocks, meta=meta, attachments=attachments)]
    )


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("云汀市商务局", ["首页", "云汀市商务局2026年度预算03-02", "云汀市商务局2024年度决算09-26"]),
        (
            "云汀市商务局（含下属单位）2026年度预算公开情况",
            ["1、云汀市商务局2026年部门预算公开", "2、云汀市会展中心2026年单位预算公开"],
        ),
        (
            "云汀市级预算单位2026年部门预算",
            ["100－云汀市商务局", "101－云汀市财政局", "102－云汀市民政局", "103－云汀市水利局", "104－云汀市司法局"],
        ),
        ("云汀市商务局", ["通知公告", "云汀市商务局2026年部门预算公开", "关于召开会议的通知"]),
    ],
)
def test_a_page_that_only_lists_links_is_no_report(title: str, lines: list[str]) -> None:
    result = page(*lines, title=title)

    assert (result.kind, result.not_a_report) == (None, "页面只列出链接，本身不是一份报告")


@pytest.mark.parametrize(
    ("title", "lines", "attachments"),
    [
        ("云汀市商务局2026年部门预算情况说明", [], ()),
        ("云汀市商务局2026年部门预算公开", ["云汀市商务局2026年部门预算公开", "附件"], ()),
        ("云汀市商务局", ["来源：云汀市商务局"], ("云汀市商务局2026年部门预算.pdf",)),
    ],
)
def test_a_page_that_bears_a_report_by_its_title_or_attachment_is_one(
    title: str, lines: list[str], attachments: tuple[str, ...]
) -> None:
    result = page(*(lines + [f"{name}" for name in attachments]), title=title, attachments=attachments)

    assert (result.department, result.kind) == ("云汀市商务局", Kind.BUDGET)


def test_news_in_the_first_lines_of_a_page_say_nothing_of_what_the_page_is() -> None:
    result = page("市商务局召开工作会", "附件", title="云汀市商务局2026年部门预算公开")

    assert result.kind is Kind.BUDGET


def test_a_page_with_text_of_its_own_is_no_list_whatever_it_names() -> None:
    sums = [f"第{number}项支出{number}.50万元。" for number in range(1, 6)]
    result = page("云汀市商务局2026年部门预算", *sums, "云汀市会展中心2025年单位预算", "云汀市商务局2024年度决算")

    assert result.kind is Kind.BUDGET


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (["云汀市白鹭生态环境局2026年度单位预算"], Scope.UNIT),
        (["云汀市生态环境局2026年度单位预算"], Scope.OWN_LEVEL),
        (["云汀市规划和自然资源局2026年度单位预算"], Scope.OWN_LEVEL),
        (["云汀市公安局机场分局2026年度单位预算"], Scope.UNIT),
        (["云汀市农垦办公室2026年度单位预算", "云汀市农垦办公室设在云汀市农业农村局。"], Scope.UNIT),
        (["云汀市商务局2026年度单位预算", "市口岸办公室设在云汀市商务局。"], Scope.OWN_LEVEL),
    ],
)
def test_a_branch_and_an_office_in_anothers_house_are_units(lines: list[str], scope: Scope) -> None:
    assert read(*lines).scope is scope


def test_a_title_that_names_a_department_and_its_units_names_the_department() -> None:
    result = read("云汀市教育委员会部门及所属预算单位2026年预算公开")

    assert (result.department, result.scope) == ("云汀市教育委员会", Scope.DEPARTMENT)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("重庆市澄湖区水务局召开2024年部门预算编制工作会", "新闻"),
        ("重庆市澄湖区水务局2024年预算绩效自评结果公开", "绩效"),
        ("重庆市澄湖区2024年财政决算报告", "政府（财政）"),
        ("澄湖区2024年区级部门“三公”经费预算汇总情况", "汇总"),
        ("关于做好2024年部门预算公开工作的通知", "通知"),
    ],
)
def test_what_stands_in_the_columns_and_is_no_report_says_what_it_is(title: str, reason: str) -> None:
    result = read(title, "正文一段。")

    assert result.kind is None
    assert reason in (result.not_a_report or "")


def test_a_report_on_the_costs_of_meetings_is_a_report() -> None:
    assert read("重庆市澄湖区水务局2024年部门预算公开（含会议费）").kind is Kind.BUDGET


@pytest.mark.parametrize(
    ("lines", "department", "scope"),
    [
        (["重庆市澄湖区柳岸镇白鹭完全小学2024年单位预算情况说明"], "重庆市澄湖区柳岸镇白鹭完全小学", Scope.UNIT),
        (
            ["重庆市澄湖区渡口事务中心2024年度决算公开说明", "澄湖区渡口事务中心属澄湖区交通局下属事业单位。"],
            "重庆市澄湖区渡口事务中心",
            Scope.UNIT,
        ),
        (
            ["重庆市澄湖区渡口事务中心2024年度决算公开说明", "一、单位基本情况"],
            "重庆市澄湖区渡口事务中心",
            Scope.UNIT,
        ),
        (["重庆市澄湖区水务局2024年度决算公开说明", "一、单位基本情况"], "重庆市澄湖区水务局", Scope.DEPARTMENT),
        (["重庆市澄湖渡口中学校2024年度部门决算公开说明"], "重庆市澄湖渡口中学校", Scope.UNIT),
        (["中共澄湖区委党校2024年度部门决算公开说明"], "中共澄湖区委党校", Scope.DEPARTMENT),
        (
            ["澄湖区渡口事务中心2024年度部门决算情况说明", "本单位为澄湖区交通局的二级预算单位。"],
            "澄湖区渡口事务中心",
            Scope.UNIT,
        ),
    ],
)
def test_schools_and_units_are_known_by_their_names_and_headings(
    lines: list[str], department: str, scope: Scope
) -> None:
    result = read(*lines)

    assert (result.department, result.scope) == (department, scope)


@pytest.mark.parametrize(
    ("line", "district"),
    [
        ("我校是在重庆市澄湖区教育委员会领导下的预算单位。", "澄湖区"),
        ("[发布机构]澄湖区教委[发布日期]2024-10-11", "澄湖区"),
        ("我校位于重庆市澄湖区滨江路。", None),
    ],
)
def test_a_school_without_a_district_in_its_name_is_of_that_of_the_body_above_it(
    line: str, district: str | None
) -> None:
    assert read("重庆市渡口中学校2024年部门预算情况说明", line).district == district


def test_the_accounts_of_a_town_are_not_those_of_its_office() -> None:
    assert read("重庆市澄湖区柳岸镇人民政府", "2022年决算报告").not_a_report is not None
    assert read("重庆市澄湖区柳岸镇人民政府", "2022年度部门决算报告").kind is Kind.FINAL_ACCOUNTS


def test_the_trail_of_a_page_is_no_part_of_the_title() -> None:
    trail = "您当前的位置：首页>政务公开>预算/决算>区教委"

    assert read(trail, "重庆市澄湖区柳岸小学2024年部门预算情况说明").department == "重庆市澄湖区柳岸小学"


@pytest.mark.parametrize(
    ("site", "scope"),
    [
        ("云汀市应急管理局", Scope.UNIT),
        ("云汀市消防宣传办公室", Scope.OWN_LEVEL),
        ("云汀市财政局", Scope.OWN_LEVEL),
        ("云汀市人民政府", Scope.OWN_LEVEL),
    ],
)
def test_an_office_that_publishes_on_the_site_of_a_bureau_is_its_unit(site: str, scope: Scope) -> None:
    title = "云汀市消防宣传办公室2026年单位预算情况说明"

    assert identity([document(meta={"ArticleTitle": title, "title": f"{title} - {site}"})]).scope is scope


def test_an_own_level_without_brackets_is_part_of_the_name() -> None:
    result = read("重庆市澄湖区教育委员会本级2024年度决算公开说明", "一、单位基本情况")

    assert (result.department, result.scope) == ("重庆市澄湖区教育委员会本级", Scope.OWN_LEVEL)


def test_a_county_right_under_its_province_is_the_district() -> None:
    assert read("澄湖省柳岸县渡口镇人民政府2024年度部门决算").district == "柳岸县"


def test_a_districts_bureau_on_the_site_of_the_citys_is_its_own_level() -> None:
    title = "云汀市柳岸区审计局2026年单位预算情况说明"

    assert identity([document(meta={"ArticleTitle": title, "SiteName": "云汀市审计局"})]).scope is Scope.OWN_LEVEL


def test_the_index_number_and_classes_of_a_page_are_no_part_of_the_title() -> None:
    classes = [
        f"• {text}"
        for text in ("[ 索引号 ]", "115/2024-1", "[ 体裁分类 ]", "财政预算、决算", "[ 发布机构 ]", "澄湖区教委")
    ]
    title = "重庆市澄湖区柳岸小学2024年度决算公开说明"

    assert read(*classes, title, "日期：2025-09-29", title, "一、单位基本情况").department == "重庆市澄湖区柳岸小学"


@pytest.mark.parametrize(
    ("title", "district"),
    [
        ("上海市澄山区民政局2024年度部门决算", "澄山区"),
        ("北京市南城区民政局2024年度部门决算", "南城区"),
        ("新疆澄湖县财政局2024年度部门决算", "澄湖县"),
        ("重庆市主城区路桥管理处2024年度部门决算", None),
    ],
)
def test_districts_by_names_that_look_like_kinds_of_place(title: str, district: str | None) -> None:
    assert read(title).district == district


def test_the_accounts_of_a_districts_government_are_no_report_of_an_office() -> None:
    assert read("2022年澄湖区人民政府决算公开").not_a_report is not None
    assert read("澄湖区人民政府办公室2022年决算公开").kind is Kind.FINAL_ACCOUNTS
    assert read("澄湖区柳岸镇人民政府2022年决算公开说明").kind is Kind.FINAL_ACCOUNTS


def test_the_year_of_a_comparison_is_not_that_of_the_report() -> None:
    assert read("一、公务接待费", "公务接待费2万元，与2021年决算数持平。").fiscal_year is None


@pytest.mark.parametrize(
    "lines",
    [
        [
            "索引号 114400/2025-1 发布机构 澄湖区教委",
            "成文日期 2025-01-20 主题分类 财政",
            "体裁分类 财政预算、决算 有效性",
        ],
        ["- 教育", "财政预算、决算", "- 2025-01-22"],
        ["[ 主题分类 ]", "教育", "[ 发布机构 ]", "澄湖区教委", "[ 有效性 ]", "[ 成文日期 ]", "2025-01-20"],
        ["澄湖区教育委员会", "首页 | 政务公开 | 互动"],
        ["大", "中", "小", "打印 打印", "字体：【大 中】"],
        ["【字号：", "语音播报", "进入播报模式", "退出播报", "标题"],
    ],
)
def test_the_fields_and_the_menu_of_a_page_are_no_part_of_the_name(lines: list[str]) -> None:
    who = read(*lines, "重庆市澄湖区柳岸小学2025年部门预算情况说明", "一、单位基本情况")

    assert (who.department, who.fiscal_year) == ("重庆市澄湖区柳岸小学", 2025)


@pytest.mark.parametrize("first", ["重庆市澄湖区公路中心决算公开说明", "“三公”经费决算情况说明"])
def test_a_title_that_is_printed_twice_names_one_body(first: str) -> None:
    assert read(first, "重庆市澄湖区公路中心2023年度决算公开说明").department == "重庆市澄湖区公路中心"


def test_a_page_on_the_three_expenses_of_one_body_is_a_report_of_it() -> None:
    who = read("澄湖区青石中学校2021年“三公”经费预算编制说明")

    assert (who.department, who.fiscal_year, who.kind) == ("澄湖区青石中学校", 2021, Kind.BUDGET)


@pytest.mark.parametrize(
    "title",
    ["澄湖区2019年度“三公”经费决算汇总情况", "澄湖区人民政府2019年“三公”经费决算", "全区2019年“三公”经费决算"],
)
def test_a_page_on_the_three_expenses_of_a_whole_government_is_none(title: str) -> None:
    assert read(title).not_a_report is not None


def test_a_value_that_stands_below_its_field_is_no_part_of_the_title() -> None:
    who = read("• 索引号", "000014348/2021-00924", "• 时效性", "有效", "澄湖区青石中学校2021年单位预算说明")

    assert who.department == "澄湖区青石中学校"


def test_a_field_without_a_value_does_not_swallow_the_title() -> None:
    assert read("• 文号", "澄湖区青石中学校2021年单位预算说明").department == "澄湖区青石中学校"


def test_a_statement_above_the_title_is_no_part_of_the_name() -> None:
    who = read("青石乡2020年“三公”经费预算安排", "澄湖市白鹭县青石乡人民政府2020年财政拨款安排“三公”经费预算情况")

    assert who.department == "澄湖市白鹭县青石乡人民政府"


def test_fields_without_brackets_are_no_part_of_the_name() -> None:
    who = read("公开范围 面向社会 公开时限 长期公开", "统一编号 有效性", "云汀市白鹭区青石镇中心幼儿园2021年度单位决算")

    assert (who.department, who.district) == ("云汀市白鹭区青石镇中心幼儿园", "白鹭区")


@pytest.mark.parametrize("above", ["智能机器人形象", "政府信息公开指南", "院务公开", "文号时效性有效"])
def test_what_a_page_prints_above_the_title_is_no_part_of_the_name(above: str) -> None:
    assert read(above, "重庆市澄湖区青石镇人民政府2024年度决算公开说明").department == "重庆市澄湖区青石镇人民政府"


@pytest.mark.parametrize("above", ["重庆市澄湖区", "重庆市澄湖区人民政府"])
def test_a_name_goes_on_over_two_lines(above: str) -> None:
    assert read(above, "青石镇街道办事处2024年度部门决算").department == above + "青石镇街道办事处"


def test_a_county_may_have_a_name_of_one_character() -> None:
    assert read("澄县司法局2022年部门预算公开").district == "澄县"


def test_what_the_page_is_on_may_stand_between_the_name_and_the_year() -> None:
    assert read("云汀市白鹭区审计局财政拨款“三公”经费2022年预算情况的说明").department == "云汀市白鹭区审计局"


def test_a_sum_over_the_three_expenses_does_not_make_a_summary_of_a_government() -> None:
    who = read("澄湖区水务局2020年度部门决算公开", "2020年“三公”经费决算总额为23万元")

    assert who.kind is Kind.FINAL_ACCOUNTS


def test_a_name_is_not_shortened_to_what_a_heading_calls_the_body() -> None:
    who = read("云汀市白鹭区审计局2022年部门预算说明", "一、2022年区审计局部门预算总体情况")

    assert who.department == "云汀市白鹭区审计局"


def test_a_page_that_calls_itself_by_its_site_is_named_by_the_title_above_its_article() -> None:
    page = document("一、单位基本情况", meta={"title": "澄湖区水务局", "heading": "澄湖区水务局2031年部门预算情况说明"})

    assert identity([page]).department == "澄湖区水务局"
    assert identity([page]).fiscal_year == 2031
    assert title_of([page]) == "澄湖区水务局2031年部门预算情况说明"


@pytest.mark.parametrize(
    ("title", "department", "district"),
    [
        ("012-418014-重庆市澄湖区水务局（本级）-2031年单位预算情况说明.pdf", "重庆市澄湖区水务局（本级）", "澄湖区"),
        ("澄湖区水务局部门决算（2031年度）", "澄湖区水务局", "澄湖区"),
        ("2031年澄湖区科学技术协会（部门）决算公开", "澄湖区科学技术协会", "澄湖区"),
        ("澄湖区退役军人事务局二〇三一年度部门决算", "澄湖区退役军人事务局", "澄湖区"),
        ("重庆市公安局澄湖区分局2031年部门决算公开", "重庆市公安局澄湖区分局", "澄湖区"),
        ("云汀市碑林区卫生健康局2031年部门决算", "云汀市碑林区卫生健康局", "碑林区"),
        ("国家税务总局澄湖区税务局2031年部门预算", "国家税务总局澄湖区税务局", "澄湖区"),
        ("政协澄湖县委员会办公室2031年部门预算", "政协澄湖县委员会办公室", "澄湖县"),
        ("重庆澄湖新区公共服务局2031年部门预算", "重庆澄湖新区公共服务局", "澄湖新区"),
        (
            "2031年云汀市职称评价管理中心（云汀市工人考核培训管理和鉴定中心）单位预算公开",
            "云汀市职称评价管理中心（云汀市工人考核培训管理和鉴定中心）", None,
        ),
    ],
)  # fmt: skip
def test_titles_are_read_in_many_forms(title: str, department: str, district: str | None) -> None:
    who = identity([document("一、单位基本情况", meta={"ArticleTitle": title})])

    assert (who.department, who.district, who.fiscal_year) == (department, district, 2031)

"""公开09表: three public expenses, meetings, training, agency operation, assets and procurement on one sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from watcher.demo.press.figures import ZERO, Figures
from watcher.demo.press.final_tables import final_sheet
from watcher.demo.press.sheet import Row, Sheet, money

VEHICLES = (
    "副部（省）级及以上领导用车",
    "主要负责人用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
)
DASH = "—"


def agency_operations(own: Figures, budget: Figures, values: Mapping[str, Decimal]) -> Sheet:
    """The sheet; ``values`` are the figures of the report itself: a replacement differs from the derived ones."""
    left = [*_three_public(values, budget), *_counts(values), *_meetings(values)]
    right = [*_operation(own, values), *_vehicles(own, values), *_procurement(values)]
    height = max(len(left), len(right))
    rows: list[Row] = [("项目", "预算数", "决算数", "项目", "决算数")]
    rows += [
        (*(left[i] if i < len(left) else ("", "", "")), *(right[i] if i < len(right) else ("", "")))
        for i in range(height)
    ]
    note = "注：预算数为年初部门预算批复数，决算数含当年拨款和以前年度结转资金形成的支出。"
    return final_sheet(own, 9, "agency_operations", "机构运行信息表", rows, 1, note)


def _three_public(values: Mapping[str, Decimal], budget: Figures) -> list[Row]:
    overseas, purchase, operation, reception = budget.three_public

    def row(label: str, opening: Decimal | None, measure: str) -> Row:
        return label, DASH if opening is None else money(opening), money(values.get(measure, ZERO))

    return [
        ("一、“三公”经费支出", DASH, DASH),
        row("（一）支出合计", sum(budget.three_public, ZERO), "three_public.total"),
        row("1．因公出国（境）费", overseas, "three_public.overseas"),
        row("2．公务用车购置及运行维护费", purchase + operation, "three_public.vehicles"),
        row("（1）公务用车购置费", purchase, "three_public.vehicle_purchase"),
        row("（2）公务用车运行维护费", operation, "three_public.vehicle_operation"),
        row("3．公务接待费", reception, "three_public.reception"),
        row("（1）国内接待费", None, "three_public.reception"),
        row("其中：外事接待费", None, "-"),
        row("（2）国（境）外接待费", None, "-"),
    ]


def _counts(values: Mapping[str, Decimal]) -> list[Row]:
    def row(label: str, measure: str) -> Row:
        return label, DASH, f"{values.get(measure, ZERO):.0f}"

    return [
        ("（二）相关统计数", DASH, DASH),
        row("1．因公出国（境）团组数（个）", "three_public.overseas_groups"),
        row("2．因公出国（境）人次数（人）", "three_public.overseas_persons"),
        row("3．公务用车购置数（辆）", "three_public.vehicles_purchased"),
        row("4．公务用车保有量（辆）", "three_public.vehicles_held"),
        row("5．国内公务接待批次（个）", "three_public.reception_batches"),
        row("其中：外事接待批次（个）", "-"),
        row("6．国内公务接待人次（人）", "three_public.reception_persons"),
        row("其中：外事接待人次（人）", "-"),
        row("7．国（境）外公务接待批次（个）", "-"),
        row("8．国（境）外公务接待人次（人）", "-"),
    ]


def _meetings(values: Mapping[str, Decimal]) -> list[Row]:
    return [("二、会议费", DASH, money(values["meetings"])), ("三、培训费", DASH, money(values["training"]))]


def _operation(own: Figures, values: Mapping[str, Decimal]) -> list[Row]:
    amount = values["agency_operation"]
    participating = bool(own.department.raw.get("participating"))
    return [
        ("四、机关运行经费", money(amount)),
        ("（一）行政单位", money(ZERO if participating else amount)),
        ("（二）参照公务员法管理事业单位", money(amount if participating else ZERO)),
    ]


def _vehicles(own: Figures, values: Mapping[str, Decimal]) -> list[Row]:
    held: Mapping[str, int] = own.department.raw["vehicles"]
    return [
        ("五、国有资产占用情况", DASH),
        ("（一）车辆数合计（辆）", f"{values['assets.vehicles']:.0f}"),
        *((f"{i}．{name}", str(held.get(name, 0))) for i, name in enumerate(VEHICLES, 1)),
        ("（二）单价100万元（含）以上设备（不含车辆）（台，套）", "0"),
    ]


def _procurement(values: Mapping[str, Decimal]) -> list[Row]:
    return [
        ("六、政府采购支出信息", DASH),
        ("（一）政府采购支出合计", money(values["procurement.total"])),
        ("1．政府采购货物支出", money(values["procurement.goods"])),
        ("2．政府采购工程支出", money(values["procurement.works"])),
        ("3．政府采购服务支出", money(values["procurement.services"])),
        ("（二）政府采购授予中小企业合同金额", money(values["procurement.sme"])),
        ("其中：授予小微企业合同金额", money(values["procurement.small_micro"])),
    ]

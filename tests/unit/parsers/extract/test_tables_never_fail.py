"""Whatever stands in a grid, reading it ends, invents no amount and raises nothing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.extract.performance import performance_forms
from parsers.extract.tables import standard_tables
from parsers.model import Block, Document, Grid, Identity, Kind, Paragraph

HEADS = "合计|小计|项目|科目编码|科目名称|总计|基本支出|项目支出|收入|支出|预算数|决算数|类|款|三公经费|公务接待费|栏次"
FORM_WORDS = "项目名称|执行率|全年执行数|年初预算数|指标名称|指标值|权重|得分|总分"
ROW_NAMES = "一、一般公共服务支出|上年结转|一般公共预算拨款|单位：万元|备注：无数据|2025年|收入决算表|公开01表|"
NUMBERS = "201|2130301|9.00|0|1,234.50|-3.2|—|95%|1|2|3|９．５|"
NAMES = "部门收支总表|收入支出决算总表|机构运行信息表|项目绩效自评表|整体支出绩效目标表|政府性基金预算支出表|别的表"
WORDS = "|".join((HEADS, FORM_WORDS, ROW_NAMES, NUMBERS)).split("|")
TITLES = NAMES.split("|")

cells = st.sampled_from(WORDS)
grids = st.integers(0, 7).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width).map(tuple), max_size=9).map(
        lambda rows: Grid(rows=tuple(rows), where="表1!A1")
    )
)
paragraphs = st.one_of(st.sampled_from(TITLES), cells, st.lists(cells, max_size=6).map(" ".join)).map(
    lambda text: Paragraph(text=text, line=True)
)
documents = st.lists(st.one_of(paragraphs, grids), max_size=12)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(blocks=documents, kind=st.sampled_from([*Kind, None]))
def test_any_document_is_read_to_an_end_and_every_amount_was_printed(blocks: list[Block], kind: Kind | None) -> None:
    document = Document(name="a", sha256="0" * 64, media_type="text/plain", blocks=tuple(blocks))
    who = Identity(fiscal_year=2025, kind=kind)

    printed = {Decimal(number) for number in ("9.00", "0", "1234.50", "-3.2", "1", "2", "3", "201", "2130301", "9.5")}
    for fact in standard_tables([document], who).facts:
        assert fact.amount in printed
    for form in performance_forms([document], who).forms:
        assert form.executed is None or form.executed in printed

"""List and article pages in the look of real ones; places, bodies and texts are invented."""

from __future__ import annotations

COLUMN = "http://www.chenghu.gov.cn/zwgk_301/fdzdgknr/czyjs/js/"
ARTICLE = COLUMN + "202409/t20240912_13576801.html"

NAVIGATION = """
<div class="top-bar"><a href="//www.chenghu.gov.cn/">澄湖区人民政府</a> <a href="/hdjl/">互动交流</a></div>
<div class="gk-nav lf"><ul><li><a href="/zwgk_301/zfxxgkzn/">政府信息公开指南</a></li>
<li><a href="/zwgk_301/fdzdgknr/czyjs/">财政预算决算</a> <span>2024-09-30</span></li>
<li><a href="/zwgk_301/zfxxgknb/202401/t20240131_12888001.html" title="2023年年度报告">年度报告</a></li>
</ul></div>"""
FOOTER = """
<div class="site-footer"><ul><li><a href="http://beian.example/detail/20240509/3330.html">网站标识码</a></li>
<li><a href="/wzdt/202001/t20200101_1.html">网站地图</a><span>2020-01-01</span></li></ul>
<a href="/download/reader.pdf">阅读器下载</a></div>
"""
ITEMS = """
<ul class="gk-list"><li><a href="./202409/t20240912_13576801.html" title="重庆市澄湖区水务局2023年度部门决算公开说明">重庆市澄湖区水务局2023年度部门…</a><span>2024-09-12</span></li>
<li><a href="./202409/t20240912_13576802.html" title="重庆市澄湖区档案馆2023年度单位决算公开说明">重庆市澄湖区档案馆2023年度单位…</a><span>2024-09-12</span></li>
<li><a href="../ys/202402/t20240219_12943310.html">重庆市澄湖区统计局2024年部门预算公开</a><span>2024-02-19</span></li></ul>
<ul class="gk-list last"><li><a href="//chenghu.gov.cn/zwgk_301/fdzdgknr/czyjs/js/202309/t20230914_12330077_wap.html">重庆市澄湖区水务局2022年度部门决算公开说明</a><span>2023-09-14</span></li>
<li><a href="./202309/t20230920_12345678.html">澄湖区2022年区级政府决算报告</a><span>2023-09-20</span></li></ul>
"""  # noqa: E501
PAGER = """
<div id="pager"></div><script>
// createPage(99, 0, "old", "html");
createPage(3, 0, "index", "html");
function createPage(_count, _current, _name, _suffix) { var page = '<a href="' + _name + '_1.html">下一页</a>'; }
</script>
"""


def document(*parts: str, head: str = "") -> bytes:
    """A whole page of these parts."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{"".join(parts)}</body></html>'.encode()
    )


def listing(*, items: str = ITEMS, pager: str = PAGER) -> bytes:
    """A column's list page."""
    return document(NAVIGATION, f'<div class="gk-right"><div class="gk-con">{items}</div>{pager}</div>', FOOTER)


META = """
<title>重庆市澄湖区人民政府</title><meta name="SiteName" content="重庆市澄湖区人民政府">
<meta name="ArticleTitle" content="重庆市澄湖区水务局2023年度部门决算公开说明">
<meta name="PubDate" content="2024-09-12 10:06">
<meta name="ContentSource" content="澄湖区水务局"><meta name="Url" content="//www.chenghu.gov.cn/a.html">
"""
BLOCK = """
<table><tr><td class="t1">[ 索引号 ]</td><td class="t2">11500999009275760X/2024-00031</td><td class="t1">[ 发文字号 ]</td><td></td></tr>
<tr><td class="t1">[ 发布机构 ]</td><td class="t2">澄湖区水务局</td><td class="t1">[ 成文日期 ]</td><td>2024-09-11</td></tr>
<tr><td>[ 发布日期 ]</td><td>2024-09-10</td></tr></table>
"""  # noqa: E501


def article(body: str, *, head: str = META, block: str = BLOCK, after: str = "") -> bytes:
    """An article page with this body."""
    text = f'<div class="zwxl-article"><div class="trs_editor_view TRS_UEDITOR">{body}</div></div>'
    return document(NAVIGATION, block, text, after, FOOTER, head=head)

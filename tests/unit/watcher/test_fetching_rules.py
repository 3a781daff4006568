"""robots.txt, Retry-After and walls, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watcher.fetching import FailureReason
from watcher.fetching.challenge import find_wall, says_not_there
from watcher.fetching.model import Refusal
from watcher.fetching.retry_after import retry_at
from watcher.fetching.robots import parse
from watcher.fetching.wording import failed

SITE = "http://www.chenghu.gov.cn"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /bm/\nAllow: /bm/ysjs/", "/bm/ysjs/t1.html", True),
        ("User-agent: *\nDisallow: /bm/\nAllow: /bm/ysjs/", "/bm/t1.html", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/P01.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/P01.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*a*b/*.pdf$", "/xa/yb/b/1.pdf/2.pdf", False),
        ("User-agent: *\nDisallow: /*b*a", "/xa/b", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /" + "*a" * 40 + "b", "/" + "a" * 60, True),
        ("User-agent: *\nDisallow: /" + "*a" * 40 + "$", "/" + "a" * 60 + "b", True),
        ("User-agent: *\nDisallow: /a?b=", "/a?b=1", False),
        ("User-agent: *\nDisallow: /%7ea", "/~a", False),
        ("User-agent: *\nDisallow: /附件", "/%E9%99%84%E4%BB%B6/1.pdf", False),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Gongkai-Watch/2.0\nDisallow: /x", "/a", True),
        ("User-agent: a\nUser-agent: gongkai-watch\nDisallow: /a", "/a", False),
        ("\ufeffuser-agent : * # all\r\ndisallow : /a # no", "/a", False),
        ("<html><body>404</body></html>", "/a", True),
        ("Disallow: /", "/a", True),
    ],
)
def test_robots_txt_is_read_as_the_standard_says(text: str, path: str, *, allowed: bool) -> None:
    assert parse(text).allows(SITE + path) is allowed


def test_the_crawl_delay_is_read_within_reason() -> None:
    assert parse("User-agent: *\nCrawl-delay: 5").crawl_delay == 5
    assert parse("User-agent: *\nCrawl-delay: 86400").crawl_delay == 30
    assert parse("User-agent: *\nCrawl-delay: soon").crawl_delay == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("0", NOW),
        ("120", NOW + timedelta(seconds=120)),
        ("Mon, 02 Mar 2026 00:01:00 GMT", NOW + timedelta(minutes=1)),
        ("Sun, 01 Mar 2026 00:00:00 GMT", NOW),
        ("99999999999999999999", NOW + timedelta(days=7)),
        ("Mon, 02 Mar 2099 00:01:00 GMT", NOW + timedelta(days=7)),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: datetime | None) -> None:
    assert retry_at(value, NOW) == expected


STUB = '<html><head><meta http-equiv="Refresh" content="0;URL=./202402/t20240229_1.html" /></head></html>'
LONG = "<html><script>document.cookie='a=1';location.href='/'</script><p>" + "澄湖区水务局部门预算" * 9 + "</p></html>"


@pytest.mark.parametrize(
    ("status", "body", "walled"),
    [
        (200, "<script>document.cookie='a=1';location.reload()</script>", True),
        (200, "<html><script>var arg1='1';document['cookie']='acw_sc__v2='+x</script></html>", True),
        (200, "<!doctype html><script>__jsl_clearance_s=1</script><p>请稍候</p>", True),
        (521, "<script>document.x</script>", True),
        (200, "<html><noscript>x</noscript><script>var M='WZWS_CHARSET'</script></html>", True),
        (200, "<html><script src='/TSPD/08x'></script></html>", True),
        (200, "<html><script src='/_guard/auto.js'></script></html>", True),
        (200, "<noscript>Please enable JavaScript and refresh the page.</noscript><script>x()</script>", True),
        (200, "<noscript>Please enable JavaScript.</noscript><div id=app></div><script src=app.js></script>", False),
        (412, "<html><script src=/a.js></script></html>", True),
        (412, "", False),
        (503, "<html>busy</html>", False),
        (200, STUB, False),
        (200, LONG, False),
        (200, "<script>location.href='./202402/t1.html'</script>", False),
        (200, "%PDF-1.7 cookie location <script", False),
        (200, "", False),
    ],
)
def test_a_wall_is_told_from_content(status: int, body: str, *, walled: bool) -> None:
    assert (find_wall(status, {}, body.encode()) is not None) is walled


@pytest.mark.parametrize(
    ("body", "absent"),
    [
        ("<html><title>404</title><body>您访问的页面不存在</body></html>", True),
        ("<p>对不起，该文章已被删除！</p><a href='/'>返回首页</a>", True),
        ("<h1>404 Not Found</h1>", True),
        ("<p>澄湖区水务局2024年度部门决算</p>", False),
        ("<p>原页面不存在的问题已整改。</p>" + "<p>其余情况说明如下，请社会各界监督。</p>" * 30, False),
        ("%PDF 页面不存在", False),
    ],
)
def test_a_page_that_says_it_is_not_there_is_believed(body: str, *, absent: bool) -> None:
    assert says_not_there(body.encode()) is absent
    assert says_not_there(body.encode("gb18030")) is absent


def test_every_reason_has_its_message_with_the_address() -> None:
    for reason in FailureReason:
        failure = failed(SITE, Refusal(reason, SITE, "细节", status=500, retry_at=NOW))
        assert SITE in failure.message
        assert "{" not in failure.message

"""What may be asked for: forms of an address that lead elsewhere than they look."""

from __future__ import annotations

import pytest

from watcher.fetching.addresses import is_public
from watcher.fetching.gate import admit
from watcher.fetching.model import FailureReason, FetchSettings, Refusal

SETTINGS = FetchSettings(allow_hosts=("*.gov.cn", "219.145.244.73"), extra_ports=frozenset({("219.145.244.73", 88)}))


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://www.chenghu.gov.cn/a.html#top", "http://www.chenghu.gov.cn/a.html"),
        ("HTTPS://CZJ.Chenghu.GOV.cn", "https://czj.chenghu.gov.cn/"),
        ("https://czj.chenghu.gov.cn.:443/a?b=1", "https://czj.chenghu.gov.cn/a?b=1"),
        ("http://219.145.244.73:88/x", "http://219.145.244.73:88/x"),
        ("http://www.chenghu.gov.cn/附件 一.pdf", "http://www.chenghu.gov.cn/附件 一.pdf"),
    ],
)
def test_an_allowed_address_is_cleaned(url: str, clean: str) -> None:
    assert admit(url, SETTINGS).url == clean


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/", "http://www.gov.cn@127.0.0.1/", "http://127.0.0.1#.gov.cn",
        "http://127.0.0.1?.gov.cn", "http://127.0.0.1\\.gov.cn/", "http://www.chenghu.gov.cn\\@127.0.0.1/",
        "http://www.chenghu.gov.cn:80@127.0.0.1/", "http://www.chenghu.gov.cn%2f@127.0.0.1/",
        "http://evilgov.cn/", "http://www.chenghu.gov.cn.evil.example/", "http://www.chenghu.gov.cn\t.evil.example/",
        "http://www.chenghu.gov.cn\r\nHost: evil.example/", "http://www.chenghu.gov.cn:6379/",
        "http://www.chenghu.gov.cn:88/", "http://www.chenghu.gov.cn:0/", "http://www.chenghu.gov.cn:99999/",
        "ftp://www.chenghu.gov.cn/", "file:///etc/passwd", "gopher://www.chenghu.gov.cn/", "javascript:alert(1)",
        "http://", "http:///a", "//www.chenghu.gov.cn/a", "www.chenghu.gov.cn/a", "", "http://[::1", "http://①②⑦.⓪.⓪.①/",
        "http://.gov.cn。evil.example/", "data:text/html,x", "http://www.chenghu.gov.cn /",
    ],
)  # fmt: skip
def test_an_address_that_is_not_allowed_is_refused(url: str) -> None:
    with pytest.raises(Refusal):
        admit(url, SETTINGS)


def test_a_port_counts_only_for_the_host_whose_source_names_it() -> None:
    with pytest.raises(Refusal) as refused:
        admit("http://www.chenghu.gov.cn:88/", SETTINGS)
    assert refused.value.reason is FailureReason.PORT_NOT_ALLOWED


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "2001:db8::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_an_inside_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.2.3.4", "219.145.244.73", "2408:8000::1", "::ffff:1.2.3.4", "64:ff9b::1.2.3.4"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)

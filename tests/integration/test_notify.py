"""Notices through Apprise to real receivers on loopback: who has it, who does not, and what may be tried again."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from alerts.model import Delivered, DeliveryFailed, Notice
from alerts.notify import AppriseNotifier
from tests.receivers import HttpReceiver, Reply, closed_port, http_receiver, says

NOTICE = Notice(
    title="【预警·橙】澄湖区 档案馆 2024年度部门决算·三公经费",
    text="【预警·橙】澄湖区 档案馆｜2024年度部门决算｜三公经费\n事项：增加 4.20 万元（a<b & c）\n"
    "本提示仅为线索，请核对原文 A-7F3K2QX",
)
TOKEN = "k3ytoken5ecret9876543210abcdef42"
BOTS = {
    "wecombot": (f"wecombot://{TOKEN}", "errcode"),
    "dingtalk": (f"dingtalk://{TOKEN}", "errcode"),
    "feishu": (f"feishu://{TOKEN}", "code"),
    "lark": (f"lark://{TOKEN}", "code"),
    "schan": (f"schan://{TOKEN}", "code"),
    "pushdeer": (f"pushdeer://{TOKEN}", "code"),
    "qq": (f"qq://{TOKEN}", "code"),
    "spugpush": (f"spugpush://{TOKEN}", "code"),
}


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as running:
        yield running


@pytest.fixture
def notifier() -> AppriseNotifier:
    return AppriseNotifier(connect_timeout=1, read_timeout=0.5)


@pytest.fixture
def internet(receiver: HttpReceiver, monkeypatch: pytest.MonkeyPatch) -> HttpReceiver:
    """Every host leads to the receiver; the plugins and everything of ours run as they are."""
    original = requests.adapters.HTTPAdapter.send

    def send(adapter: object, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        split = urlsplit(str(request.url))
        request.headers["X-Meant-For"] = split.netloc
        request.url = f"http://{receiver.address}{split.path}" + (f"?{split.query}" if split.query else "")
        return original(requests.adapters.HTTPAdapter(), request, **kwargs)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return receiver


def failed(outcome: Delivered | DeliveryFailed) -> DeliveryFailed:
    assert isinstance(outcome, DeliveryFailed)
    return outcome


def test_a_webhook_gets_title_and_text_exactly_once(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    outcome = notifier.send(f"json://{receiver.address}/hook", NOTICE)

    assert outcome == Delivered()
    (request,) = receiver.received
    assert request.path.rstrip("/") == "/hook"
    assert request.content["title"] == NOTICE.title
    assert request.content["message"] == NOTICE.text


def test_a_receiver_that_answers_500_gets_it_when_it_has_recovered(
    receiver: HttpReceiver, notifier: AppriseNotifier
) -> None:
    receiver.plan(Reply(status=500))
    url = f"json://{receiver.address}/"

    first = failed(notifier.send(url, NOTICE))
    second = notifier.send(url, NOTICE)

    assert not first.permanent
    assert not first.ambiguous
    assert "500" in first.error
    assert second == Delivered()
    assert len(receiver.received) == 2


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (401, True), (404, True), (408, False), (429, False), (503, False)]
)
def test_the_status_says_whether_a_repetition_helps(
    receiver: HttpReceiver, notifier: AppriseNotifier, status: int, permanent: bool
) -> None:
    receiver.plan(Reply(status=status))

    assert failed(notifier.send(f"json://{receiver.address}/", NOTICE)).permanent is permanent


def test_a_busy_receiver_names_the_wait_itself(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    receiver.plan(Reply(status=429, headers={"Retry-After": "120"}))

    assert failed(notifier.send(f"json://{receiver.address}/", NOTICE)).retry_after_seconds == 120


def test_a_redirect_is_not_followed(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    for status in (301, 302, 307, 308):
        receiver.plan(Reply(status=status, headers={"Location": f"http://{receiver.address}/elsewhere"}))
        outcome = notifier.send(f"json://{receiver.address}/?redirect=yes", NOTICE)
        assert failed(outcome).permanent is (status in (301, 308))

    assert [request.path for request in receiver.received] == ["/"] * 4


def test_a_timeout_after_sending_may_have_arrived(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    receiver.plan(Reply(wait=3))

    outcome = failed(notifier.send(f"json://{receiver.address}/", NOTICE))

    assert outcome.ambiguous
    assert not outcome.permanent
    assert len(receiver.received) == 1


def test_the_url_itself_may_ask_for_more_patience(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    receiver.plan(Reply(wait=0.8))

    assert notifier.send(f"json://{receiver.address}/?rto=5", NOTICE) == Delivered()


def test_a_broken_connection_after_sending_may_have_arrived(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    receiver.plan(Reply(reset=True))

    outcome = failed(notifier.send(f"json://{receiver.address}/", NOTICE))

    assert outcome.ambiguous
    assert not outcome.permanent


def test_an_answer_that_never_ends_holds_nobody_up(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    receiver.plan(Reply(body=b"x" * 1000, pause=0.1))
    began = time.monotonic()

    outcome = failed(notifier.send(f"json://{receiver.address}/", NOTICE))

    assert outcome.ambiguous
    assert time.monotonic() - began < 3


def test_a_refused_connection_is_tried_again(notifier: AppriseNotifier) -> None:
    outcome = failed(notifier.send(f"json://127.0.0.1:{closed_port()}/{TOKEN}", NOTICE))

    assert (outcome.permanent, outcome.ambiguous) == (False, False)
    assert "拒绝" in outcome.error
    assert TOKEN not in outcome.error


def test_a_name_without_address_is_tried_again(notifier: AppriseNotifier) -> None:
    outcome = failed(notifier.send("json://no-such-host.invalid/hook", NOTICE))

    assert (outcome.permanent, outcome.ambiguous) == (False, False)
    assert "域名" in outcome.error


@pytest.mark.parametrize("bot", BOTS)
def test_a_chat_robot_takes_the_notice(internet: HttpReceiver, notifier: AppriseNotifier, bot: str) -> None:
    url, key = BOTS[bot]
    internet.plan(says({key: 0, "success": True}))
    began = time.monotonic()

    assert notifier.send(url, NOTICE) == Delivered()
    assert time.monotonic() - began < 3  # Apprise would pause 5.5 s inside one send to lark
    (request,) = internet.received
    assert "127.0.0.1" not in request.headers["X-Meant-For"]


@pytest.mark.parametrize("code", [45009, 9499, 130101, 11232, 1])
@pytest.mark.parametrize("bot", BOTS)
def test_an_error_code_with_status_200_is_a_failure_that_may_pass(
    internet: HttpReceiver, notifier: AppriseNotifier, bot: str, code: int
) -> None:
    url, key = BOTS[bot]
    internet.plan(says({key: code, "errmsg": f"no, not with {TOKEN}"}))

    outcome = failed(notifier.send(url, NOTICE))

    assert not outcome.permanent
    assert not outcome.ambiguous
    assert str(code) in outcome.error
    assert TOKEN not in outcome.error


def test_bark_says_200_in_its_answer_and_means_success(internet: HttpReceiver, notifier: AppriseNotifier) -> None:
    url = f"bark://bark.example.org/{TOKEN}"
    internet.plan(says({"code": 200, "message": "success"}), says({"code": 9499}))

    assert notifier.send(url, NOTICE) == Delivered()
    assert not failed(notifier.send(url, NOTICE)).permanent


@pytest.mark.parametrize(
    ("bot", "code"),
    [("wecombot", 93000), ("dingtalk", 310000), ("dingtalk", 300001), ("feishu", 19021), ("lark", 19024)],
)
def test_a_wrong_key_or_keyword_is_not_tried_again(
    internet: HttpReceiver, notifier: AppriseNotifier, bot: str, code: int
) -> None:
    url, key = BOTS[bot]
    internet.plan(says({key: code, "msg": "keywords not in content"}))

    outcome = failed(notifier.send(url, NOTICE))

    assert outcome.permanent
    assert "keywords not in content" in outcome.error


@pytest.mark.parametrize("body", [b"", b"<html>login</html>", b"{broken", b"[1]", b'{"data": {}}', b"\xff\xfe"])
def test_an_answer_that_proves_nothing_is_no_delivery(
    internet: HttpReceiver, notifier: AppriseNotifier, body: bytes
) -> None:
    internet.plan(Reply(body=body))

    outcome = failed(notifier.send(BOTS["wecombot"][0], NOTICE))

    assert outcome.ambiguous
    assert not outcome.permanent


def test_a_rate_limit_wins_over_the_status_it_comes_with(internet: HttpReceiver, notifier: AppriseNotifier) -> None:
    internet.plan(says({"code": 9499, "msg": "too many request"}, status=400))

    assert not failed(notifier.send(BOTS["feishu"][0], NOTICE)).permanent


@pytest.mark.parametrize("content", [{"errcode": 45009}, {"code": 9499}, {"success": False}, {"ok": False}])
def test_a_webhook_that_says_no_with_status_200_has_not_taken_it(
    receiver: HttpReceiver, notifier: AppriseNotifier, content: dict[str, object]
) -> None:
    receiver.plan(says(content))

    assert not failed(notifier.send(f"json://{receiver.address}/", NOTICE)).permanent


@pytest.mark.parametrize("body", [b"", b"ok", b"<html></html>", b'{"code": 200}', b'{"code": 1, "id": 7}'])
def test_a_webhook_may_say_yes_in_its_own_words(receiver: HttpReceiver, notifier: AppriseNotifier, body: bytes) -> None:
    receiver.plan(Reply(body=body))

    assert notifier.send(f"json://{receiver.address}/", NOTICE) == Delivered()


def test_a_robot_without_a_title_gets_the_text_alone(internet: HttpReceiver, notifier: AppriseNotifier) -> None:
    internet.plan(says({"errcode": 0}), says({"errcode": 0}))

    notifier.send(BOTS["wecombot"][0], NOTICE)
    notifier.send(BOTS["dingtalk"][0], NOTICE)

    wecom, dingtalk = (request.content for request in internet.received)
    assert wecom["text"]["content"] == NOTICE.text
    assert dingtalk["text"]["content"] == NOTICE.text
    assert dingtalk["at"]["isAtAll"] is False


def test_the_address_a_chat_program_shows_is_understood(internet: HttpReceiver, notifier: AppriseNotifier) -> None:
    internet.plan(says({"errcode": 0}))

    outcome = notifier.send(f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", NOTICE)

    assert outcome == Delivered()
    assert internet.received[0].headers["X-Meant-For"] == "qyapi.weixin.qq.com"


def test_concurrent_sends_do_not_see_each_others_answers(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    with http_receiver() as broken:
        broken.always = Reply(status=500, wait=0.05)
        receiver.always = Reply(wait=0.05)
        outcomes: list[tuple[bool, bool]] = []

        def send(address: str, good: bool) -> None:
            outcomes.append((good, isinstance(notifier.send(f"json://{address}/", NOTICE), Delivered)))

        threads = [
            threading.Thread(target=send, args=(target.address, target is receiver))
            for target in [receiver, broken] * 8
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)

    assert len(outcomes) == 16
    assert all(good is delivered for good, delivered in outcomes)


def test_other_requests_of_the_process_are_left_alone(receiver: HttpReceiver, notifier: AppriseNotifier) -> None:
    notifier.send(f"json://{receiver.address}/", NOTICE)
    receiver.plan(Reply(status=302, headers={"Location": f"http://{receiver.address}/next"}), Reply(body=b"here"))

    answer = requests.get(f"http://{receiver.address}/", timeout=5)

    assert answer.text == "here"
    assert answer.history


def test_no_secret_reaches_a_log(
    internet: HttpReceiver, notifier: AppriseNotifier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    internet.plan(Reply(status=500), Reply(reset=True), Reply(status=404))

    for url in (BOTS["wecombot"][0], BOTS["feishu"][0], f"json://user:{TOKEN}@127.0.0.1/{TOKEN}?+X-Key={TOKEN}"):
        outcome = failed(notifier.send(url, NOTICE))
        assert TOKEN not in outcome.error
    failed(notifier.send(f"wecombot://{TOKEN}!!/", NOTICE))

    assert TOKEN not in caplog.text
    assert TOKEN not in json.dumps([str(record.__dict__) for record in caplog.records])


def test_a_url_that_is_none_is_refused_without_repeating_it(notifier: AppriseNotifier) -> None:
    for url in (
        f"wecombot://{TOKEN}!!/",
        f"{TOKEN}",
        f"nosuch{TOKEN[:3]}://{TOKEN}",
        f"https://example.org/{TOKEN}",
        "",
    ):
        outcome = failed(notifier.send(url, NOTICE))
        assert outcome.permanent
        assert outcome.error
        assert TOKEN not in outcome.error

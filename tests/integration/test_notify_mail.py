"""Notices by mail to a real SMTP server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alerts.model import Delivered, DeliveryFailed, Notice
from alerts.notify import AppriseNotifier
from tests.receivers import MailReceiver, closed_port, mail_receiver

NOTICE = Notice(
    title="【预警·橙】澄湖区 档案馆 2024年度部门决算·缺表",
    text="【预警·橙】澄湖区 档案馆｜2024年度部门决算｜缺表\n事项：未见一般公共预算财政拨款“三公”经费支出决算表。\n"
    "本提示仅为线索，请核对原文 A-7F3K2QX",
)


@pytest.fixture
def receiver() -> Iterator[MailReceiver]:
    with mail_receiver() as running:
        yield running


@pytest.fixture
def notifier() -> AppriseNotifier:
    return AppriseNotifier(connect_timeout=1, read_timeout=1)


def url(receiver: MailReceiver, password: str = "") -> str:
    login = f"watch:{password or receiver.password}"
    return f"mailto://{login}@127.0.0.1:{receiver.port}?from=watch@example.org&to=officer@example.org&mode=insecure"


def failed(outcome: Delivered | DeliveryFailed) -> DeliveryFailed:
    assert isinstance(outcome, DeliveryFailed)
    return outcome


def test_a_mail_arrives_with_title_and_text(receiver: MailReceiver, notifier: AppriseNotifier) -> None:
    assert notifier.send(url(receiver), NOTICE) == Delivered()

    (mail,) = receiver.messages
    assert mail["Subject"] == NOTICE.title
    assert mail["To"] == "officer@example.org"
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    assert body.get_content().strip().replace("\r\n", "\n") == NOTICE.text


def test_a_wrong_password_is_not_tried_again(receiver: MailReceiver, notifier: AppriseNotifier) -> None:
    outcome = failed(notifier.send(url(receiver, "wr0ng-31415"), NOTICE))

    assert outcome.permanent
    assert "535" in outcome.error
    assert "wr0ng-31415" not in outcome.error
    assert not receiver.messages


def test_an_unknown_mailbox_is_not_tried_again(receiver: MailReceiver, notifier: AppriseNotifier) -> None:
    receiver.refuse_recipient = "550 no such mailbox"

    assert failed(notifier.send(url(receiver), NOTICE)).permanent


@pytest.mark.parametrize("place", ["refuse_recipient", "refuse_data"])
def test_a_server_that_is_busy_is_tried_again(receiver: MailReceiver, notifier: AppriseNotifier, place: str) -> None:
    setattr(receiver, place, "451 try again later")

    outcome = failed(notifier.send(url(receiver), NOTICE))
    setattr(receiver, place, "")

    assert (outcome.permanent, outcome.ambiguous) == (False, False)
    assert "451" in outcome.error
    assert notifier.send(url(receiver), NOTICE) == Delivered()


def test_silence_after_the_mail_was_handed_over_may_mean_that_it_arrived(
    receiver: MailReceiver, notifier: AppriseNotifier
) -> None:
    receiver.wait = 3

    outcome = failed(notifier.send(url(receiver), NOTICE))

    assert outcome.ambiguous
    assert not outcome.permanent
    assert len(receiver.messages) == 1


def test_a_mail_server_that_is_down_is_tried_again(notifier: AppriseNotifier) -> None:
    outcome = failed(notifier.send(url(MailReceiver(port=closed_port())), NOTICE))

    assert (outcome.permanent, outcome.ambiguous) == (False, False)
    assert "拒绝" in outcome.error

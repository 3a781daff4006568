"""Which Apprise URLs may be recipients, as the installed Apprise understands them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from alerts.notify import validate_url
from alerts.notify.masking import masked
from alerts.notify.services import table

TOKEN = "k3ytoken5ecret9876543210abcdef42"


@pytest.mark.parametrize(
    "url",
    [
        f"wecombot://{TOKEN}",
        f"dingtalk://{TOKEN}",
        f"feishu://{TOKEN}",
        f"schan://{TOKEN}",
        "mailto://watch:letmein-2718@mail.example.org?to=officer@example.org",
        "mailtos://watch:letmein-2718@mail.example.org:465?to=officer@example.org",
        "json://127.0.0.1:8080/hook",
        "jsons://hooks.example.org/hook?rto=30",
        "ntfy://ntfy.example.org/gongkai",
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}",
    ],
)
def test_a_channel_of_the_office_is_accepted(url: str) -> None:
    assert validate_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        TOKEN,
        f"https://example.org/{TOKEN}",
        f"file:///etc/{TOKEN}",
        f"wecombot://{TOKEN}!!",
        f"json://[{TOKEN}",
        f"syslog://{TOKEN}",
        f"dbus://{TOKEN}",
        f"rsyslog://{TOKEN}",
        f"ntfy://ntfy.example.org/{TOKEN}?attach=file:///etc/passwd",
        f"nosuch://{TOKEN}",
        f"json://\n{TOKEN}@",
    ],
)
def test_everything_else_is_refused_in_words_that_hold_no_secret(url: str) -> None:
    message = validate_url(url)
    assert message
    assert TOKEN not in message
    assert "passwd" not in message


def test_every_allowed_service_exists_and_every_provider_is_allowed() -> None:
    from apprise.manager_plugins import NotificationManager

    from alerts.notify.services import _apprise

    _apprise()
    assert set(table("services")["allowed"]) <= set(NotificationManager().schemas(include_disabled=True))
    assert set(table("providers")) - {"any"} <= set(table("services")["allowed"])


def test_nothing_heavy_is_imported_before_somebody_is_told() -> None:
    code = "import sys, alerts.notify; print([m for m in ('apprise', 'requests', 'smtplib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("said", [TOKEN, TOKEN.upper(), f"key={TOKEN}&x", f"bad p@ss/{TOKEN}", "p@ss"])
def test_an_explanation_of_a_receiver_repeats_no_part_of_the_address(said: str) -> None:
    shown = masked(f"refused: {said}", f"json://user:p%40ss@host.example/{TOKEN}?x=1")
    assert TOKEN not in shown.lower()
    assert "p@ss" not in shown
    assert shown.startswith("refused")


def test_an_explanation_is_one_short_line() -> None:
    assert masked("a\r\nb\x1b[31m\u202e" + "长" * 200, "json://h/") == "a b [31m " + "长" * 70 + "…"

"""`watcher run`: the service keeps going, stops cleanly within ten seconds, and restarts where it was."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from subprocess import Popen

import pytest

from tests.installation import Installation, shipped
from watcher.demo.receiver import Received
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(240)
FAST = "\n[schedule]\ncheck_minutes = 0.1\n"


def until(true: Callable[[], bool], seconds: float, process: Popen[str]) -> None:
    """Wait until something holds; the service must live meanwhile."""
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < end, "it never came"
        time.sleep(1)


def stop(process: Popen[str]) -> float:
    """SIGTERM; seconds until the end, which must be clean."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=15)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return time.monotonic() - began


def test_the_service_takes_in_tells_stops_and_goes_on(
    installation: Installation, site: DemoSite, notices: list[Received]
) -> None:
    with installation.config.open("a", encoding="utf-8") as file:
        file.write(FAST)
    history = len(shipped("history"))
    process = installation.start("run")
    until(lambda: len(installation.listed("reports")) == history, 180, process)
    assert installation.run("healthy").returncode == 0
    assert stop(process) < 10
    assert not notices

    for publication in shipped("news"):
        site.publish(publication.key)
    process = installation.start("run")
    until(lambda: len(notices) > 0, 120, process)
    assert stop(process) < 10
    assert len({n.alert_id for n in notices}) == len(notices)

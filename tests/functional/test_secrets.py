"""No part of a secret leaves the configuration: not into a log, an export, an error, the database or a backup."""

from __future__ import annotations

import signal
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.installation import Desk, Done, Installation, shipped
from tests.receivers import HttpReceiver, Reply, closed_port, http_receiver, mail_receiver
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(400)

CANARY = "c4nary5ecret"
CONFIG = """
[service]
data = "data"
log = "json"
metrics_port = {metrics}
ping_url = "http://{receiver}/ping/{canary}01"
[fetch]
host_delay_seconds = 0.0
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true
[alerting]
group_wait_minutes = 0
[rules.C2]
confirm_after_hours = 0
[[sources]]
district = "澄湖区"
url = "{site}"
[[recipients]]
name = "网钩"
url = "json://user:{canary}02@{receiver}/hook/{canary}03?+X-Key={canary}04"
[[recipients]]
name = "邮件"
url = "mailto://watch:{canary}05@127.0.0.1:{mail}?from=watch@example.org&to=officer@example.org&mode=insecure"
[[recipients]]
name = "程序"
url = "hook+http://{receiver}/program?secret={canary}06-long-enough"
[[recipients]]
name = "订阅"
url = "ntfy://user:{canary}07@127.0.0.1:{closed}/{canary}08"
"""
LOOKING = (
    ("check-config",), ("reports", "--json"), ("alerts", "--json"), ("sources", "--json"), ("status", "--json"),
    ("status",), ("deliveries", "--json"), ("deliveries",), ("deliveries", "--dead"), ("rules", "--json"),
    ("coverage", "--csv"), ("departments",), ("replay", "--letters"), ("replay", "--letters", "--json"),
    ("notify-test",), ("redeliver", "--dead"), ("poll", "--reread"),
)  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as running:
        yield running


def test_a_secret_is_nowhere_but_in_the_configuration(site: DemoSite, receiver: HttpReceiver, tmp_path: Path) -> None:
    metrics = closed_port()
    with mail_receiver() as mail:
        text = CONFIG.format(
            receiver=receiver.address, mail=mail.port, canary=CANARY, site=site.column_url("js"), metrics=metrics,
            closed=closed_port(),
        )  # fmt: skip
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        watched = Installation(tmp_path)
        said = [_printed(watched.run("poll"))]
        for publication in shipped("news"):
            site.publish(publication.key)
        receiver.plan(*[Reply(status=500, body=f"no {CANARY}03".encode()), Reply(reset=True), Reply(status=404)] * 6)
        said += [_printed(watched.run("poll"))]
        desk = Desk(tmp_path)
        said += [_printed(desk.run(*words)) for words in LOOKING]
        (first, *_) = desk.listed("alerts")
        report = desk.listed("reports")[0]["id"]
        for words in (("explain", first["id"]), ("alerts", "history", first["id"], "--json")):
            said.append(_printed(desk.run(*words)))
        desk.run("feed", "--out", str(tmp_path / "feeds"))
        watched.run("export", report, "--warc", str(tmp_path / "evidence.warc"))
        assert desk.run("backup", str(tmp_path / "backup.tar")).returncode == 0
        said += _served(watched, metrics)
    assert any("未送达" in text for text in said), "something went wrong, and was said"
    assert [text[:300] for text in said if CANARY in text] == []
    assert [name for name, content in _files(tmp_path) if CANARY.encode() in content] == ["config.toml"]


def _printed(done: Done | subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def _served(watched: Installation, port: int) -> list[str]:
    """What the service logs and shows."""
    process = watched.start("run")
    try:
        until = time.monotonic() + 40
        while time.monotonic() < until:
            time.sleep(1)
            try:
                shown = [requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).text for path in _PAGES]
                break
            except requests.ConnectionError:
                continue
        time.sleep(5)
        process.send_signal(signal.SIGTERM)
        _, logged = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert logged.startswith("{"), "one JSON object a line"
    return [*shown, logged]


_PAGES = ("/healthz", "/metrics", "/feed/all.atom")


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the installation; what is packed in the backup too."""
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        yield str(file.relative_to(folder)), file.read_bytes()
    with tarfile.open(folder / "backup.tar") as packed:
        for member in packed:
            stream = packed.extractfile(member)
            yield f"backup.tar:{member.name}", stream.read() if stream else b""


@pytest.mark.parametrize(
    "recipient",
    [
        'url = "wecombot://{canary}!!/"',
        'url = "nosuch://{canary}"',
        'url = "json://[{canary}"',
        'url = "hook+https://h.example/?secret={short}"',
        'url = "json://h.example/{canary}"\nmin_severity = "grave"',
        'url = "json://h.example/{canary}"\nurll = "json://{canary}"',
        'url = {{ env = "NO_SUCH_{canary}" }}\ntoken = "{canary}"',
    ],
)
def test_a_wrong_configuration_is_named_without_what_it_holds(tmp_path: Path, recipient: str) -> None:
    text = f'[[recipients]]\nname = "甲"\n{recipient.format(canary=CANARY, short=CANARY)}\n'
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    done = Desk(tmp_path).run("check-config")
    assert done.returncode == 2
    assert "recipients" in done.stdout + done.stderr
    said = (done.stdout + done.stderr).replace(f"NO_SUCH_{CANARY}", "")  # a name, no secret
    assert CANARY not in said

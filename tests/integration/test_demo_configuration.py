"""The demo's configuration is an ordinary one."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from watcher.config import load_settings
from watcher.demo.configuration import add_deadline, write_config
from watcher.demo.published import shipped_publications


def _config(folder: Path) -> Path:
    return write_config(
        folder, "http://127.0.0.1:8001/ys/", "http://127.0.0.1:8001/js/", "json://127.0.0.1:8002/notices"
    )


def test_the_service_accepts_it_before_and_after_the_deadline_is_entered(tmp_path: Path) -> None:
    file = _config(tmp_path)
    assert load_settings(file).deadlines == ()
    add_deadline(file, date(2025, 9, 25))
    (deadline,) = load_settings(file).deadlines
    assert deadline.approved_on == date(2025, 9, 25)


def test_it_lifts_only_what_loopback_needs_and_the_wait_for_a_second_look(tmp_path: Path) -> None:
    raw = tomllib.loads(_config(tmp_path).read_text("utf-8"))
    assert raw["fetch"]["allow_private_addresses"] is True
    assert raw["fetch"]["allow_hosts"] == ["127.0.0.1"]
    assert raw["rules"] == {"T4": {"enabled": False}, "C2": {"confirm_after_hours": 0}}


def test_the_roster_names_every_department_that_publishes(tmp_path: Path) -> None:
    raw = tomllib.loads(_config(tmp_path).read_text("utf-8"))
    published = {each.department for each in shipped_publications() if each.department}
    assert set(raw["roster"][0]["departments"]) == published

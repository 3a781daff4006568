"""Which addresses are ours."""

from __future__ import annotations

import pytest

from storage.engine import parse_url
from storage.errors import WrongAddress


@pytest.mark.parametrize(
    "url",
    [
        "",
        "watcher.db",
        "mysql://root:geheim@host/db",
        "postgresql://user:geheim@host/db",
        "postgresql+psycopg2://host/db",
        "postgresql+psycopg://host",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:watcher.db?uri=true",
        "sqlite+aiosqlite:///watcher.db",
    ],
)
def test_an_address_that_is_none_of_ours_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(WrongAddress, match="数据库地址应以") as caught:
        parse_url(url)
    assert "geheim" not in str(caught.value)


def test_a_server_and_a_file_in_this_folder_are_ours() -> None:
    assert parse_url("postgresql+psycopg://user:geheim@host:5433/db").database == "db"
    assert parse_url("sqlite:///watcher.db").database == "watcher.db"

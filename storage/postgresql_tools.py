"""pg_dump and psql, where they are installed. The password goes through the environment, never into a command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from sqlalchemy import URL

from storage.driver_errors import our_errors
from storage.errors import Unavailable

_SECONDS = 3600


def dump(url: URL, target: Path) -> None:
    """Write the database as SQL that makes it anew. Raises Unavailable."""
    _run("pg_dump", url, f"--file={target}", "--no-owner", "--no-privileges", "--clean", "--if-exists")


def load(url: URL, source: Path) -> None:
    """Run such SQL, all of it or none. Raises Unavailable."""
    _run("psql", url, "--quiet", "--no-psqlrc", "--single-transaction", "-v", "ON_ERROR_STOP=1", f"--file={source}")


def has_tables(url: URL) -> bool:
    """Whether the database holds tables of ours that hold anything. Raises Unavailable."""
    with our_errors(), psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as found:
        there = found.execute("SELECT to_regclass('source') IS NOT NULL").fetchone()
        return bool(there and there[0]) and found.execute("SELECT 1 FROM source LIMIT 1").fetchone() is not None


def _run(program: str, url: URL, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Unavailable(f"没有找到 {program}：请安装与服务器同版本或更新的 PostgreSQL 客户端程序")
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - the program was found by its fixed name, the arguments are ours
        [path, f"--dbname={address}", *arguments],
        capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False, env=environment,
    )  # fmt: skip
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise Unavailable(f"{program}: {lines[0][:300]}")

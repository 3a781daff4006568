"""Old Word files (.doc, .wps): LibreOffice, an outside program, turns them into .docx, which is read in their place.

It is started with limits of its own, in a session and with a profile of its own, one at a time on this machine, and
ended with all that it started. It is told to load nothing from elsewhere: a report may link to any address.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from parsers.errors import Encrypted, LimitExceeded, Unreadable
from parsers.office.last_table import with_last_paragraph

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60
#: How long another conversion is waited for.
SECONDS_IN_LINE = 120
LARGEST = 100_000_000

#: Address space, processor time and size of a written file, in the units of ``ulimit``: kB, s and 512 bytes.
LIMITED = 'ulimit -v 4000000; ulimit -t 60; ulimit -f 400000; ulimit -c 0; exec "$@"'

#: A Word file says in its first words whether it is locked; they stand where the first sector begins.
WORD_MARK, FLAGS_AT, LOCKED_BIT = b"\xec\xa5", 512 + 10, 0x0100

ABSENT = (
    "旧版 Word 文件（.doc/.wps）需要 LibreOffice 转换，本机未安装："
    "请安装 libreoffice-writer-nogui，或另存为 .docx 后再读取。"
)
FAILED = "LibreOffice 未能转换该文件（可能已损坏或加密），请另存为 .docx 后再读取。"
LATE = f"LibreOffice 转换超过 {SECONDS} 秒，已停止；请另存为 .docx 后再读取。"


def convert(content: bytes) -> bytes:
    """The document as .docx. Raises Unreadable (broken, or no LibreOffice here), Encrypted or LimitExceeded."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if _is_locked(content):
        raise Encrypted
    if program is None:
        raise Unreadable(ABSENT)
    with _alone(), tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        return _converted(program, content, Path(folder))


def _is_locked(content: bytes) -> bool:
    flags = int.from_bytes(content[FLAGS_AT : FLAGS_AT + 2], "little")
    return content[512:514] == WORD_MARK and bool(flags & LOCKED_BIT)


def _converted(program: str, content: bytes, folder: Path) -> bytes:
    (folder / "in.doc").write_bytes(with_last_paragraph(content))
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    settings = resources.files(__package__).joinpath("office.xcu").read_bytes()
    (profile / "registrymodifications.xcu").write_bytes(settings)
    _run(_command(program, folder), folder)
    made = folder / "out" / "in.docx"
    if not made.is_file():
        raise Unreadable(FAILED)
    if made.stat().st_size > LARGEST:
        raise LimitExceeded("LibreOffice 转换结果过大，已停止读取。")
    return made.read_bytes()


def _command(program: str, folder: Path) -> list[str]:
    """With ``timeout`` where the machine has it: it keeps the time even where we are killed ourselves."""
    timeout = shutil.which("timeout")
    return [
        *("/bin/sh", "-c", LIMITED, "sh"),
        *([timeout, "-k", "2", str(SECONDS)] if timeout else []),
        *(program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation=file://{folder}/profile"),
        *("--infilter=MS Word 97", "--convert-to", "docx", "--outdir", f"{folder}/out", f"{folder}/in.doc"),
    ]


def _run(command: list[str], folder: Path) -> None:
    """Runs it to its end or for SECONDS; nothing that it started stays. Raises LimitExceeded."""
    nowhere = "http://127.0.0.1:9"
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    environment |= {"TMPDIR": str(folder), "http_proxy": nowhere, "https_proxy": nowhere}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        process.wait(SECONDS + 1)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded(LATE) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode == 124:
        raise LimitExceeded(LATE)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One conversion at a time on this machine: the kernel gives the lock back however its holder ends."""
    file = Path(tempfile.gettempdir()) / f"gongkai-watch-office-{os.getuid()}.lock"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + SECONDS_IN_LINE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise LimitExceeded("等待其他文件转换的时间过长，已停止读取。") from error
            time.sleep(0.1)

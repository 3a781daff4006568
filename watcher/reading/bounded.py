"""A function in a child process with limits on memory, time, files and the size of its answer.

The child is forked, so call this only where no other thread runs. The parent never hangs: it reads with a
deadline and kills. The child never outlives its work: an alarm of its own ends it even where the parent is gone.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
MEBIBYTE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one publication may cost."""

    memory_mb: int = 512  # address space that the work may add to what the fork inherited
    cpu_seconds: int = 60
    wall_seconds: int = 90
    answer_mb: int = 64  # of the report as JSON
    written_mb: int = 16  # of any file the child writes
    open_files: int = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Died:
    """The child gave no answer; ``reason`` is a sentence for the user."""

    reason: str


def run_bounded(work: Callable[[], bytes], limits: Limits) -> bytes | Died:
    """What ``work`` returns, computed in a child within ``limits``; or why there is nothing."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(work, sending, limits)
    os.close(sending)
    try:
        answer = _received(receiving, limits)
    finally:
        os.close(receiving)
        _kill(child)
        status = _reap(child)
    if isinstance(answer, Died):
        return answer
    return answer if status == 0 else Died(reason=_reason(status, limits))


# --- in the parent -----------------------------------------------------------------------------------


def _received(receiving: int, limits: Limits) -> bytes | Died:
    """All that the child sends until it closes its end, which it does last or by dying."""
    deadline = time.monotonic() + limits.wall_seconds
    poll = select.poll()
    poll.register(receiving, select.POLLIN)
    parts = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return Died(reason=f"读取超过 {limits.wall_seconds} 秒，已停止。")
        part = os.read(receiving, CHUNK)
        if not part:
            return bytes(parts)
        parts += part
        if len(parts) > limits.answer_mb * MEBIBYTE:
            return Died(reason=f"读取结果超过 {limits.answer_mb} MB，已停止。")


def _kill(child: int) -> None:
    """Ends a child that is still at work; one that has sent everything gets a moment to leave by itself."""
    for _ in range(50):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)


def _reap(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _reason(status: int, limits: Limits) -> str:
    if status == -signal.SIGXCPU:
        return f"读取占用处理器超过 {limits.cpu_seconds} 秒，已停止。"
    if status == -signal.SIGALRM:
        return f"读取超过 {limits.wall_seconds} 秒，已停止。"
    if status < 0:
        return f"读取程序异常中止（信号 {-status}，可能是文件损坏或超出内存上限）。"
    return f"读取程序没有给出结果（退出码 {status}，可能超出内存上限）。"


# --- in the child ------------------------------------------------------------------------------------


def _be_the_child(work: Callable[[], bytes], sending: int, limits: Limits) -> None:
    """Works, sends, and leaves without running anything that belongs to the parent (exit handlers, tests)."""
    status = 1
    try:
        _bind_self(limits)
        _close_all_but(sending)
        answer = memoryview(work())
        while answer:
            answer = answer[os.write(sending, answer) :]
        status = 0
    finally:
        os._exit(status)


def _inherited_bytes() -> int:
    """Address space that came with the fork: the limit is on what the work adds, however fat its parent is."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _bind_self(limits: Limits) -> None:
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.alarm(limits.wall_seconds + 5)
    for what, most in (
        (resource.RLIMIT_AS, _inherited_bytes() + limits.memory_mb * MEBIBYTE),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.written_mb * MEBIBYTE),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, hard if what == resource.RLIMIT_CPU else allowed))


def _close_all_but(kept: int) -> None:
    """The child holds none of the parent's sockets and databases, and prints nothing."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, 65_536)

"""A small process with all readers loaded that forks a bounded child for each publication.

A service has threads, and a process with threads must not fork; so it asks this one, which has none. Requests and
answers are length-prefixed frames on its standard input and output; it leaves when its input ends.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from typing import BinaryIO

import msgspec

from parsers import wire
from parsers.model import Report
from watcher.reading.bounded import CHUNK, Limits
from watcher.reading.reader import Files, ReadFailed, longest_seconds, read_publication

LENGTH = struct.Struct(">Q")
#: Starting, and the words around the limits of the children.
GRACE_SECONDS = 30

PRELOADED = (
    "parsers.extract",
    "parsers.readers.docx",
    "parsers.readers.html",
    "parsers.readers.mhtml",
    "parsers.readers.pdf",
    "parsers.readers.rtf",
    "parsers.readers.text",
    "parsers.readers.workbook",
)


class _Reply(msgspec.Struct):
    report: Report | None = None
    failed: ReadFailed | None = None


class _NoReply(Exception):
    """The server has gone or is late."""


class NoReader(RuntimeError):
    """读取进程没有回应：这是本机的问题，不是文件的问题，稍后重试。"""

    def __init__(self) -> None:
        super().__init__((type(self).__doc__ or "").strip())


class ReadingServer:
    """The client's side: starts the server when first needed and renews it. Safe to call from threads."""

    def __init__(self, renew_after: int) -> None:
        self._renew_after = renew_after
        self._served = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def read(self, files: Files, limits: Limits) -> Report | ReadFailed:
        """As ``reader.read_publication``. Raises RuntimeError once closed, NoReader where none answers."""
        with self._lock:
            try:
                reply = self._ask_again(files, limits)
            except (_NoReply, OSError) as error:
                self._end()
                raise NoReader from error
            self._served += 1
            if self._served >= self._renew_after:
                self._end()
            return reply

    def close(self) -> None:
        """Ends the server; waits for a reading in progress."""
        with self._lock:
            self._closed = True
            self._end()

    def _ask_again(self, files: Files, limits: Limits) -> Report | ReadFailed:
        """A server that died in between gets one successor."""
        try:
            return self._ask(files, limits)
        except (_NoReply, OSError):
            self._end()
            return self._ask(files, limits)

    def _ask(self, files: Files, limits: Limits) -> Report | ReadFailed:
        process = self._running()
        assert process.stdin
        assert process.stdout
        request = msgspec.msgpack.encode((list(files), limits))
        process.stdin.write(LENGTH.pack(len(request)))
        process.stdin.write(request)
        process.stdin.flush()
        deadline = time.monotonic() + longest_seconds(limits) + GRACE_SECONDS
        reply = msgspec.json.decode(_frame(process.stdout.fileno(), deadline), type=_Reply)
        found = reply.report or reply.failed
        if found is None:
            raise _NoReply
        return found

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise RuntimeError("the reader is closed")
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "watcher.reading.server"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True)  # noqa: S603
        return self._process

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the server's own session: itself and its child
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def _frame(source: int, deadline: float) -> bytes:
    return _exactly(source, LENGTH.unpack(_exactly(source, LENGTH.size, deadline))[0], deadline)


def _exactly(source: int, count: int, deadline: float) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        if not select.select([source], [], [], max(deadline - time.monotonic(), 0))[0]:
            raise _NoReply
        part = os.read(source, min(count - len(parts), CHUNK))
        if not part:
            raise _NoReply
        parts += part
    return bytes(parts)


# --- the server's side ---------------------------------------------------------------------------------


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers requests until there are no more."""
    while head := requests.read(LENGTH.size):
        content = requests.read(LENGTH.unpack(head)[0])
        files, limits = msgspec.msgpack.decode(content, type=tuple[list[tuple[str, bytes]], Limits])
        del content
        outcome = read_publication(files, limits)
        reply = _Reply(failed=outcome) if isinstance(outcome, ReadFailed) else _Reply(report=outcome)
        encoded = wire.encode(reply)
        replies.write(LENGTH.pack(len(encoded)))
        replies.write(encoded)
        replies.flush()


def main() -> None:
    """Loads the readers once, so that no child has to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the service, which then closes us
    for module in PRELOADED:
        importlib.import_module(module)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()

"""Real local receivers: an HTTP server and a mail server that keep what they get and misbehave as told."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How the HTTP receiver answers one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the answer; the request is kept all the same
    pause: float = 0.0  # seconds between the bytes of the body
    reset: bool = False  # break the connection instead of answering


def says(content: object, status: int = 200) -> Reply:
    """An answer in JSON."""
    return Reply(status=status, body=json.dumps(content).encode(), headers={"Content-Type": "application/json"})


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


class HttpReceiver:
    """Answers each request with the next planned reply, then with ``always``."""

    def __init__(self) -> None:
        self.planned: deque[Reply] = deque()
        self.always = Reply()
        self.received: list[Received] = []
        self._closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self) -> str:
        """host:port"""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def plan(self, *replies: Reply) -> None:
        """Answer the next requests so, one each."""
        self.planned.extend(replies)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; answers under way are cut short."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def answer_next(self) -> Reply:
        """The reply whose turn it is."""
        return self.planned.popleft() if self.planned else self.always

    def sleep(self, seconds: float) -> bool:
        """Wait; True where the receiver stops meanwhile."""
        return self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them and no socket is left behind

    def __init__(self, receiver: HttpReceiver) -> None:
        self.receiver = receiver
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        receiver.received.append(Received(method=self.command, path=self.path, headers=dict(self.headers), body=body))
        reply = receiver.answer_next()
        receiver.sleep(reply.wait)
        if reply.reset:
            self._break_off()
        else:
            self._answer(reply)

    def do_GET(self) -> None:
        self.do_POST()

    def _answer(self, reply: Reply) -> None:
        try:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self._write(reply)
        except OSError:
            self.close_connection = True  # the other side has given up waiting

    def _write(self, reply: Reply) -> None:
        step = 1 if reply.pause else max(len(reply.body), 1)
        for start in range(0, len(reply.body), step):
            self.wfile.write(reply.body[start : start + step])
            self.wfile.flush()
            if reply.pause and self.server.receiver.sleep(reply.pause):
                return

    def _break_off(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Keep the test output clean."""


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    """An HTTP receiver on a free port of loopback."""
    receiver = HttpReceiver()
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()


@dataclass(kw_only=True)
class MailReceiver:
    """What the mail server got, and what it answers instead of taking a mail."""

    port: int
    password: str = "letmein-2718"
    messages: list[EmailMessage] = field(default_factory=list)
    refuse_recipient: str = ""  # "550 no such user"
    refuse_data: str = ""  # "451 try again later"
    wait: float = 0.0  # seconds between taking a mail and saying so

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """RCPT TO."""
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """The mail itself."""
        if self.refuse_data:
            return self.refuse_data
        parsed = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        await asyncio.sleep(self.wait)
        return "250 OK"

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        """AUTH: the one password that opens."""
        return AuthResult(success=data.password == self.password.encode(), handled=False)


@contextmanager
def mail_receiver() -> Iterator[MailReceiver]:
    """A mail server on a free port of loopback that offers a login and checks the password."""
    receiver = MailReceiver(port=closed_port())
    controller = Controller(
        receiver, hostname="127.0.0.1", port=receiver.port, server_hostname="mail.example.org",
        authenticator=receiver.check, auth_require_tls=False,
    )  # fmt: skip
    controller.start()
    try:
        yield receiver
    finally:
        controller.stop()


def closed_port() -> int:
    """A port of loopback where nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A real web site on loopback whose behaviour a test can switch, and which writes down what it was asked."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from types import TracebackType

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One request as the site saw it; times on the monotonic clock."""

    path: str
    host: str
    headers: Mapping[str, str]
    started: float
    ended: float
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Page:
    """An answer that is always the same; 304 where the visitor has it already."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    etag: str = ""
    delay: float = 0.0

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        time.sleep(self.delay)
        known = bool(self.etag) and request.headers.get("If-None-Match") == self.etag
        request.send_response(304 if known else self.status)
        request.send_header("Content-Type", self.content_type)
        for name, value in {**self.headers, **({"ETag": self.etag} if self.etag else {})}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0" if known else str(len(self.body)))
        request.end_headers()
        if not known:
            request.wfile.write(self.body)


class Site:
    """The site; a context manager. ``pages`` may change while it runs, ``hits`` is its log."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Behaviour] = {}
        self.hits: list[Hit] = []
        self.most_in_flight: dict[str, int] = {}
        self._in_flight: dict[str, int] = {}
        self._answering: set[int] = set()  # threads
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, path: str, text: str | bytes = "", **answer: object) -> str:
        """Put a page under a path; its address."""
        body = text if isinstance(text, bytes) else text.encode()
        self.pages[path] = Page(body=body, **answer)  # type: ignore[arg-type]
        return self.url + path

    def behave(self, path: str, behaviour: Behaviour) -> str:
        """Let a function answer under a path; its address."""
        self.pages[path] = behaviour
        return self.url + path

    def asked(self, path: str) -> list[Hit]:
        """The requests for one path. A visitor has its answer a moment before the site has written it down."""
        until = time.monotonic() + 2
        while self._others_answering() and time.monotonic() < until:
            time.sleep(0.005)
        return [hit for hit in self.hits if hit.path == path]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request and write it down."""
        started, host = time.monotonic(), request.headers.get("Host", "")
        self._count(host, +1)
        self._answering.add(threading.get_ident())
        sent = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        request.rfile = BytesIO(sent) if sent else request.rfile  # whoever answers may read it too
        try:
            plain = self.pages.get(request.path.partition("?")[0], Page(status=404, body=b"<html>404</html>"))
            self.pages.get(request.path, plain)(request)
        except OSError:
            request.close_connection = True  # the visitor has gone
        finally:
            self._count(host, -1)
            ended = time.monotonic()
            headers = dict(request.headers.items())
            self.hits.append(
                Hit(path=request.path, host=host, headers=headers, started=started, ended=ended,
                    method=request.command, body=sent)
            )  # fmt: skip
            self._answering.discard(threading.get_ident())

    def _others_answering(self) -> bool:
        return bool(self._answering - {threading.get_ident()})

    def _count(self, host: str, change: int) -> None:
        with self._lock:
            self._in_flight[host] = self._in_flight.get(host, 0) + change
            self.most_in_flight[host] = max(self.most_in_flight.get(host, 0), self._in_flight[host])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that hangs up is what many tests are about."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body go out apart: 40 ms each time otherwise

        def do_GET(self) -> None:
            site.answer(self)

        def do_POST(self) -> None:
            site.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """The site keeps its own log."""

    return Handler


def redirect(target: str, status: int = 302, **headers: str) -> Page:
    """An answer that leads elsewhere."""
    return Page(status=status, headers={"Location": target, **{k.replace("_", "-"): v for k, v in headers.items()}})


def dripping(seconds: float, *, in_headers: bool = False) -> Behaviour:
    """One byte at a time, for ever as far as a visitor can tell."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        if in_headers:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        until = time.monotonic() + 20
        while time.monotonic() < until:
            request.wfile.write(b"a")
            request.wfile.flush()
            time.sleep(seconds)

    return drip


def truncated(request: BaseHTTPRequestHandler) -> None:
    """Promises a thousand bytes and hangs up after ten."""
    request.close_connection = True
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n0123456789")


def gzip_bomb(megabytes: int) -> Page:
    """A small answer that decompresses to that many megabytes."""
    return Page(body=gzip.compress(bytes(megabytes * 1024 * 1024), 9), headers={"Content-Encoding": "gzip"})

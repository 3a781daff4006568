"""/healthz, /metrics and /feed/… on a loopback port, for who watches the watcher. Nothing can be changed there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

from alerts.feed import atom, feeds
from storage.errors import StorageError
from watcher.context import Desk
from watcher.health.metrics import exposition
from watcher.health.state import examined

HOST = "127.0.0.1"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@contextmanager
def exposed(desk: Desk, port: int) -> Iterator[int | None]:
    """Answer on this port of loopback until the end of the block; 0 is off. The port, or None. Raises OSError."""
    if not port:
        yield None
        return
    handler = type("Handler", (_Handler,), {"desk": desk})
    with ThreadingHTTPServer((HOST, port), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, name="exposition", daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    """GET only; a subclass names the desk."""

    desk: Desk
    timeout = 10

    def do_GET(self) -> None:
        """Answer one request."""
        try:
            status, kind, content = self._answer(unquote(self.path.partition("?")[0]))
        except StorageError as error:
            status, kind, content = 503, TEXT, str(error).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Who asks is no news."""

    def _answer(self, path: str) -> tuple[int, str, bytes]:
        desk = self.desk
        with desk.database.reading() as unit:
            if path == "/healthz":
                health = examined(unit, desk.settings, desk.now())
                content = json.dumps(health.as_json(), ensure_ascii=False).encode()
                return (200 if health.well else 503), "application/json; charset=utf-8", content
            alerts = unit.alerts.all()
            if path == "/metrics":
                health = examined(unit, desk.settings, desk.now())
                return 200, TEXT, exposition(health, alerts, desk.now()).encode()
        found = next((feed for feed in feeds(alerts) if path == f"/feed/{feed.name}.atom"), None)
        if found is None:
            return 404, TEXT, "没有这一页".encode()
        return 200, "application/atom+xml; charset=utf-8", atom(found)

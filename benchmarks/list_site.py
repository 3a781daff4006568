"""A made site for measuring: any number of list pages on loopback addresses of their own, behaviour set by request.

    python benchmarks/list_site.py --port 18080 --hosts 1000

``/list/<n>.html`` is a list page with thirty items, ``/__ctl?version=1&etag=1&noise=1&fail=1&delay_ms=5`` sets how the
site behaves, ``/__log?reset=1`` gives what each host was asked and when. Hosts are 127.1.x.y and serve everything.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import time
from itertools import count
from urllib.parse import parse_qsl, urlsplit

OFFICES = ("水务局", "档案馆", "统计局", "文化馆", "城市管理局", "农业局", "审计局", "司法局", "民政局", "气象局")
KINDS = ("部门决算", "部门预算")
ITEMS, MENU = 30, 40


def hosts(number: int) -> list[str]:
    """That many loopback addresses."""
    return [f"127.1.{i // 250}.{i % 250 + 1}" for i in range(number)]


def list_page(number: int, version: int, visitor: int | None) -> bytes:
    """A list page; each version has one more item on top, a visitor counter changes nothing that matters."""
    first = ITEMS + version
    rows = "".join(_row(number, first - i) for i in range(ITEMS))
    menu = "".join(f'<li class="nav"><a href="/col/{i}/">栏目之{i}政务公开导航</a></li>' for i in range(MENU))
    counter = "" if visitor is None else f"<p class='visits'>第{visitor}位访客，{time.time():.3f}</p>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>第{number}区预决算</title></head><body>'
        f'<div class="head"><ul>{menu}</ul></div><div class="main"><ul class="list">{rows}</ul></div>{counter}'
        f'<div class="foot">第{number}区</div></body></html>'
    ).encode()


def _row(number: int, key: int) -> str:
    title = f"第{number}区{OFFICES[key % len(OFFICES)]}2025年度{KINDS[key % 2]}公开"
    address = f"/zwgk/{number}/t2026{key % 12 + 1:02d}{key % 27 + 1:02d}_{number * 1000 + key}.html"
    day = f"2026-{key % 12 + 1:02d}-{key % 27 + 1:02d}"
    return f'<li><span class="date">{day}</span><a href="{address}" title="{title}" target="_blank">{title}</a></li>'


class ListSite:
    """The site's state and its log."""

    def __init__(self) -> None:
        self.settings = {"version": 0, "etag": 0, "noise": 0, "fail": 0, "delay_ms": 0}
        self.log: list[tuple[str, float, float, int]] = []
        self._visitors = count(1)
        self._pages: dict[tuple[int, int], tuple[bytes, str]] = {}

    def page(self, number: int) -> tuple[bytes, str]:
        """Body and validator of a list page."""
        version = self.settings["version"]
        if self.settings["noise"]:
            body = list_page(number, version, next(self._visitors))
            return body, hashlib.md5(body).hexdigest()
        if (number, version) not in self._pages:
            body = list_page(number, version, None)
            self._pages[number, version] = body, hashlib.md5(body).hexdigest()
        return self._pages[number, version]

    async def answer(self, target: str, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, further headers and body for a request."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/__ctl":
            self.settings |= {key: int(value) for key, value in query.items()}
            return 200, "", json.dumps(self.settings).encode()
        if parts.path == "/__log":
            taken, self.log = self.log, [] if "reset" in query else self.log
            return 200, "", json.dumps(taken).encode()
        if parts.path == "/hook":
            return 200, "", b"ok"
        if parts.path == "/robots.txt":
            return 200, "", b"User-agent: *\nDisallow:\n"
        if not parts.path.startswith("/list/"):
            return 404, "", b"<html>404</html>"
        return await self._list(int(parts.path[6:].partition(".")[0]), headers)

    async def _list(self, number: int, headers: dict[str, str]) -> tuple[int, str, bytes]:
        if self.settings["delay_ms"]:
            await asyncio.sleep(self.settings["delay_ms"] / 1000)
        if self.settings["fail"]:
            return 503, "", b"<html>busy</html>"
        body, mark = self.page(number)
        if not self.settings["etag"]:
            return 200, "", body
        known = headers.get("if-none-match", "").strip('"') == mark
        return (304, f'ETag: "{mark}"\r\n', b"") if known else (200, f'ETag: "{mark}"\r\n', body)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as long as it lasts."""
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
                started, target = time.time(), lines[0].split(" ")[1]
                pairs = (line.partition(":") for line in lines[1:] if line)
                headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
                await reader.readexactly(int(headers.get("content-length", 0)))
                status, further, body = await self.answer(target, headers)
                writer.write(
                    f"HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\n{further}"
                    f"Content-Length: {len(body)}\r\n\r\n".encode() + body
                )  # fmt: skip
                await writer.drain()
                if not target.startswith("/__"):
                    self.log.append((host, started, time.time(), status))
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


async def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--hosts", type=int, default=1000)
    arguments = parser.parse_args()
    site = ListSite()
    addresses = ["127.0.0.1", *hosts(arguments.hosts)]
    server = await asyncio.start_server(site.serve, addresses, arguments.port, backlog=512)
    print("serving", len(server.sockets), "addresses", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

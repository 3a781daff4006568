"""A real webhook receiver on loopback: takes what Apprise posts to a ``json://`` address and keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from watcher.demo.loopback import HOST, Loopback, QuietHandler

#: The words that people sort notices by.
TOPICS = ("三公经费", "执行率", "缺表", "矛盾", "替换", "逾期")
FACT = "事项："
LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Received:
    """One notice as it arrived."""

    title: str
    text: str

    @property
    def topic(self) -> str:
        """Its subject word: the title names it last, else its text; empty where it names none of ours."""
        word = self.title.rpartition("·")[2].strip()
        return word if word in TOPICS else next((each for each in TOPICS if each in self.title + self.text), word)

    @property
    def fact(self) -> str:
        """The line that tells the fact, else the first line."""
        lines = self.text.splitlines() or [""]
        return next((line.removeprefix(FACT) for line in lines if line.startswith(FACT)), lines[0])

    @property
    def alert_id(self) -> str:
        """The alert's id, which every notice's text ends with."""
        words = self.text.split()
        return words[-1] if words else ""


class Receiver(Loopback):
    """Records each notice and calls ``on_notice`` with it, one at a time."""

    def __init__(self, on_notice: Callable[[Received], None]) -> None:
        self._received: list[Received] = []
        self._on_notice = on_notice
        self._lock = Lock()
        super().__init__(type("ReceiverHandler", (_Handler,), {"receiver": self}))

    @property
    def url(self) -> str:
        """The Apprise address of this receiver."""
        return f"json://{HOST}:{self.port}/notices"

    @property
    def received(self) -> tuple[Received, ...]:
        """All notices so far, in the order of their arrival."""
        with self._lock:
            return tuple(self._received)

    def take(self, content: bytes) -> None:
        """Keep a notice. Raises ValueError where the content is none."""
        raw = json.loads(content)
        if not isinstance(raw, dict) or "message" not in raw:
            raise ValueError("not a notice")
        notice = Received(title=str(raw.get("title", "")), text=str(raw["message"]))
        with self._lock:
            self._received.append(notice)
            self._on_notice(notice)


class _Handler(QuietHandler):
    """POST only; a subclass names the receiver."""

    receiver: Receiver

    def do_POST(self) -> None:  # noqa: N802 - the name is the parent's
        """Take one notice: 200 once it is kept, 400 for what is none."""
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= LARGEST:
            self.reply(413, {"Connection": "close"})
            return
        try:
            self.receiver.take(self.rfile.read(length))
        except ValueError:
            self.reply(400)
            return
        self.reply(200)

"""Tells the story on the console: colour and a table on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.table import Column, Table

from watcher.demo.receiver import Received

COLOURS = {"红": "bold red", "橙": "dark_orange", "黄": "yellow", "蓝": "blue"}


class Narrator:
    """Every line that the user sees passes through here; safe to use from the receiver's thread."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()

    @property
    def on_terminal(self) -> bool:
        """Whether a person sits in front of it."""
        return self._console.is_terminal

    def title(self, text: str) -> None:
        self._line("")
        self._line(text, "bold cyan")

    def say(self, text: str) -> None:
        self._line(f"  {text}")

    def warn(self, text: str) -> None:
        self._line(f"  {text}", "bold red")

    def notice(self, notice: Received) -> None:
        """One line for one notice that arrived: its subject word comes first."""
        level = next((COLOURS[each] for each in COLOURS if f"·{each}】" in notice.title), "magenta")
        self._line(f"  ◆ 接收端收到［{notice.topic}］{notice.title}：{notice.fact}", level)

    def busy(self, text: str) -> AbstractContextManager[object]:
        """While something takes its time: a turning sign on a terminal, nothing elsewhere."""
        return self._console.status(text) if self.on_terminal else nullcontext()

    def table(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A summary: a ruled table for people, one line a row for programs."""
        if not self.on_terminal:
            for row in (names, *rows):
                self._line(f"  {'｜'.join(row)}")
            return
        table = Table(*(Column(name, overflow="fold") for name in names), show_lines=True)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

"""Workers that look at sites think one at a time and wait for the sites together.

Python lets one thread run at a time anyway, but each step of SQLite and each call to a socket offers that turn to all
others: eight workers with a list page each changed places three hundred times a page and spent a third of their CPU on
it. So whoever thinks holds a turn of ours, and lets go of it while a site is asked. It belongs to the interpreter, as
the lock behind it does, hence one for the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

_turn = Lock()
_here = local()  # ``thinks``: whether this thread holds it


@contextmanager
def thinking() -> Iterator[None]:
    """Think while no other worker does. Not to be nested; nothing inside may wait for another thinking worker."""
    _take()
    try:
        yield
    finally:
        _let_go()


@contextmanager
def waiting() -> Iterator[None]:
    """Wait for somebody outside and let the others think; for a thread that holds no turn this does nothing."""
    if not getattr(_here, "thinks", False):
        yield
        return
    _let_go()
    try:
        yield
    finally:
        _take()


def _take() -> None:
    _turn.acquire()
    _here.thinks = True


def _let_go() -> None:
    _here.thinks = False
    _turn.release()

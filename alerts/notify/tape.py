"""What went over the wire while Apprise was sending: every HTTP answer and mail reply, and each failure by its type.

Apprise calls ``requests.post`` and ``smtplib.SMTP`` itself, looks at little more than the status, and keeps the answer
to itself. So both libraries are wrapped once per process. A wrapper does nothing unless ``recording()`` is active in
its own context (thread or task), so concurrent sends and everybody else's requests do not see each other.

While recording, redirects are never followed (they would carry the notice and its credentials to somebody else), at
most 64 KiB of an answer are read, within the read timeout as a whole, and urllib3 logs nothing: its debug lines hold
the whole URL.
"""

from __future__ import annotations

import io
import logging
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any

import requests
import urllib3.exceptions as wire_errors

from alerts.notify import troubles
from alerts.notify.exchange import Answer, Exchange, Setback

_BODY_LIMIT = 64 * 1024  # bytes
_READ_TIMEOUT = 20.0  # seconds, where a plugin gives none
_MAIL_STEPS = ("__init__", "starttls", "login", "data")


class Tape:
    """The exchanges of one send, in order."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self._last_error: Exception | None = None

    def add(self, exchange: Exchange) -> None:
        """Put down what came back."""
        self.exchanges.append(exchange)

    def fail(self, error: Exception, setback: Setback) -> None:
        """Put down a failure, once, however many layers it passes on its way up."""
        if error is not self._last_error:
            self._last_error = error
            self.exchanges.append(setback)


_current: ContextVar[Tape | None] = ContextVar("tape", default=None)
_lock = Lock()
_wrapped: list[str] = []


@contextmanager
def recording() -> Iterator[Tape]:
    """Record what this context sends until the end of the block."""
    _wrap_libraries()
    tape = Tape()
    token = _current.set(tape)
    try:
        yield tape
    finally:
        _current.reset(token)


def _wrap_libraries() -> None:
    with _lock:
        if _wrapped:
            return
        _wrap(requests.Session, "prepare_request", _watched_preparation)
        _wrap(requests.Session, "send", _watched_request)
        for step in _MAIL_STEPS:
            _wrap(smtplib.SMTP, step, _watched_mail_step(step))
        _wrap(smtplib.SMTP, "sendmail", _watched_mail)
        logging.getLogger("urllib3.connectionpool").addFilter(lambda _record: _current.get() is None)


def _wrap(owner: type, name: str, watched: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        tape = _current.get()
        return original(*args, **kwargs) if tape is None else watched(tape, original, *args, **kwargs)

    setattr(owner, name, wrapper)
    _wrapped.append(name)


def _watched_preparation(tape: Tape, original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return original(*args, **kwargs)
    except Exception as error:
        tape.fail(error, troubles.of_request(error))
        raise


def _watched_request(tape: Tape, original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    kwargs.update(allow_redirects=False, stream=True)
    try:
        response: requests.Response = original(*args, **kwargs)
        body = b"" if response.is_redirect else _read(response, _seconds(kwargs.get("timeout")))
    except Exception as error:
        tape.fail(error, troubles.of_request(error))
        raise
    tape.add(
        Answer(
            method=str(response.request.method),
            status=response.status_code,
            body=body,
            retry_after=response.headers.get("Retry-After", ""),
        )
    )
    return response


def _read(response: requests.Response, seconds: float) -> bytes:
    """The body, which the plugin then reads from memory. Raises ConnectionError where its end does not come."""
    body = b""
    ends_at = time.monotonic() + seconds
    try:
        while len(body) < _BODY_LIMIT and (chunk := response.raw.read1(8192, decode_content=True)):
            body += chunk
            if time.monotonic() > ends_at:
                raise requests.ConnectionError("the answer did not end in time")
    except (wire_errors.HTTPError, OSError) as error:
        response.close()
        raise requests.ConnectionError("the answer broke off") from error
    response.raw.close()
    response.raw = io.BytesIO(body[:_BODY_LIMIT])
    return body[:_BODY_LIMIT]


def _seconds(timeout: object) -> float:
    """The read timeout among what requests accepts as timeout."""
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return float(read) if isinstance(read, int | float) else _READ_TIMEOUT


def _watched_mail_step(step: str) -> Callable[..., Any]:
    def watched(tape: Tape, original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return original(*args, **kwargs)
        except Exception as error:
            tape.fail(error, troubles.of_mail(step, error))
            raise

    return watched


def _watched_mail(tape: Tape, original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        refused = original(*args, **kwargs)
    except Exception as error:
        tape.fail(error, troubles.of_mail("sendmail", error))
        raise
    tape.add(troubles.of_refusal(refused) if refused else Answer(method="MAIL", status=250))
    return refused

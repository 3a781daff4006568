"""Exceptions of HTTP and mail → what went wrong, and whether the notice may have arrived all the same.

The types decide, never the texts: those hold addresses and tokens.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import requests.exceptions as http_errors
import urllib3.exceptions as wire_errors

from alerts.notify.exchange import Setback, Trouble

_BAD_ADDRESS = (
    http_errors.InvalidURL,
    http_errors.InvalidSchema,
    http_errors.MissingSchema,
    http_errors.InvalidHeader,
)


def of_request(error: Exception) -> Setback:
    """What an exception of requests means."""
    if isinstance(error, http_errors.ConnectTimeout):
        return Setback(trouble=Trouble.CONNECT_TIMEOUT)
    if isinstance(error, http_errors.SSLError | http_errors.ProxyError | http_errors.InvalidProxyURL):
        return Setback(trouble=Trouble.UNCONNECTED)
    if isinstance(error, _BAD_ADDRESS):
        return Setback(trouble=Trouble.BAD_ADDRESS)
    if isinstance(error, http_errors.RequestException):
        return Setback(trouble=_of_connection(list(_causes(error))))
    return Setback(trouble=Trouble.CRASHED)


def of_mail(step: str, error: Exception) -> Setback:
    """What an exception of smtplib means that came up in ``step``, a method of smtplib.SMTP."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Setback(trouble=Trouble.REJECTED, code=error.smtp_code)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return of_refusal(error.recipients)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Setback(trouble=Trouble.UNSUPPORTED)
    if not isinstance(error, OSError):  # SMTPException is one
        return Setback(trouble=Trouble.CRASHED)
    if step == "data":
        return Setback(trouble=Trouble.ANSWER_LOST)
    if step == "__init__" and isinstance(error, TimeoutError):
        return Setback(trouble=Trouble.CONNECT_TIMEOUT)
    return Setback(trouble=_of_connection([error]))


def of_refusal(refused: dict[str, tuple[int, bytes]]) -> Setback:
    """What the refusal of some recipients means: the mildest code, because one that may pass is worth another try."""
    return Setback(trouble=Trouble.REJECTED, code=min(code for code, _ in refused.values()))


def _of_connection(causes: list[BaseException]) -> Trouble:
    """Before the connection stood nothing was sent; afterwards nobody can tell what arrived."""
    if any(isinstance(cause, wire_errors.NameResolutionError) or _is_unresolved(cause) for cause in causes):
        return Trouble.UNRESOLVED
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Trouble.REFUSED
    if any(isinstance(cause, wire_errors.NewConnectionError) for cause in causes):
        return Trouble.UNCONNECTED
    over_http = any(isinstance(cause, http_errors.RequestException) for cause in causes)
    return Trouble.ANSWER_LOST if over_http else Trouble.UNCONNECTED


def _is_unresolved(error: BaseException) -> bool:
    """socket.gaierror, by its name: this package opens no sockets of its own."""
    return type(error).__name__ == "gaierror"


def _causes(error: BaseException, depth: int = 8) -> Iterator[BaseException]:
    """The exception and all that it wraps, however it wraps it."""
    yield error
    inner = [error.__cause__, error.__context__, getattr(error, "reason", None), *error.args]
    if depth:
        for one in inner:
            if isinstance(one, BaseException):
                yield from _causes(one, depth - 1)

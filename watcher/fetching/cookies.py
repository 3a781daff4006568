"""Cookies of one fetch, kept by the standard library's jar: what is sent along, and what an answer set."""

from __future__ import annotations

from email.message import Message
from http.cookiejar import CookieJar
from urllib.request import Request

from urllib3 import BaseHTTPResponse


def cookie_header(jar: CookieJar, url: str) -> str | None:
    """The Cookie header for an address; None where no cookie of the jar belongs there."""
    if not len(jar):
        return None
    request = Request(url)  # noqa: S310 - nothing is opened: the jar reads the address from it
    jar.add_cookie_header(request)
    return request.get_header("Cookie")


def cookies_of(response: BaseHTTPResponse, url: str) -> CookieJar:
    """The cookies that an answer sets."""
    jar = CookieJar()
    if "set-cookie" in response.headers:
        jar.extract_cookies(_Answered(response), Request(url))  # type: ignore[arg-type]  # noqa: S310
    return jar


class _Answered:
    """An answer as the jar wants to see it."""

    def __init__(self, response: BaseHTTPResponse) -> None:
        self._headers = Message()
        for name, value in response.headers.iteritems():
            self._headers[name] = value

    def info(self) -> Message:
        """The headers, each as often as it came."""
        return self._headers

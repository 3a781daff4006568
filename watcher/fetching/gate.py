"""Which addresses may be asked for at all: scheme, host and port, before any packet leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import SplitResult, urlsplit, urlunsplit

from watcher.fetching.model import FailureReason, FetchSettings, Refusal

_PORTS = {"http": 80, "https": 443}
# Characters on which URL parsers disagree: the host that we checked must be the host that is asked.
_AMBIGUOUS = re.compile(r"[\x00-\x1f\x7f\\]|^[^/]*//[^/?#]*[\s@]")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address that may be asked for."""

    url: str  # without fragment, host in lower case and ASCII
    scheme: str
    host: str  # without port, brackets and trailing dot
    port: int

    @property
    def origin(self) -> str:
        """scheme://host:port, what robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def admit(url: str, settings: FetchSettings) -> Target:
    """The target of an address. Raises Refusal where it is not one that the configuration allows."""
    parts = _split(url)
    if parts.scheme not in _PORTS:
        raise Refusal(FailureReason.SCHEME_NOT_ALLOWED, url)
    host, port = _host_and_port(parts, url)
    _check_host(host, url, settings)
    if port not in _PORTS.values() and (host, port) not in settings.extra_ports:
        raise Refusal(FailureReason.PORT_NOT_ALLOWED, url, str(port))
    bracketed = f"[{host}]" if ":" in host else host
    netloc = bracketed if port == _PORTS[parts.scheme] else f"{bracketed}:{port}"
    clean = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return Target(url=clean, scheme=parts.scheme, host=host, port=port)


def _split(url: str) -> SplitResult:
    if _AMBIGUOUS.search(url):
        raise Refusal(FailureReason.BAD_URL, url)
    try:
        return urlsplit(url)
    except ValueError:
        raise Refusal(FailureReason.BAD_URL, url) from None


def _host_and_port(parts: SplitResult, url: str) -> tuple[str, int]:
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError is one too
        raise Refusal(FailureReason.BAD_URL, url) from None
    if not _HOST.fullmatch(host) or port == 0:
        raise Refusal(FailureReason.BAD_URL, url)
    return host, port or _PORTS[parts.scheme]


def _check_host(host: str, url: str, settings: FetchSettings) -> None:
    if not any(host == glob.lower() or fnmatchcase(host, glob.lower()) for glob in settings.allow_hosts):
        raise Refusal(FailureReason.HOST_NOT_ALLOWED, url, host)

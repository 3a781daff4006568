"""The nouns of fetching: the settings, what came of a request, and why nothing came of it. All frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchSettings:
    """How politely, from where and how much. Sizes in bytes after decompression, times in seconds."""

    contact: str = "mailto:watch@example.org"  # goes into the User-Agent
    host_delay_seconds: float = 2.0  # request start to request start on one host
    allow_hosts: tuple[str, ...] = ("*.gov.cn",)  # globs on the host name as written, without port
    allow_private_addresses: bool = False
    proxy: str = ""
    extra_ports: frozenset[tuple[str, int | None]] = frozenset()  # (host, port) pairs that configured sources name
    max_bytes: int = 50 * MEBIBYTE
    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # without a single byte
    total_seconds: float = 60.0  # one request from its start to the last byte of its answer
    max_redirects: int = 5


FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """What a request posts, as it goes over the wire."""

    body: bytes
    media_type: str = FORM

    @classmethod
    def form(cls, fields: Iterable[tuple[str, str]], charset: str = "utf-8") -> Posted:
        """The fields of a form, in order, in the charset of the page that it stands in."""
        return cls(body=urlencode(list(fields), encoding=charset, errors="replace").encode())

    def request(self, url: str) -> dict[str, str]:
        """The request as it is put on record: whoever has it can ask again."""
        return {
            "method": "POST",
            "url": url,
            "media_type": self.media_type,
            "body": self.body.decode("utf-8", "replace"),
        }


class FailureReason(StrEnum):
    """Why there is no content."""

    HOST_NOT_ALLOWED = "host_not_allowed"
    PRIVATE_ADDRESS = "private_address"
    PORT_NOT_ALLOWED = "port_not_allowed"
    SCHEME_NOT_ALLOWED = "scheme_not_allowed"
    BAD_URL = "bad_url"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    CHALLENGE = "challenge"
    HTTP_STATUS = "http_status"
    NOT_FOUND = "not_found"
    ROBOTS_DISALLOWED = "robots_disallowed"
    RETRY_AFTER = "retry_after"
    DNS = "dns"
    TLS = "tls"
    NETWORK = "network"
    REDIRECT_LOOP = "redirect_loop"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A whole answer with content."""

    url: str  # as asked for
    final_url: str  # after redirects, without fragment
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes  # decompressed
    media_type: str  # as the server says, without parameters; "" where it says nothing
    fetched_at: datetime
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NotModified:
    """The server says that what we have is still current."""

    url: str
    final_url: str
    fetched_at: datetime
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """Nothing usable came. ``permanent``: asking again soon will not help, somebody has to change something."""

    url: str
    reason: FailureReason
    message: str  # Chinese: what happened at which address, and the way out
    status: int | None = None
    retry_at: datetime | None = None
    permanent: bool = False


class Refusal(Exception):
    """A request ended without content; turned into ``Failed`` at the door of the fetcher."""

    def __init__(
        self, reason: FailureReason, url: str, detail: str = "", *, status: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"{reason}: {url} {detail}")
        self.reason, self.url, self.detail = reason, url, detail
        self.status, self.retry_at = status, retry_at

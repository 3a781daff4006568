"""What users are told when nothing could be fetched: what happened at which address, and the way out."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from watcher.fetching.model import Failed, FailureReason, Refusal

_PERMANENT = {
    FailureReason.HOST_NOT_ALLOWED,
    FailureReason.PRIVATE_ADDRESS,
    FailureReason.PORT_NOT_ALLOWED,
    FailureReason.SCHEME_NOT_ALLOWED,
    FailureReason.BAD_URL,
    FailureReason.TOO_LARGE,
    FailureReason.NOT_FOUND,
    FailureReason.ROBOTS_DISALLOWED,
}
_PASSING = {403, 408, 425, 429}  # statuses of the 4xx family that often mean "not now"


def failed(url: str, refusal: Refusal) -> Failed:
    """The failure as users and handlers see it. ``url`` is what was asked for; a redirect may have led elsewhere."""
    when = refusal.retry_at.astimezone().strftime("%Y-%m-%d %H:%M:%S") if refusal.retry_at else ""
    message = _messages()[refusal.reason].format(
        url=refusal.url, detail=refusal.detail, status=refusal.status, retry_at=when
    )
    refused = refusal.reason is FailureReason.HTTP_STATUS and 400 <= (refusal.status or 0) < 500
    return Failed(
        url=url, reason=refusal.reason, message=message + _way_there(url, refusal.url), status=refusal.status,
        retry_at=refusal.retry_at,
        permanent=refusal.reason in _PERMANENT or (refused and refusal.status not in _PASSING),
    )  # fmt: skip


def _way_there(asked: str, refused: str) -> str:
    """How we came to an address that nobody asked for."""
    if refused.rstrip("/") == asked.partition("#")[0].rstrip("/"):
        return ""
    if refused.endswith("/robots.txt"):
        return f"（访问 {asked} 之前须先读取 robots.txt）"
    return f"（由 {asked} 跳转而来）"


@cache
def _messages() -> dict[str, str]:
    return tomllib.loads(resources.files(__package__).joinpath("messages.toml").read_text("utf-8"))

"""The nouns of handing over: what a receiver answered, or what went wrong instead. Frozen, no library in sight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why there is no answer. The words for people are in words.toml under the same names."""

    REFUSED = "refused"  # nobody listens there
    UNRESOLVED = "unresolved"  # the name has no address
    CONNECT_TIMEOUT = "connect_timeout"
    UNCONNECTED = "unconnected"  # network, proxy or TLS: nothing was sent
    ANSWER_LOST = "answer_lost"  # sent, then a timeout or a reset: it may have arrived
    BAD_ADDRESS = "bad_address"  # no request can be made of it
    UNSUPPORTED = "unsupported"  # the mail server lacks what the URL asks for
    REJECTED = "rejected"  # the mail server said no, ``code`` says which
    CRASHED = "crashed"  # the channel's own code failed


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An HTTP answer, read whole but for its length."""

    method: str
    status: int
    body: bytes = b""  # at most the first 64 KiB
    retry_after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setback:
    """No answer, or none that takes the notice."""

    trouble: Trouble
    code: int | None = None  # of a mail server


Exchange = Answer | Setback

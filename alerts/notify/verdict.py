"""What went over the wire → delivered, or failed and whether to try again. Pure; the codes are in providers.toml.

Transient: no connection, timeouts, 408, 425, 429, 5xx, a redirect that may be a login page, rate limits and unknown
codes of a provider. Permanent: an unusable address, other 4xx, a lasting redirect, codes that say the key, keyword or
signature is wrong. Ambiguous: sent, but the answer was lost or can't be understood; a repeat may be a duplicate then.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from alerts.model import Delivered, DeliveryFailed
from alerts.notify.exchange import Answer, Exchange, Setback, Trouble
from alerts.notify.masking import masked
from alerts.notify.services import table

_TRANSIENT_STATUS = frozenset({302, 303, 307, 408, 425, 429})
_PERMANENT_TROUBLES = frozenset({Trouble.BAD_ADDRESS, Trouble.UNSUPPORTED})
_EXPLANATIONS = ("errmsg", "msg", "message", "StatusMessage", "info", "reason", "error")


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """Whose answers these are, and the URL whose parts no text may hold."""

    schema: str
    url: str


def judge(channel: Channel, exchanges: Sequence[Exchange], *, claimed: bool) -> Delivered | DeliveryFailed:
    """The outcome of one send; ``claimed`` is what Apprise itself says of it."""
    known = _base_schema(channel.schema) in table("providers")
    # A plugin that knows its way may fail and recover on the way: only a provider's own codes overrule its last word.
    counted = exchanges if known or not claimed else exchanges[-1:]
    failures = [failed for exchange in counted if (failed := _failure(channel, exchange)) is not None]
    if failures:
        partly = any(isinstance(e, Answer) and e.method != "GET" and _failure(channel, e) is None for e in exchanges)
        return replace(failures[-1], ambiguous=failures[-1].ambiguous or partly)
    if not claimed:
        return _failed(channel, _say("answers", "unproven"))
    if known and not exchanges:
        return _failed(channel, _say("answers", "unseen"), ambiguous=True)
    return Delivered()


def crashed(channel: Channel) -> DeliveryFailed:
    """The outcome where the channel's own code failed before anything was sent."""
    return _failed(channel, _say("troubles", Trouble.CRASHED))


def _failure(channel: Channel, exchange: Exchange) -> DeliveryFailed | None:
    """Why this exchange did not hand the notice over; None where it did."""
    if isinstance(exchange, Setback):
        return _of_setback(channel, exchange)
    content = _content(exchange.body)
    by_code = _of_code(channel, exchange, content)
    if by_code is not None:
        return by_code
    if not 200 <= exchange.status < 300:
        return _of_status(channel, exchange, content)
    return _of_silence(channel, exchange, content)


def _of_setback(channel: Channel, setback: Setback) -> DeliveryFailed:
    permanent = setback.trouble in _PERMANENT_TROUBLES or (setback.code or 0) >= 500  # SMTP: 5yz is for good
    text = _say("troubles", setback.trouble).format(code=setback.code)
    return _failed(channel, text, permanent=permanent, ambiguous=setback.trouble == Trouble.ANSWER_LOST)


def _of_status(channel: Channel, answer: Answer, content: dict[str, Any]) -> DeliveryFailed:
    word = "redirect" if 300 <= answer.status < 400 else "status"
    text = _say("answers", word).format(status=answer.status) + _explanation(channel, content)
    lost = answer.status == 504  # a gateway gave up: what stands behind it may have the notice
    failed = _failed(channel, text, permanent=_is_lasting(answer.status), ambiguous=lost)
    return replace(failed, retry_after_seconds=_seconds(answer.retry_after))


def _of_code(channel: Channel, answer: Answer, content: dict[str, Any]) -> DeliveryFailed | None:
    """What the receiver's own code says, whatever the status; None where it says nothing against delivery."""
    rules = _rules(channel)
    code = _code(content, rules.get("errcode", rules["code"]))
    bad = code is not None and code not in rules["accepted"]
    if not bad and "rejected" in rules:
        code = _code(content, rules["code"])
        bad = code in rules["rejected"]
    if not bad:
        return None
    limited = code in rules.get("limited", ())
    text = _say("answers", "limited" if limited else "code").format(code=code) + _explanation(channel, content)
    lasting = code in rules.get("permanent", ()) or (not limited and _is_lasting(answer.status))
    failed = _failed(channel, text, permanent=lasting)
    return replace(failed, retry_after_seconds=_seconds(answer.retry_after))


def _of_silence(channel: Channel, answer: Answer, content: dict[str, Any]) -> DeliveryFailed | None:
    """A 2xx without a code: nothing is wrong for a plain receiver, nothing is proven for a provider that has codes."""
    rules = _rules(channel)
    if any(content.get(flag) is False for flag in table("providers")["any"]["flags"]):
        return _failed(channel, _say("answers", "flag") + _explanation(channel, content))
    needs_code = "rejected" not in rules and answer.method != "GET"
    if needs_code and _code(content, rules["code"]) is None:
        return _failed(channel, _say("answers", "unreadable"), ambiguous=True)
    return None


def _is_lasting(status: int) -> bool:
    return 300 <= status < 500 and status not in _TRANSIENT_STATUS


def _rules(channel: Channel) -> dict[str, Any]:
    providers = table("providers")
    rules: dict[str, Any] = providers.get(_base_schema(channel.schema), providers["any"])
    return rules


def _base_schema(schema: str) -> str:
    """barks is bark over TLS; no provider's name ends in an s of its own."""
    return schema if schema in table("providers") else schema.removesuffix("s")


def _content(body: bytes) -> dict[str, Any]:
    """The answer as a JSON object; empty where it is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _code(content: dict[str, Any], names: Sequence[str]) -> int | str | None:
    """The first code present: a number, also where it is written as text; other text as it is."""
    found = next((content[name] for name in names if content.get(name) is not None), None)
    if found is None or isinstance(found, bool):
        return None
    text = str(found).strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) <= 12 else masked(text, "", 12)


def _explanation(channel: Channel, content: dict[str, Any]) -> str:
    """What the receiver itself gives as the reason."""
    found = next((content[name] for name in _EXPLANATIONS if isinstance(content.get(name), str) and content[name]), "")
    return f"：{masked(found, channel.url)}" if found else ""


def _seconds(retry_after: str) -> float | None:
    """Retry-After in seconds; its other form, a date, is left to our own back-off."""
    return float(retry_after) if retry_after.isdecimal() and len(retry_after) <= 6 else None


def _failed(channel: Channel, text: str, *, permanent: bool = False, ambiguous: bool = False) -> DeliveryFailed:
    return DeliveryFailed(error=f"{channel.schema}：{text}", permanent=permanent, ambiguous=ambiguous)


def _say(part: str, word: str) -> str:
    return str(table("words")[part][word])

"""Webhooks for programs: our JSON as it is, signed with HMAC-SHA256. docs/webhook.md says what a receiver gets.

The address is ``hook+https://host/path?secret=…``; the secret signs and is never sent. Redirects are not followed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from alerts.model import Delivered, DeliveryFailed, Notice
from alerts.notify import verdict
from alerts.notify.services import AddressError, refusal

SCHEMES = ("hook+http", "hook+https")
SHORTEST_SECRET = 16


def is_hook(url: str) -> bool:
    """Whether the address is a webhook for programs."""
    return url.partition("://")[0].strip().lower() in SCHEMES


def address_and_secret(url: str) -> tuple[str, bytes]:
    """Where to post, and what signs it. Raises AddressError, without any part of the secret."""
    try:
        split = urlsplit(url.strip())
        host = split.hostname
        query = parse_qsl(split.query, keep_blank_values=True)
    except ValueError as error:
        raise refusal("unparsable") from error
    secret = next((value for name, value in query if name == "secret"), "")
    if not host or not is_hook(url):
        raise refusal("unparsable")
    if len(secret) < SHORTEST_SECRET:
        raise refusal("secret")
    rest = urlencode([(name, value) for name, value in query if name != "secret"])
    scheme = split.scheme.lower().removeprefix("hook+")
    return urlunsplit((scheme, split.netloc, split.path or "/", rest, "")), secret.encode()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """What stands in X-Gongkai-Signature: the time is signed too, so that nobody can replay an old event."""
    return "v1=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(url: str, notice: Notice, *, connect_timeout: float, read_timeout: float) -> Delivered | DeliveryFailed:
    """Hand one event over, once. Raises nothing: what went wrong is in the answer."""
    import requests  # only where something is sent

    from alerts.notify.tape import recording

    try:
        address, secret = address_and_secret(url)
    except AddressError as error:
        return DeliveryFailed(error=str(error), permanent=True)
    body, timestamp = _body(notice), str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "gongkai-watch",
        "X-Gongkai-Timestamp": timestamp,
        "X-Gongkai-Signature": signature(secret, timestamp, body),
    }
    channel = verdict.Channel(schema="hook", url=url)
    with recording() as tape, requests.Session() as session:
        session.trust_env = False
        try:
            session.post(address, data=body, headers=headers, timeout=(connect_timeout, read_timeout))
            claimed = True
        except requests.RequestException:
            claimed = False
    return verdict.judge(channel, tape.exchanges, claimed=claimed)


def _body(notice: Notice) -> bytes:
    """The event; what is none (a test message, a letter on dead letters) is wrapped into one."""
    if notice.text.startswith("{"):
        return notice.text.encode()
    return json.dumps({"version": 1, "event": "message", "message": notice.text}, ensure_ascii=False).encode()

"""One notice to one Apprise URL."""

from __future__ import annotations

from typing import Any, Protocol

from alerts.model import Delivered, DeliveryFailed, Notice
from alerts.notify import hook, verdict
from alerts.notify.services import AddressError, open_service, table

MAIL = ("mailto", "mailtos")
_LONGEST_TIMEOUT = 60.0  # seconds: a delivery's lease must outlive the slowest send


def validate_url(url: str) -> str | None:
    """Why no notice can be sent to ``url``, in Chinese and without any part of a secret; None where it can."""
    try:
        if hook.is_hook(url):
            hook.address_and_secret(url)
        else:
            open_service(url)
    except AddressError as error:
        return str(error)
    return None


class Notifier(Protocol):
    """Hands notices over."""

    def send(self, url: str, notice: Notice) -> Delivered | DeliveryFailed:
        """Try once, now. Raises nothing: what went wrong is in the answer."""
        ...


class AppriseNotifier:
    """Sends through Apprise and believes the receiver's own answer. May be used from several threads at once.

    ``read_timeout`` (seconds) is how long an answer is waited for, unless the URL itself says so (``?rto=``, at most
    60): with Apprise's own 4 s a slow receiver gets the notice twice.
    """

    def __init__(self, *, connect_timeout: float = 5.0, read_timeout: float = 20.0) -> None:
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout

    def send(self, url: str, notice: Notice) -> Delivered | DeliveryFailed:
        """Hand the notice over once: no redirect is followed, nothing is retried, no text holds a secret."""
        if hook.is_hook(url):
            return hook.post(url, notice, connect_timeout=self._connect_timeout, read_timeout=self._read_timeout)
        try:
            service = open_service(url)
        except AddressError as error:
            return DeliveryFailed(error=str(error), permanent=True)
        self._restrain(service)
        channel = verdict.Channel(schema=service.schema, url=url)
        return _send(service, notice, channel)

    def _restrain(self, service: Any) -> None:
        """Our timeouts, no redirects, and no pause of Apprise's own making inside a send."""
        by_url = service.socket_read_timeout != type(service).socket_read_timeout
        wanted = service.socket_read_timeout if by_url else self._read_timeout
        service.socket_read_timeout = min(wanted, _LONGEST_TIMEOUT)
        one_timeout = service.schema in table("services")["one_timeout"]
        service.socket_connect_timeout = self._read_timeout if one_timeout else self._connect_timeout
        service.redirects = False
        service.request_rate_per_sec = 0


def _send(service: Any, notice: Notice, channel: verdict.Channel) -> Delivered | DeliveryFailed:
    from alerts.notify.tape import recording  # requests and Apprise only where something is sent

    with recording() as tape:
        try:
            claimed = bool(service.notify(title=_title(service, notice), **_body(service, notice)))
        except Exception:  # a plugin may raise anything, and its message may hold the token
            claimed = False
            if not tape.exchanges:
                return verdict.crashed(channel)
    return verdict.judge(channel, tape.exchanges, claimed=claimed)


def _body(service: Any, notice: Notice) -> dict[str, str]:
    """HTML where there is some and the channel is mail: Apprise makes the plain part of it."""
    if notice.html and service.schema in MAIL:
        return {"body": notice.html, "body_format": "html"}
    return {"body": notice.text, "body_format": "text"}


def _title(service: Any, notice: Notice) -> str:
    """The title where the channel has a place for one; elsewhere the text's first line is the title."""
    one_text = service.title_maxlen <= 0 or service.schema in table("services")["one_text"]
    return "" if one_text else notice.title

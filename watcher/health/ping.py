"""The dead man's switch: an outside service is told after each full pass that we live; its silence is its alarm."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from watcher.config import Settings
from watcher.context import Context
from watcher.fetching.addresses import is_public, resolve

HEARTBEAT = "ping"
_LATE = timedelta(minutes=15)  # a source that waits longer than this was not looked at
_TIMEOUT = (5.0, 10.0)  # seconds


def ping_if_through(context: Context) -> None:
    """For the service's ticker: once in each checking interval, if nothing that was due is left over."""
    if not context.settings.service.ping_url:
        return
    now, interval = context.now(), timedelta(minutes=context.settings.schedule.check_minutes)
    with context.database.reading() as unit:
        last = unit.heartbeats.last(HEARTBEAT)
        left_over = [s for s in unit.sources.all() if s.active and s.next_due_at < now - max(_LATE, interval)]
    if not left_over and (last is None or now - last >= interval):
        ping(context)


def ping(context: Context) -> bool:
    """Ask the address once; what goes wrong is on record and stops nothing. True where it answered."""
    url = context.settings.service.ping_url
    if not url:
        return False
    trouble = _asked(url, context.settings)
    if trouble:
        context.record(f"未能报平安：{trouble}")
        return False
    with context.database.transaction() as unit:
        unit.heartbeats.beat(HEARTBEAT, context.now())
    return True


def _asked(url: str, settings: Settings) -> str | None:
    """What went wrong, without the address: whoever knows it can report in our name."""
    import requests  # only where somebody is to be told

    try:
        if not (settings.fetch.allow_private_addresses or settings.fetch.proxy or _is_outside(url)):
            return "地址不在公网"
        with requests.Session() as session:
            session.trust_env = False
            session.proxies = dict.fromkeys(("http", "https"), settings.fetch.proxy) if settings.fetch.proxy else {}
            headers = {"User-Agent": "gongkai-watch"}
            answer = session.get(url, timeout=_TIMEOUT, allow_redirects=False, stream=True, headers=headers)
            answer.close()
    except (requests.RequestException, OSError) as error:
        return type(error).__name__
    return None if answer.ok else f"HTTP {answer.status_code}"


def _is_outside(url: str) -> bool:
    split = urlsplit(url)
    port = split.port or (443 if split.scheme == "https" else 80)
    return all(map(is_public, resolve(split.hostname or "", port)))

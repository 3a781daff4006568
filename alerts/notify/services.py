"""An Apprise URL → the service behind it, or why not. Apprise is imported only when the first URL is looked at.

An Apprise URL is a secret: no message here holds any part of it but the scheme, and Apprise's own log lines, which hold
tokens, are dropped.
"""

from __future__ import annotations

import logging
import re
import tomllib
import warnings
from functools import cache
from importlib import import_module
from importlib.resources import files
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_SCHEME = re.compile(r"\s*([A-Za-z0-9]{1,20})://")
_loading = Lock()
_WEB = ("http", "https")  # addresses as a chat program shows them: Apprise knows whose they are


class AddressError(ValueError):
    """No notice can be sent to this URL. The message is for people and holds no secret."""


@cache
def table(name: str) -> dict[str, Any]:
    """What ``name``.toml beside this file holds."""
    return tomllib.loads(files("alerts.notify").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def open_service(url: str) -> Any:
    """The Apprise service that ``url`` names, with nothing sent yet. Raises AddressError."""
    scheme = _scheme(url)
    if scheme not in _WEB and scheme not in table("services")["allowed"]:
        raise refusal("schema", schema=scheme)
    if _names_attachment(url):
        raise refusal("attachment")
    service = _instantiate(url)
    if service is None:
        raise refusal("unparsable")
    if service.schema not in table("services")["allowed"]:
        raise refusal("schema", schema=service.schema)
    return service


@cache
def schema_of(url: str) -> str:
    """Apprise's name for the service behind an address; empty where there is none. Raises nothing."""
    found = _SCHEME.match(url)
    scheme = found.group(1).lower() if found else ""
    if scheme not in _WEB:
        return scheme
    try:
        return str(open_service(url).schema)
    except AddressError:
        return ""


def _scheme(url: str) -> str:
    if not url.strip():
        raise refusal("empty")
    found = _SCHEME.match(url)
    if found is None:
        raise refusal("unparsable")
    return found.group(1).lower()


def _names_attachment(url: str) -> bool:
    """Whether the URL asks for something to be fetched and sent along: data must not choose files."""
    try:
        return any(name.lower() == "attach" for name, _ in parse_qsl(urlsplit(url).query))
    except ValueError:
        return False  # not a URL at all: said by Apprise


def _instantiate(url: str) -> Any:
    library = _apprise()
    asset = library.AppriseAsset(
        app_id="gongkai-watch",
        app_desc="公开哨",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        interpret_emojis=False,
        http_redirects=False,
    )
    try:
        return library.Apprise.instantiate(url, asset=asset)
    except Exception:  # a plugin's parser may trip over anything; its message may quote the URL
        return None


def _apprise() -> Any:
    """Apprise with all its plugins loaded, which takes a moment; what they deprecate is not our news."""
    with _loading:
        return _load_apprise()


@cache
def _load_apprise() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        apprise = import_module("apprise")
        import_module("apprise.manager_plugins").NotificationManager().load_modules()
    logging.getLogger("apprise").addFilter(lambda _record: False)
    return apprise


def refusal(word: str, **values: str) -> AddressError:
    """Why an address can't be used, in the words of words.toml."""
    return AddressError(str(table("words")["addresses"][word]).format(**values))

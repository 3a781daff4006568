"""Addresses: absolute, recognised for what they lead to, and reduced to what stays the same of a publication."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from watcher.discovery.words import any_of, words

_DEFAULT_PORTS = {"http": 80, "https": 443, "": None}
_SESSION = re.compile(r";jsessionid=[\w.!:-]*", re.IGNORECASE)  # where there are no cookies: new at each visit
_GAPS = re.compile(r"[\t\r\n]+")
_PLAIN = re.compile(r"(?:/[\w-][\w.-]*)+/?", re.ASCII)  # a path from the root with nothing to resolve


@lru_cache(maxsize=1024)
def absolute(href: str, base: str) -> str | None:
    """The address that a link leads to; None where it leads nowhere (scripts, mail, fragments) or is broken."""
    if _PLAIN.fullmatch(href) and (origin := _origin(base)):
        return origin + href
    clean = _GAPS.sub("", href).strip().replace("\\", "/")
    if not clean or clean.startswith("#"):
        return None
    try:
        parts = urlsplit(urljoin(base, clean))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:  # no number: ValueError
            return None
        return urlunsplit(parts._replace(path=_SESSION.sub("", parts.path), fragment=""))
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _origin(base: str) -> str | None:
    """Scheme and host of an address, as a path from the root is put behind them."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.hostname else None


def site_of(url: str) -> str:
    """The host without www, with its port where that is unusual: the same for http and https."""
    return _site_at(urlsplit(url).netloc)


@lru_cache(maxsize=1024)
def _site_at(netloc: str) -> str:
    parts = SplitResult("", netloc, "", "", "")
    host = (parts.hostname or "").removeprefix("www.")
    return host if _port(parts) is None else f"{host}:{parts.port}"


def _port(parts: SplitResult) -> int | None:
    return None if parts.port in (None, *_DEFAULT_PORTS.values()) else parts.port


def key_of(url: str) -> str:
    """What stays the same of a publication on its site: the id of its CMS, else its path and query."""
    parts = urlsplit(url)
    path = _SESSION.sub("", unquote(parts.path))
    for pattern in words().keys:
        if found := re.search(pattern, path, re.IGNORECASE):
            return found.group(1)
    path = re.sub(r"_wap(?=\.s?html?$)", "", path).removesuffix("index.html").removesuffix("index.htm")
    pairs = parse_qsl(parts.query) or parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _is_fleeting(*pair)))
    return (path or "/") + (f"?{query}" if query else "")


def _is_fleeting(name: str, value: str) -> bool:
    """Whether a field of an address is there only to make it another one at each visit."""
    return name.lower() in words().fleeting and re.fullmatch(r"[\d.]+", value) is not None


def shape_of(url: str) -> str:
    """The path of an address without what differs from item to item of a list: numbers, and words with some."""
    return re.sub(r"[\w-]*\d[\w-]*", "#", unquote(urlsplit(url).path))


@lru_cache(maxsize=512)  # several ask of each link of a page
def leads_to_article(url: str) -> bool:
    """Whether an address looks like that of an article."""
    parts = urlsplit(url)
    tail = parts.path + (f"?{parts.query}" if parts.query else "")
    return not leads_to_list(url) and any_of(words().articles).search(tail) is not None


@lru_cache(maxsize=512)
def leads_to_list(url: str) -> bool:
    """Whether an address looks like that of a list or a front page."""
    parts = urlsplit(url)
    return any_of(words().lists).search(parts.path) is not None and "=" not in parts.query


def in_numbered_folder(url: str) -> bool:
    """Whether an address is that of a folder with a number: some sites give each article one, others each column."""
    return re.search(r"/\d{5,}/(?:index\.\w+)?$", urlsplit(url).path) is not None


def suffix_of(url: str) -> str:
    """The suffix of an address that names a document, in lower case with its dot; "" for anything else."""
    name = urlsplit(url).path.rpartition("/")[2].lower()
    suffix = name.rpartition(".")[2] if "." in name else ""
    return f".{suffix}" if suffix in words().documents else ""

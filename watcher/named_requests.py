"""The request that a configuration names for a list which its page does not lead to."""

from __future__ import annotations

import json
from urllib.parse import urljoin

from watcher.config import Source
from watcher.discovery import PageRequest
from watcher.fetching import Posted
from watcher.fetching.model import FORM, JSON


def request_of(source: Source | None) -> PageRequest | None:
    """The request for the first page of a source's list; None where its page itself is to be asked."""
    named = source.request if source else None
    if source is None or named is None:
        return None
    posted = Posted(body=named.post.encode(), media_type=JSON if is_json(named.post) else FORM) if named.post else None
    return PageRequest(
        url=urljoin(source.url, named.url), posted=posted, own_list=True, page_key=named.page, step=named.step,
        item_addresses=(named.item,) if named.item else (),
    )  # fmt: skip


def is_json(text: str) -> bool:
    """Whether what is to be posted is JSON."""
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False

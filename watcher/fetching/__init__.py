"""Polite HTTP: one request in flight per host, robots.txt and Retry-After honoured, allow-listed public hosts only.

``Fetcher.fetch`` returns what came of one address and raises nothing for a bad site; ``fetcher.py`` tells the story.
"""

from __future__ import annotations

from watcher.fetching.fetcher import Fetcher
from watcher.fetching.memory import HostMemory, InMemoryHosts
from watcher.fetching.model import Failed, FailureReason, Fetched, FetchSettings, NotModified, Posted
from watcher.fetching.thinking import thinking, waiting
from watcher.fetching.transport import Answer, ExchangeFailed, Transport

__all__ = [
    "Answer",
    "ExchangeFailed",
    "Failed",
    "FailureReason",
    "FetchSettings",
    "Fetched",
    "Fetcher",
    "HostMemory",
    "InMemoryHosts",
    "NotModified",
    "Posted",
    "Transport",
    "thinking",
    "waiting",
]

"""What a site adapter is: a name, a sign by which it knows its pages, and two ways to read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from watcher.discovery.model import Article, Listing
from watcher.discovery.page import Page


@dataclass(frozen=True, kw_only=True, slots=True)
class Adapter:
    """One content management system."""

    name: str
    recognises: Callable[[Page], bool]
    read_listing: Callable[[Page], Listing]
    read_article: Callable[[Page], Article]

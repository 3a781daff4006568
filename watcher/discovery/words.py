"""What varies from site to site, read once from ``site_words.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteWords:
    """Patterns and words; meanings in the data file."""

    articles: tuple[str, ...]
    lists: tuple[str, ...]
    likely_lists: str
    no_lists: str
    keys: tuple[str, ...]
    documents: tuple[str, ...]
    pictures: tuple[str, ...]
    no_pictures: str
    downloads: str
    furniture: frozenset[str]
    furniture_tags: frozenset[str]
    states: str
    no_titles: str
    title_marks: str
    labelled_titles: str
    load_more: str
    libraries: str
    empty_lists: str
    side_headings: str
    next_page: str
    page_keys: frozenset[str]
    record_keys: frozenset[str]
    size_keys: frozenset[str]
    json_totals: frozenset[str]
    fleeting: frozenset[str]
    action_keys: frozenset[str]
    no_posts: str
    page_counts: str
    page_indexes: str
    pages_shown: str
    bodies: tuple[str, ...]
    headings: tuple[str, ...]
    meta_titles: tuple[str, ...]
    meta_dates: tuple[str, ...]
    date_labels: tuple[str, ...]
    labels: frozenset[str]
    no_names: str
    json_titles: tuple[str, ...]
    json_addresses: tuple[str, ...]
    json_dates: tuple[str, ...]
    json_title_ends: tuple[str, ...]
    json_address_ends: tuple[str, ...]
    json_date_ends: tuple[str, ...]
    json_others: str
    columns: str
    scripted: dict[str, str]
    components: dict[str, dict[str, str]]


@cache
def words() -> SiteWords:
    """The words, checked against what is expected of them."""
    text = resources.files(__package__).joinpath("site_words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), SiteWords)


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that finds what any of these finds; case does not matter."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

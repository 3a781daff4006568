"""config.toml → frozen settings. Every error names the key and says what is allowed."""

from __future__ import annotations

from watcher.config.load import ConfigError, Problem, load_settings
from watcher.config.model import (
    Deadline,
    Department,
    FetchSection,
    ListRequest,
    RecipientEntry,
    Roster,
    Schedule,
    ServiceSection,
    Settings,
    Source,
)

__all__ = [
    "ConfigError",
    "Deadline",
    "Department",
    "FetchSection",
    "ListRequest",
    "Problem",
    "RecipientEntry",
    "Roster",
    "Schedule",
    "ServiceSection",
    "Settings",
    "Source",
    "load_settings",
]

"""The rule book and the register of departments as this installation has set them."""

from __future__ import annotations

from collections.abc import Sequence

from alerts import settings as rule_settings
from alerts.register import Entry, Register
from alerts.settings import RuleBook
from storage import Unit
from storage.records import DepartmentLinkRecord
from watcher.config import Department, Settings


def rule_book(settings: Settings) -> RuleBook:
    """Defaults, [rules.…] and [[own_rules]] together; the configuration was validated when it was loaded."""
    return rule_settings.load(settings.rules, settings.own_rules)


def configured_register(departments: Sequence[Department]) -> Register:
    """What [[departments]] says."""
    return Register(tuple(Entry(**d.model_dump()) for d in departments))


def register_of(settings: Settings, unit: Unit) -> Register:
    """What [[departments]] says and what people have confirmed; the configuration comes first."""
    configured = configured_register(settings.departments)
    return Register((*configured.entries, *(_entry(link) for link in unit.departments.links())))


def _entry(link: DepartmentLinkRecord) -> Entry:
    if link.relation == "parent":
        return Entry(name=link.name, parent=link.other, district=link.district, confirmed=link.author)
    return Entry(name=link.other, aliases=(link.name,), district=link.district, confirmed=link.author)

"""The rule book and the register of departments as this installation has set them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alerts import settings as rule_settings
from alerts.register import Entry, Register
from alerts.settings import RuleBook
from storage import Unit
from storage.records import DepartmentLinkRecord
from watcher.config import ConfigError, Department, Problem, Settings
from watcher.config.load import own_rule_problems, read_toml, rule_problems

RULE_KEYS = ("rules", "own_rules")


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


def load_rules_of(file: Path) -> RuleBook:
    """The rule book of a file that holds [rules.…] and [[own_rules]] and nothing else. Raises ConfigError."""
    found = read_toml(file)
    problems = [
        Problem(path=key, message="规则文件中只能有 [rules.…] 和 [[own_rules]]")
        for key in found
        if key not in RULE_KEYS
    ]
    problems += [*rule_problems(found.get("rules")), *own_rule_problems(found.get("own_rules"))]
    if problems:
        raise ConfigError(file, problems)
    return rule_settings.load(found.get("rules", {}), found.get("own_rules", []))

"""The rule book as data: what each rule is called, rests on, is limited by and says; and what an office set otherwise.

The defaults stand in ``alerts/rules/<family>.toml``. A setting that does not exist or does not fit is refused with its
path and with what is allowed; nothing is silently ignored.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from alerts.model import Severity
from alerts.settling import what_settles

FAMILIES = (
    "three_public", "execution", "completeness", "timeliness", "arithmetic", "relations", "across", "performance",
    "quality", "health",
)  # fmt: skip
SWITCHES = ("enabled", "severity")  # what can be set for every rule

Value = Decimal | int | str | tuple[str, ...]


class RuleSettingError(ValueError):
    """A setting of a rule is unknown or does not fit; ``path`` is its place in the configuration."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}：{message}")
        self.path = path
        self.message = message


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A threshold or list that a rule is judged by, and where its value was set."""

    name: str
    value: Value
    default: Value
    about: str
    unit: str = ""
    follows: str | None = None  # takes the value that this other rule is given, unless it is given its own
    set_in: str = "default"  # or "config"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule of the rule book with its parameters and its words."""

    id: str
    title: str
    severity: Severity
    severity_set_in: str = "default"
    enabled: bool = True
    topic: str  # the word people sort by
    source: str  # article of law, audit practice or proposal
    parameters: Mapping[str, Parameter]
    words: Mapping[str, str]
    settles: str = ""  # what to do about a finding of this rule
    own: bool = False  # set in the configuration by the office itself

    def decimal(self, name: str) -> Decimal:
        """A threshold that is a decimal number."""
        value = self.parameters[name].value
        if not isinstance(value, Decimal):
            raise TypeError(f"{self.id}.{name} is no decimal number")
        return value

    def whole(self, name: str) -> int:
        """A threshold that is a whole number: days, hours."""
        value = self.parameters[name].value
        if not isinstance(value, int):
            raise TypeError(f"{self.id}.{name} is no whole number")
        return value

    def text(self, name: str) -> str:
        """A word or code; empty where the rule has none of that name."""
        parameter = self.parameters.get(name)
        return parameter.value if parameter is not None and isinstance(parameter.value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words or codes."""
        value = self.parameters[name].value
        if not isinstance(value, tuple):
            raise TypeError(f"{self.id}.{name} is no list")
        return value

    def say(self, word: str, **values: object) -> str:
        """One of the rule's sentences with the values filled in."""
        return self.words[word].format(**values)


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleBook:
    """All rules as they are set."""

    rules: tuple[Rule, ...]
    _by_id: dict[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Every judgement asks for its rule."""
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in reversed(self.rules)})

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises KeyError where there is none."""
        return self._by_id[rule_id]

    @property
    def own(self) -> tuple[Rule, ...]:
        """The rules that the office itself set."""
        return tuple(rule for rule in self.rules if rule.own)

    def get(self, rule_id: str, name: str) -> Value | None:
        """The value of a parameter, or None where the rule has none of that name."""
        parameter = self.rule(rule_id).parameters.get(name)
        return None if parameter is None else parameter.value

    def listing(self) -> list[dict[str, Any]]:
        """Every rule as plain values, for people and for JSON: decimal numbers are text; each family in its order."""
        families = {_family(rule): None for rule in self.rules}
        order = {family: at for at, family in enumerate(families)}
        return [_described(rule) for rule in sorted(self.rules, key=lambda r: (order[_family(r)], _number(r)))]


def _family(rule: Rule) -> str:
    return "own" if rule.own else rule.id.rstrip("0123456789")


def _number(rule: Rule) -> int:
    digits = rule.id[len(rule.id.rstrip("0123456789")) :]
    return 0 if rule.own or not digits else int(digits)  # an office's own rules stay as they are written


def load(
    overrides: Mapping[str, Mapping[str, object]] | None = None, own: Sequence[Mapping[str, object]] = ()
) -> RuleBook:
    """The rule book with these settings over its defaults, and the office's own rules. Raises RuleSettingError."""
    from alerts.own_rules import own_rules  # it is made of the nouns above

    rules = {rule.id: rule for rule in _defaults()}
    for rule_id, settings in (overrides or {}).items():
        if rule_id not in rules:
            raise RuleSettingError(
                f"rules.{rule_id}", f"没有这条规则{near(rule_id, rules)}；可设置的规则：{listed(rules)}"
            )
        rules[rule_id] = _overridden(rules[rule_id], settings)
    return RuleBook(rules=(*(_following(rule, rules) for rule in rules.values()), *own_rules(own, rules)))


def _overridden(rule: Rule, settings: Mapping[str, object]) -> Rule:
    path, parameters = f"rules.{rule.id}", dict(rule.parameters)
    if not isinstance(settings, Mapping):
        raise RuleSettingError(path, f"应为一节设置，例如 [{path}]")
    for name, value in settings.items():
        if name in parameters:
            parameters[name] = replace(
                parameters[name], value=_fitting(f"{path}.{name}", parameters[name].default, value), set_in="config"
            )
        elif name == "severity":
            rule = replace(rule, severity=severity_setting(f"{path}.{name}", value), severity_set_in="config")
        elif name == "enabled":
            rule = replace(rule, enabled=_switch(f"{path}.{name}", value))
        else:
            allowed = (*parameters, *SWITCHES)
            raise RuleSettingError(
                f"{path}.{name}", f"规则 {rule.id} 没有这项参数{near(name, allowed)}；可用：{listed(allowed)}"
            )
    return replace(rule, parameters=parameters)


def _following(rule: Rule, rules: Mapping[str, Rule]) -> Rule:
    """A parameter that follows another rule's takes what was set there, unless it was set itself."""
    parameters = dict(rule.parameters)
    for name, parameter in parameters.items():
        if parameter.follows and parameter.set_in == "default":
            leader = rules[parameter.follows].parameters[name]
            parameters[name] = replace(parameter, value=leader.value, set_in=leader.set_in)
    return replace(rule, parameters=parameters)


def _fitting(path: str, default: Value, value: object) -> Value:
    """The value in the type of the default. Raises RuleSettingError where it does not fit."""
    if isinstance(default, Decimal):
        return decimal_setting(path, value)
    if isinstance(default, int):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise RuleSettingError(path, f"应为不小于 0 的整数，例如 {default}；现为 {value!r}")
        return value
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise RuleSettingError(path, f"应为一列文字，例如 {list(default[:2])}；现为 {value!r}")
    return tuple(value)


def decimal_setting(path: str, value: object) -> Decimal:
    """A number of 0 or above, written as text or as a whole number: a float would not be exact."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RuleSettingError(path, f'应为加引号的十进制数，例如 "10" 或 "0.5"；现为 {value!r}')
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise RuleSettingError(path, f'应为不小于 0 的十进制数，例如 "10"；现为 {value!r}')
    return number


def severity_setting(path: str, value: object) -> Severity:
    try:
        return Severity(str(value))
    except ValueError:
        levels = [level.value for level in Severity]
        raise RuleSettingError(path, f"没有等级 {value!r}{near(str(value), levels)}；可用：{listed(levels)}") from None


def _switch(path: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleSettingError(path, f"应为 true 或 false；现为 {value!r}")
    return value


def near(name: str, allowed: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    near = get_close_matches(name, list(allowed), n=3)
    return f"（是否指 {'、'.join(near)}？）" if near else ""


def listed(names: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return "、".join(names)


@cache
def _defaults() -> tuple[Rule, ...]:
    folder = files("alerts.rules")
    texts = (folder.joinpath(f"{family}.toml").read_text("utf-8") for family in FAMILIES)
    return tuple(_rule(rule_id, entry) for text in texts for rule_id, entry in tomllib.loads(text).items())


def _rule(rule_id: str, entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=rule_id, title=entry["title"], severity=Severity(entry["severity"]), topic=entry["topic"],
        source=entry["source"], words=entry["words"],
        parameters={name: _parameter(name, p) for name, p in entry.get("parameters", {}).items()},
        settles=what_settles(rule_id),
    )  # fmt: skip


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    value = _native(entry["default"])
    return Parameter(name=name, value=value, default=value, about=entry["about"], unit=entry.get("unit", ""),
                     follows=entry.get("follows"))  # fmt: skip


def _native(value: object) -> Value:
    """A number in quotes is a decimal number, a list is a list of words, a bare number is a whole one."""
    if isinstance(value, int):
        return value
    return tuple(map(str, value)) if isinstance(value, list) else Decimal(str(value))


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "title": rule.title, "severity": rule.severity.value, "severity_set_in": rule.severity_set_in,
        "enabled": rule.enabled, "topic": rule.topic, "source": rule.source, "settles": rule.settles, "own": rule.own,
        "parameters": {p.name: _described_parameter(p) for p in rule.parameters.values()},
    }  # fmt: skip


def _described_parameter(p: Parameter) -> dict[str, object]:
    plain = {"value": _plain(p.value), "default": _plain(p.default)}
    return {**plain, "unit": p.unit, "about": p.about, "set_in": p.set_in}


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value

"""Reading config.toml: secrets filled in, paths made absolute, all problems told at once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from alerts.settings import RuleSettingError
from alerts.settings import load as load_rules
from watcher.config.model import Settings

_SECRET_KEYS = ({"env"}, {"file"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One wrong key: where it stands and what is allowed there."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}" if self.path else self.message


class ConfigError(Exception):
    """The configuration can't be used; ``problems`` names every wrong key."""

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        self.file, self.problems = file, tuple(problems)
        super().__init__("\n".join([f"配置文件 {file} 有 {len(problems)} 处问题：", *(f"  - {p}" for p in problems)]))


def load_settings(file: Path) -> Settings:
    """The settings of a configuration file. Raises ConfigError, naming all problems at once."""
    problems: list[Problem] = []
    raw = _filled(read_toml(file), file.parent, "", problems)
    settings = _validated(raw, problems)
    problems += rule_problems(raw.get("rules"))
    problems += own_rule_problems(raw.get("own_rules"))
    if settings is not None:
        named = {problem.path for problem in problems}
        problems += [p for p in _cross_checks(settings, file.parent) if p.path not in named]
    if problems or settings is None:
        raise ConfigError(file, problems)
    return _with_absolute_paths(settings, file.resolve().parent)


def read_toml(file: Path) -> dict[str, Any]:
    """What a file says, not yet validated. Raises ConfigError where it is no TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        hint = "请用 -c 指明配置文件；可从 config.example.toml 复制一份"
        raise ConfigError(file, [Problem(path="", message=f"无法打开（{error.strerror}）。{hint}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(file, [Problem(path="", message="不是 UTF-8 编码，请另存为 UTF-8")]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, [Problem(path="", message=f"不是合法的 TOML：{error}")]) from error


def _filled(value: Any, folder: Path, path: str, problems: list[Problem]) -> Any:
    """The value with each { env = … } and { file = … } replaced by the text it names."""
    if isinstance(value, list):
        return [_filled(item, folder, f"{path}[{i}]", problems) for i, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if set(value) in _SECRET_KEYS and path and not path.startswith("rules."):
        return _secret(value, folder, path, problems)
    return {key: _filled(item, folder, f"{path}.{key}".lstrip("."), problems) for key, item in value.items()}


def _secret(value: dict[str, Any], folder: Path, path: str, problems: list[Problem]) -> str:
    (how, name), *_ = value.items()
    if how == "env" and str(name) in os.environ:
        return os.environ[str(name)]
    if how == "file":
        try:
            return (folder / str(name)).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(path=path, message=f"无法读取文件 {name}（相对于配置文件所在文件夹）"))
            return "unset"
    problems.append(Problem(path=path, message=f"环境变量 {name} 未设置"))
    return "unset"


def _validated(raw: dict[str, Any], problems: list[Problem]) -> Settings | None:
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        found = [Problem(path=_dotted(e["loc"]), message=_worded(dict(e))) for e in error.errors(include_url=False)]
        named = {problem.path for problem in problems}  # a secret that is missing is wrong in one way only
        problems += [problem for problem in found if problem.path not in named]
        return None


def _dotted(location: tuple[int | str, ...]) -> str:
    """sources[0].url, as a person would write it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def _worded(error: dict[str, Any]) -> str:
    """What is wrong and what is allowed, in Chinese."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"])
    if kind == "value_error":
        return str(context.get("error"))
    words = {
        "missing": "缺少必填项",
        "enum": f"可用的值：{context.get('expected')}",
        "literal_error": f"可用的值：{context.get('expected')}",
        "string_type": "应为文字（加引号）",
        "bool_type": "应为 true 或 false",
        "bool_parsing": "应为 true 或 false",
        "tuple_type": '应为列表，例如 ["…"]',
        "model_type": "应为一个小节（表）",
        "dict_type": "应为一个小节（表）",
        "string_too_short": "不能为空",
        "too_short": "不能为空",
        "greater_than_equal": f"应不小于 {context.get('ge')}",
        "greater_than": f"应大于 {context.get('gt')}",
        "less_than_equal": f"应不大于 {context.get('le')}",
    }
    if kind.startswith(("int_", "float_")):
        return "应为数字"
    if kind.startswith("date_"):
        return "应为日期，例如 2026-09-25（不加引号）"
    return words.get(kind) or str(error["msg"])


def _unknown_key(location: tuple[int | str, ...]) -> str:
    allowed = sorted(_fields_at(location[:-1]))
    near = difflib.get_close_matches(str(location[-1]), allowed, n=1)
    hint = f"，是否想写 {near[0]}？" if near else "。"
    return f"未知的键{hint}可用：{'、'.join(allowed)}"


def _fields_at(location: tuple[int | str, ...]) -> Iterator[str]:
    """The keys that the table at this place may have."""
    model: type[BaseModel] = Settings
    for part in location:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            inner = [a for a in (annotation, *get_args(annotation)) if isinstance(a, type) and issubclass(a, BaseModel)]
            model = inner[0]
    yield from model.model_fields


def rule_problems(rules: Any) -> list[Problem]:
    """What is wrong with [rules.…], each rule by itself."""
    if not isinstance(rules, dict):
        return []
    problems = []
    for name, values in rules.items():
        try:
            load_rules({name: values if isinstance(values, dict) else {}})
        except RuleSettingError as error:
            problems.append(Problem(path=error.path, message=error.message))
    return problems


def own_rule_problems(entries: Any) -> list[Problem]:
    """What is wrong with the office's own rules, each entry by itself."""
    known = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    problems = _doubles("own_rules", [str(entry.get("id")) for entry in known], "id")
    for number, entry in enumerate(known):
        try:
            load_rules({}, [entry])
        except RuleSettingError as error:
            path = error.path.replace("own_rules[0]", f"own_rules[{number}]", 1)
            problems.append(Problem(path=path, message=error.message))
    return problems


def _cross_checks(settings: Settings, folder: Path) -> list[Problem]:
    return [
        *_doubles("sources", [s.url for s in settings.sources], "url"),
        *_doubles("recipients", [r.name for r in settings.recipients], "name"),
        *_unknown_rules(settings),
        *_bad_recipients(settings),
        *_unknown_recipients(settings),
        *_bad_templates(settings, folder),
    ]


def _unknown_recipients(settings: Settings) -> list[Problem]:
    known = [r.name for r in settings.recipients]
    return [
        Problem(path=f"alerting.dead_letters_to[{i}]", message=f"没有名为 {name} 的接收人；已有：{'、'.join(known)}")
        for i, name in enumerate(settings.alerting.dead_letters_to)
        if name not in known
    ]


def _bad_templates(settings: Settings, folder: Path) -> list[Problem]:
    if not settings.alerting.templates:
        return []
    from alerts.templates import problems_of  # Jinja is needed only where somebody overrides a template

    found = problems_of(folder / settings.alerting.templates)
    return [Problem(path="alerting.templates", message=message) for message in found]


def _doubles(section: str, names: list[str], key: str) -> list[Problem]:
    first = {name: i for i, name in reversed(list(enumerate(names)))}
    return [
        Problem(path=f"{section}[{i}].{key}", message=f"与前面一条重复：{name}")
        for i, name in enumerate(names)
        if first[name] < i
    ]


def _unknown_rules(settings: Settings) -> list[Problem]:
    own = {str(entry.get("id")) for entry in settings.own_rules}
    known = {rule.id for rule in load_rules({}).rules} | own
    return [
        Problem(path=f"recipients[{i}].rules", message=f"没有规则 {rule}；用 watcher rules 查看全部")
        for i, recipient in enumerate(settings.recipients)
        for rule in recipient.rules
        if rule not in known
    ]


def _bad_recipients(settings: Settings) -> list[Problem]:
    if not settings.recipients:
        return []
    from alerts.notify import validate_url  # Apprise is heavy: only where somebody is to be told

    checked = ((i, validate_url(r.url)) for i, r in enumerate(settings.recipients))
    return [Problem(path=f"recipients[{i}].url", message=message) for i, message in checked if message]


def _with_absolute_paths(settings: Settings, folder: Path) -> Settings:
    data = folder / settings.service.data
    database = settings.service.database or f"sqlite:///{data / 'watcher.db'}"
    if database.startswith("sqlite:///"):
        database = f"sqlite:///{folder / database.removeprefix('sqlite:///')}"
    service = settings.service.model_copy(update={"data": str(data), "database": database})
    templates = settings.alerting.templates and str(folder / settings.alerting.templates)
    alerting = settings.alerting.model_copy(update={"templates": templates})
    return settings.model_copy(update={"service": service, "alerting": alerting})

"""The words' frames: Jinja2 templates beside this file, each of which a folder of the user's may replace.

What stands in them is data and may have come from anybody: HTML is escaped without being asked, and a template runs in
a sandbox. A user's template that fails is not a lost notice: ours takes its place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = tuple(f"{kind}.{form}.j2" for kind in ("letter", "group", "digest") for form in ("txt", "html"))


def render(name: str, folder: str = "", **values: object) -> str:
    """A template filled in: the one in ``folder`` where it has one that works, else ours."""
    if folder and Path(folder, name).is_file():
        try:
            return _theirs(folder).get_template(name).render(**values)
        except (TemplateError, OSError, TypeError, ValueError, ArithmeticError, LookupError):
            pass  # said by check-config; a notice must not be lost for a typing mistake
    return _ours().get_template(name).render(**values)


def problems_of(folder: Path) -> list[str]:
    """What is wrong with a folder of templates: it is missing, a name is unknown, a template can't be parsed."""
    if not folder.is_dir():
        return [f"没有这个文件夹：{folder}"]
    problems = []
    for file in sorted(folder.glob("*.j2")):
        if file.name not in NAMES:
            problems.append(f"未知的模板 {file.name}；可用：{'、'.join(NAMES)}")
            continue
        try:
            _theirs(str(folder)).get_template(file.name)
        except (TemplateError, OSError, ValueError) as error:
            problems.append(f"模板 {file.name} 有误：{error}")
    return problems


@cache
def _ours() -> Environment:
    sources = {name: Path(__file__).with_name(name).read_text(encoding="utf-8") for name in NAMES}
    return _environment(DictLoader(sources))


@cache
def _theirs(folder: str) -> Environment:
    return _environment(FileSystemLoader(folder, followlinks=False))


def _environment(loader: DictLoader | FileSystemLoader) -> Environment:
    return ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

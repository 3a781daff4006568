"""What the house promises of itself, where no other tool looks."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("parsers", "alerts", "storage", "watcher")
VERDICTS = ("违法", "违规", "造假", "舞弊")  # no notice may hold them; one file names them in order to take them out
SAYS_IT_ALL = 6  # lines: so short a function is told by its name
HEAVY = {
    "requests",
    "urllib3",
    "sqlalchemy",
    "alembic",
    "apprise",
    "apscheduler",
    "pydantic",
    "rich",
    "rapidocr",
    "psycopg",
}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("file", list(modules()), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_and_its_functions_stay_small_and_say_what_they_are_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says in one line what it is for"
    if "versions" in file.parts:
        return  # a migration is as long as its tables
    assert text.count("\n") <= 300
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f.name for f in functions if _lines(f) > 40]
    assert not long
    public = [f for f in functions if not f.name.startswith("_") and _public(f, tree) and _lines(f) > SAYS_IT_ALL]
    undocumented = [f.name for f in public if not ast.get_docstring(f)]
    assert not undocumented


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def _public(function: ast.AST, tree: ast.Module) -> bool:
    """Whether a function stands at the top of its module or in a public class there."""
    holders = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_"))]
    return any(function in holder.body for holder in holders)


@pytest.mark.parametrize("pattern", ["*.py", "*.toml", "*.j2", "*.html"])
def test_no_text_of_ours_speaks_a_verdict(pattern: str) -> None:
    allowed = {ROOT / "alerts" / "message.toml"}
    guilty = [
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob(pattern)
        if file not in allowed and any(word in file.read_text(encoding="utf-8") for word in VERDICTS)
    ]
    assert not guilty


def test_audit_stays_lean() -> None:
    code = "import watcher.cli.audit, watcher.cli.main, parsers.extract, sys; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY


def test_every_command_has_help_with_examples_and_stands_in_both_readmes() -> None:
    from watcher.cli.main import VERBS

    readmes = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
    for verb in VERBS:
        done = subprocess.run(
            [sys.executable, "-m", "watcher.cli", verb, "--help"], capture_output=True, text=True, timeout=60, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        assert f"watcher {verb}" in done.stdout.partition("例：")[2], verb
        assert all(verb in text for text in readmes), verb


def test_the_two_readmes_have_the_same_parts() -> None:
    parts = [
        [
            line.split(" ")[0]
            for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
            if line.startswith(("#", "```"))
        ]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert parts[0] == parts[1]

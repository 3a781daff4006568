"""Addresses that a function of the page makes: ``openDoc('d17')`` where it says ``'/doc/' + id + '.html'``.

No script is run: the texts and arguments that the function puts together are put together here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.discovery.script_values import unquoted

# No name is looked for within another one: what is written to be slow would be, for the length of all of it.
_CALL = re.compile(r"(?<![\w$])([A-Za-z_$][\w$]{0,80})\s*\(([^()]{0,400})\)")
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|(?<![\w.-])([\w.-]+))\s*(?:,|$)")
_NO_FUNCTIONS = frozenset(("void", "if", "alert", "return", "open", "function", "parseInt", "__doPostBack"))
_PART = r"(?:\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|(?<![\w$])[A-Za-z_$][\w$]*|(?<![\w$])\d+)"
_SUM = re.compile(rf"{_PART}(?:\s*\+\s*{_PART})+|`[^`\n]*\$\{{[^`\n]*`")
_PARTS = re.compile(_PART)
_PLACE = re.compile(r"[/?=]|\.\w")
_HANDLED = re.compile(
    r"[\"']([\w./?&=-]{1,200}[/=])[\"']\s*\+\s*\$\(this\)\.(data|attr)\([\"']([\w-]+)[\"']\)(?:\s*\+\s*[\"']([\w./?&=-]*)[\"'])?"
)
_DECLARED = re.compile(
    r"\bfunction\s+([\w$]+)\s*\(([^()]*)\)\s*\{|(?<![\w$])([\w$]{1,80})\s*[:=]\s*function\s*\(([^()]*)\)\s*\{"
)
_MOST = 300  # functions of a page
_LONGEST = 3000  # characters of a function that are read


def made_by_function(script: str, scripts: str) -> str | None:
    """The address that the call in a script leads to; None where no function of the page says."""
    for call in _CALL.finditer(script):
        if call[1] not in _NO_FUNCTIONS and (declared := _declared(call[1], scripts)):
            names, sums = declared
            given = [one or other or bare for one, other, bare in _ARGUMENT.findall(call[2]) if one or other or bare]
            return _address(sums, dict(zip(names, given, strict=False)))
    return None


def made_by_handler(name: str, value: str, scripts: str) -> str | None:
    """The address that a handler makes of a number on what is clicked: ``'/info?id=' + $(this).data('id')``."""
    found = _handlers(scripts).get(name)
    return f"{found[0]}{value}{found[1]}" if found else None


@lru_cache(maxsize=8)
def _handlers(scripts: str) -> dict[str, tuple[str, str]]:
    """What stands before and behind the number, by the name of the attribute that holds it."""
    found: dict[str, tuple[str, str]] = {}
    for before, way, name, behind in _HANDLED.findall(scripts):
        found.setdefault(name if way == "attr" or name.startswith("data-") else f"data-{name}", (before, behind))
    return found


def _declared(name: str, scripts: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The parameters of a function, and what it puts together of texts and names."""
    return _functions(scripts).get(name)


@lru_cache(maxsize=4)
def _functions(scripts: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The functions of a page by their names; the first of a name counts."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for one in list(_DECLARED.finditer(scripts))[:_MOST]:
        name, listed = one[1] or one[3], one[2] or one[4] or ""
        if name not in found:
            body = _body(scripts[one.end() : one.end() + _LONGEST])
            names = tuple(part.strip() for part in listed.split(",") if part.strip())
            found[name] = names, tuple(part.group() for part in _SUM.finditer(body))
    return found


def _body(text: str) -> str:
    """A function up to the brace that closes it."""
    depth = 1
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return text[: brace.start()]
    return text


def _address(sums: tuple[str, ...], given: dict[str, str]) -> str | None:
    """The first sum that holds an argument and looks like an address."""
    for one in sums:
        if made := _put_together(one, given):
            return made
    return None


def _put_together(one: str, given: dict[str, str]) -> str | None:
    if one.startswith("`"):
        parts = re.split(r"\$\{\s*(\w+)\s*\}", one[1:-1])
        named, texts = parts[1::2], parts[::2]
        known = [given.get(name) for name in named]
        made = "".join(text + (value or "") for text, value in zip(texts, [*known, ""], strict=True))
    else:
        parts = _PARTS.findall(one)
        texts = [unquoted(part) for part in parts if part[0] in "\"'`"]
        known = [given.get(part) for part in parts if part[0] not in "\"'`" and not part.isdecimal()]
        made = "".join(unquoted(part) if part[0] in "\"'`" else given.get(part, part) for part in parts)
    complete = known and all(value is not None for value in known)
    return made if complete and _PLACE.search("".join(texts)) else None

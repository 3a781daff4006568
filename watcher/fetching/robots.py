"""robots.txt as RFC 9309 reads it: groups by agent, the longest matching rule wins, ``*`` and ``$`` are special."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

AGENT = "gongkai-watch"
_LARGEST = 500 * 1024  # characters that a crawler has to read
_LONGEST_RULE = 2000
_SLOWEST = 30.0  # seconds: a Crawl-delay beyond that would mean "never finish the column"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Allow or Disallow, with its path pattern."""

    allow: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether the pattern covers the path. Each piece is looked for once: nothing is tried again for another."""
        ends = self.pattern.endswith("$")
        first, *pieces = (re.escape(piece) for piece in self.pattern.removesuffix("$").split("*"))
        last = [f".*{pieces.pop()}"] if ends and pieces else []
        covered = [first, *(f"(?>.*?{piece})" for piece in pieces), *last]
        return re.match("".join(covered) + ("$" if ends else ""), path) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Robots:
    """What a site asks of us."""

    rules: tuple[Rule, ...] = ()
    crawl_delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether we may ask for this address. What nothing speaks of is allowed; of equals, Allow wins."""
        if not self.rules:
            return True
        parts = urlsplit(url)
        path = _canonical((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        hits = [rule for rule in self.rules if rule.matches(path)]
        return max(hits, key=lambda rule: (len(rule.pattern), rule.allow)).allow if hits else True


@lru_cache(maxsize=256)  # most sites have none, or that of their maker
def parse(text: str) -> Robots:
    """The rules for our agent: of the groups that name it, else of those for everybody."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    naming = False
    for key, value in _lines(text[:_LARGEST]):
        if key == "user-agent":
            agents = [*agents, value.lower()] if naming else [value.lower()]
            groups.setdefault(value.lower(), [])
        else:
            for agent in agents:
                groups[agent].append((key, value))
        naming = key == "user-agent"
    ours = [agent for agent in groups if agent != "*" and _product(agent) == AGENT]
    return _robots([line for agent in ours or ["*"] for line in groups.get(agent, [])])


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple(
        Rule(allow=key == "allow", pattern=_canonical(value))
        for key, value in lines
        if key in ("allow", "disallow") and 0 < len(value) <= _LONGEST_RULE
    )
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Robots(rules=rules, crawl_delay=min(max(delays, default=0.0), _SLOWEST))


def _lines(text: str) -> list[tuple[str, str]]:
    stripped = (line.partition("#")[0].strip() for line in text.lstrip("\ufeff").splitlines())
    pairs = (line.partition(":") for line in stripped if ":" in line)
    return [(key.strip().lower(), value.strip()) for key, _, value in pairs]


def _product(agent: str) -> str:
    """The product token of a User-agent line: "Gongkai-Watch/2.0" speaks of us too."""
    token = re.match(r"[a-z_-]+", agent)
    return token.group() if token else ""


def _canonical(path: str) -> str:
    """Percent-encoding in one spelling, so that ``/%7e`` and ``/~`` are the same path."""
    return quote(unquote_to_bytes(path), safe="/?&=*$:;,@!'()+~")

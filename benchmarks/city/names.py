"""The invented districts and departments of the city."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product

HUES, WATERS = "碧霁岚皓苍玄绛黛缃岫", "湖岭川原"
TREES, PLACES = "梧桐槐柳杉梅兰菊竹荷莲蔷薇芷蕙苓芸茗", "山江河泉湾桥塘洲坪岗坡坝关渡口港浦津汀渚"
CITY = "重庆市"


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Who publishes: the district and, in it, the department."""

    district: str
    department: str

    @property
    def full(self) -> str:
        """As its reports print it."""
        return f"{CITY}{self.district}{self.department}"


def districts(number: int) -> list[str]:
    """That many districts, forty at most."""
    return [f"{hue}{water}区" for water, hue in islice(product(WATERS, HUES), number)]


def prefixes(number: int) -> list[str]:
    """That many words to tell departments of one sort apart; none ends like another."""
    return [f"{tree}{place}" for place, tree in islice(product(PLACES, TREES), number)]

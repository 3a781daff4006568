"""What a season takes of this machine."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.city.drive import Drive
from benchmarks.city.script import Season


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one office, or of several together."""

    districts: int
    reports: int
    cpu: float  # seconds, of the service's processes: the reading of templates in their children is not in it
    wall: float
    megabytes: int  # the most memory
    database: int  # bytes
    archive: int
    parts: Mapping[str, float]  # CPU by tick

    @property
    def per_report(self) -> float:
        """CPU milliseconds."""
        return self.cpu * 1000 / max(self.reports, 1)

    @classmethod
    def together(cls, costs: Sequence[Cost], wall: float) -> Cost:
        """Of offices that ran side by side; ``wall``: from the first one's start to the last one's end, all in all."""
        parts: Counter[str] = Counter()
        for one in costs:
            parts.update(one.parts)
        return cls(
            districts=sum(one.districts for one in costs), reports=sum(one.reports for one in costs),
            cpu=sum(one.cpu for one in costs), wall=wall, megabytes=sum(one.megabytes for one in costs),
            database=sum(one.database for one in costs), archive=sum(one.archive for one in costs), parts=parts,
        )  # fmt: skip


class Stopwatch:
    """CPU and wall from its making on."""

    def __init__(self) -> None:
        self._cpu, self._wall = process_time(), perf_counter()

    @property
    def wall(self) -> float:
        """Seconds."""
        return perf_counter() - self._wall

    def cost(self, season: Season, drive: Drive, folder: Path) -> Cost:
        """What it took until now."""
        sizes = {path: path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file()}
        archive = sum(size for path, size in sizes.items() if "archive" in path.parts)
        return Cost(
            districts=len(season.web.hosts), reports=sum(s.published_at is not None for s in season.stories),
            cpu=process_time() - self._cpu, wall=self.wall,
            megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            database=sum(sizes.values()) - archive, archive=archive, parts=dict(drive.cpu),
        )  # fmt: skip

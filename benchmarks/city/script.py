"""What happens in the city and when: the whole season, drawn from one seed before anything runs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from benchmarks.city.names import Names, districts, prefixes
from benchmarks.city.press import FORMS, YEARS, Template, departments
from benchmarks.city.site import CHINA, Article, Host, Web, report

START = date(2024, 9, 2)  # a Monday
TERM, GRACE = timedelta(days=40), timedelta(days=3)  # rule T1
TAIL = timedelta(days=9)  # after the last publication: withdrawals want three looks over a day
KINDS = {"budget": "budget", "final": "final_accounts"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chances:
    """How often something happens, in a thousand reports. The shares of slips are of the order found in real ones."""

    late: int = 10
    never: int = 3
    reposted: int = 15
    withdrawn: int = 5
    medium: int = 60  # a slip that a rule of medium severity finds
    grave: int = 20
    gap: int = 10  # a table is left out
    corrected: int = 250  # of those with a slip: put right under the same address
    outages: int = 250  # of districts
    sorts: int = 6  # of departments, each with templates of its own
    forms: tuple[str, ...] = FORMS


NOTICES = ("关于召开预算编制工作会议的通知", "财政局开展业务培训", "关于做好公开工作的通知")


@dataclass(kw_only=True)
class Story:
    """One report of one department, and what became of it."""

    host: Host
    names: Names
    kind: str
    template: Template
    limit: date
    published_at: datetime | None  # None: never
    number: int
    reposted_at: datetime | None = None
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None
    addresses: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Whether it has to be named: nothing there after the last day and the days of grace."""
        return self.published_at is None or self.published_at.astimezone(CHINA).date() > self.limit


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A site is not to be had for a while."""

    host: Host
    trouble: str
    begins: datetime
    ends: datetime


@dataclass(kw_only=True)
class Season:
    """Everything that happens."""

    web: Web
    begins: datetime
    days: int
    tail: timedelta
    stories: list[Story] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    approvals: list[tuple[str, str, date]] = field(default_factory=list)  # district, kind, day
    everything_down: tuple[datetime, datetime] | None = None
    events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    @property
    def ends(self) -> datetime:
        """When the last publication has had time to be looked at again."""
        return self.begins + timedelta(days=self.days) + self.tail


class _Writer:
    """Draws a season."""

    def __init__(
        self, web: Web, entities: int, days: int, chances: Chances, seed: int, tail: timedelta
    ) -> None:  # fmt: skip
        self._random, self._entities, self._chances = random.Random(seed), entities, chances
        self._numbers, self._order = count(100001), count()
        begins = datetime.combine(START, time(0), CHINA)
        self.season = Season(web=web, begins=begins, days=days, tail=tail)

    def district(self, place: int, name: str) -> None:
        """One district's site, its departments and their reports."""
        chance = self._random
        host = Host(
            district=name, name=f"d{place:02d}.city.example", validators=chance.random() < 0.6,
            counting=place % 10 == 3,
        )  # fmt: skip
        self.season.web.add(host)
        for kind, word in KINDS.items():
            due = self.season.begins.date() + timedelta(days=round(self.season.days * chance.uniform(0.35, 0.8)))
            self.season.approvals.append((name, word, due - TERM))
            for each in self._names(name):
                self._story(host, each[0], each[1], kind, due)
        self._announcements(host)
        if place * self._chances.outages % 1000 < self._chances.outages:
            self._outage(host)

    def _names(self, district: str) -> Iterator[tuple[Names, str]]:
        sorts = list(departments())[: self._chances.sorts]
        for place, prefix in enumerate(prefixes(self._entities)):
            sort = sorts[place % len(sorts)]
            own = departments()[sort].raw["name"]
            yield Names(district=district, department=f"{prefix}{own}"), sort

    def _story(self, host: Host, names: Names, sort: str, kind: str, due: date) -> None:
        chance = self._random
        template = Template(
            department=sort, kind=kind, form=chance.choice(self._chances.forms), variant=self._variant()
        )
        story = Story(
            host=host, names=names, kind=kind, template=template, limit=due + GRACE, number=next(self._numbers),
            published_at=self._day(due),
        )  # fmt: skip
        self.season.stories.append(story)
        if story.published_at is None:
            return
        article = report(story.number, kind, names, template, story.published_at)
        self._at(story.published_at, lambda: self._publish(story, article))
        self._fate(story, article, story.published_at)

    def _variant(self) -> str:
        drawn = self._random.randrange(1000)
        for name in ("medium", "grave", "gap"):
            share = int(getattr(self._chances, name))
            if drawn < share:
                return name
            drawn -= share
        return "clean"

    def _day(self, due: date) -> datetime | None:
        """When a report comes: most in the last days before the end of the term, in office hours of a working day."""
        chance, drawn = self._random, self._random.randrange(1000)
        if drawn < self._chances.never:
            return None
        if drawn < self._chances.never + self._chances.late:
            day = due + GRACE + timedelta(days=chance.randint(1, 3))
            while day.weekday() > 4:
                day += timedelta(days=1)
        else:
            day = max(due - timedelta(days=int(chance.triangular(0, self.season.days * 0.33, 0))), START)
            while day.weekday() > 4:
                day = day - timedelta(days=1) if day > START else day + timedelta(days=1)
        return datetime.combine(day, time(9), CHINA) + timedelta(minutes=chance.randrange(1, 510))

    def _fate(self, story: Story, article: Article, published: datetime) -> None:
        chance = self._random
        later = published + timedelta(days=chance.uniform(0.5, 5))
        drawn = chance.randrange(1000)
        if later > self.season.begins + timedelta(days=self.season.days):
            return
        if story.template.variant in ("medium", "grave") and chance.randrange(1000) < self._chances.corrected:
            story.corrected_at = later
            good = Template(department=story.template.department, kind=story.kind, form=story.template.form)
            self._at(later, lambda: story.host.replace(article, good))
        elif drawn < self._chances.withdrawn:
            story.withdrawn_at = later
            self._at(later, lambda: story.host.take_away(article))
        elif drawn < self._chances.withdrawn + self._chances.reposted:
            story.reposted_at = later
            self._at(later, lambda: self._repost(story, article, later))

    def _publish(self, story: Story, article: Article) -> None:
        story.host.put(article)
        story.addresses.append(story.host.address(article))

    def _repost(self, story: Story, old: Article, now: datetime) -> None:
        story.host.take_away(old)
        self._publish(story, report(next(self._numbers), story.kind, story.names, story.template, now))

    def _announcements(self, host: Host) -> None:
        for place in range(10):
            day = self.season.begins + timedelta(days=self._random.uniform(-20, -3 if place < 4 else self.season.days))
            article = Article(
                number=next(self._numbers), kind=list(KINDS)[place % 2], names=None, template=None,
                title=self._random.choice(NOTICES), published_at=day,
            )  # fmt: skip
            self._at(day, lambda article=article: host.put(article))  # type: ignore[misc]

    def _outage(self, host: Host) -> None:
        chance = self._random
        begins = self.season.begins + timedelta(days=self.season.days * chance.uniform(0.1, 0.8))
        ends = begins + timedelta(hours=chance.uniform(14, 40))
        trouble = chance.choice(("down", "error", "wall"))
        self.season.outages.append(Outage(host=host, trouble=trouble, begins=begins, ends=ends))
        self._at(begins, lambda: setattr(host, "trouble", trouble))
        self._at(ends, lambda: setattr(host, "trouble", ""))

    def all_down(self) -> None:
        """For some hours nothing can be reached: our own line."""
        begins = self.season.begins + timedelta(days=self.season.days // 2, hours=10)
        ends = begins + timedelta(hours=4)
        before: dict[str, str] = {}

        def cut() -> None:
            for host in self.season.web.hosts.values():
                before[host.name], host.trouble = host.trouble, "down"

        def mend() -> None:
            for host in self.season.web.hosts.values():
                host.trouble = before[host.name] if _troubled(self.season, host, ends) else ""

        self.season.everything_down = (begins, ends)
        self._at(begins, cut)
        self._at(ends, mend)

    def _at(self, moment: datetime, happens: Callable[[], None]) -> None:
        self.season.events.append((moment, next(self._order), happens))


def _troubled(season: Season, host: Host, now: datetime) -> bool:
    return any(o.host is host and o.begins <= now < o.ends for o in season.outages)


def write_season(
    web: Web, *, places: range, entities: int, days: int, seed: int, chances: Chances | None = None,
    tail: timedelta = TAIL,
) -> Season:  # fmt: skip
    """A season of the districts of these numbers with so many departments each, two reports a department."""
    writer = _Writer(web, entities, days, chances or Chances(), seed, tail)
    names = districts(places.stop)
    for place in places:
        writer.district(place, names[place])
    if len(places) > 3:
        writer.all_down()
    writer.season.events.sort(key=lambda event: event[:2])
    return writer.season


def fiscal_year(kind: str) -> int:
    """The year that the reports of a kind are about."""
    return YEARS[kind]

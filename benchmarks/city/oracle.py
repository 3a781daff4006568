"""What happened in the city against what ours told of it. Reads our database when the season is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from alerts.model import Alert
from benchmarks.city.notices import Notices, notices_of
from benchmarks.city.script import KINDS, Outage, Season, Story
from benchmarks.city.site import CHINA, Host
from storage import Unit
from storage.records import PublicationRecord

BACK_OFF = timedelta(days=1)  # after an outage a site may be left alone so long
NOTICED = timedelta(hours=10)  # a shorter outage may pass without three failed checks
NEXT_CHECK = timedelta(minutes=66)  # the interval with its jitter
LETTERS = 9  # a recipient in any seven days


@dataclass(kw_only=True)
class Answer:
    """One promise: how many cases there were, and those in which it was not kept."""

    promise: str
    cases: int
    broken: list[str] = field(default_factory=list)

    @classmethod
    def together(cls, same: Sequence[Answer]) -> Answer:
        """One promise as several offices kept it."""
        broken = [case for one in same for case in one.broken]
        return cls(promise=same[0].promise, cases=sum(one.cases for one in same), broken=broken)


@dataclass(kw_only=True)
class Oracle:
    """Knows the season, and reads what ours has stored."""

    season: Season
    publications: dict[str, list[PublicationRecord]]
    alerts: dict[str, list[Alert]]  # by rule
    events: dict[str, list[tuple[datetime, str]]]  # of the alerts about sources: when, what
    notices: Mapping[str, Notices]  # by sort of recipient
    now: datetime

    @classmethod
    def of(cls, season: Season, unit: Unit, now: datetime) -> Oracle:
        """Read everything that the answers rest on."""
        publications: dict[str, list[PublicationRecord]] = defaultdict(list)
        for one in unit.publications.all():
            publications[one.url].append(one)
        alerts: dict[str, list[Alert]] = defaultdict(list)
        events = {}
        for alert in unit.alerts.all():
            alerts[alert.finding.rule].append(alert)
            if alert.finding.rule.startswith("S"):
                events[alert.id] = [(e.at, e.action) for e in unit.alerts.events(alert.id)]
        return cls(
            season=season, publications=publications, alerts=alerts, events=events, now=now,
            notices=notices_of(unit, season),
        )  # fmt: skip

    def answers(self) -> list[Answer]:
        """All promises."""
        return [
            self.found(), self.read_once(), self.replacements(), self.withdrawals(), self.no_false_t5(), self.late(),
            self.incidents(), self.all_down(), self.few_letters(), self.urgent_in_time(),
        ]  # fmt: skip

    def standing(self) -> list[tuple[Story, str, datetime, datetime | None]]:
        """Every page that ever stood: whose, its address, from when, until when."""
        found: list[tuple[Story, str, datetime, datetime | None]] = []
        for story in self.season.stories:
            moments = [moment for moment in (story.published_at, story.reposted_at) if moment]
            for place, (address, since) in enumerate(zip(story.addresses, moments, strict=False)):
                until = moments[place + 1] if place + 1 < len(moments) else story.withdrawn_at
                found.append((story, address, since, until))
        return found

    def found(self) -> Answer:
        """Every publication found, none twice."""
        answer = Answer(promise="publications found, each once", cases=0)
        for story, address, since, until in self.standing():
            if until and self._unseen(story.host, since, until):
                continue
            answer.cases += 1
            if len(self.publications.get(address, ())) != 1:
                answer.broken.append(f"{address} {len(self.publications.get(address, ()))}")
        return answer

    def read_once(self) -> Answer:
        """Every report read, under its own department."""
        answer = Answer(promise="reports read under their own department", cases=0)
        for story in self.season.stories:
            rows = [row for address in story.addresses for row in self.publications.get(address, ())]
            if not rows:
                continue
            answer.cases += 1
            if not all(row.report_id for row in rows) or len({row.report_id for row in rows}) != 1:
                answer.broken.append(f"{story.names.full} {[(row.state, row.report_id) for row in rows]}")
        reports = [row.report_id for rows in self.publications.values() for row in rows if row.report_id]
        answer.broken += [] if len(set(reports)) <= len(self.season.stories) else ["more reports than departments"]
        return answer

    def replacements(self) -> Answer:
        """Every replacement found, with its changed figures."""
        answer = Answer(promise="replacements told with their figures", cases=0)
        told = {_key(alert): alert for alert in self.alerts.get("T5", ()) if alert.finding.subject == "replacement"}
        for story in self.season.stories:
            if story.corrected_at is None or not self._was_seen(story, story.corrected_at):
                continue
            answer.cases += 1
            alert = told.get(_story_key(story))
            if alert is None or not alert.finding.values:
                answer.broken.append(f"{story.names.full} {story.corrected_at} {alert and alert.finding.values}")
        return answer

    def withdrawals(self) -> Answer:
        """Every withdrawal told, after at least a day."""
        answer = Answer(promise="withdrawals told after a day and not before", cases=0)
        told = {_key(alert): alert for alert in self.alerts.get("T5", ()) if alert.finding.subject == "withdrawal"}
        for story in self.season.stories:
            if story.withdrawn_at is None or not self._was_seen(story, story.withdrawn_at):
                continue
            answer.cases += 1
            alert = told.get(_story_key(story))
            if alert is None or alert.first_seen_at - story.withdrawn_at < timedelta(days=1):
                answer.broken.append(f"{story.names.full} {story.withdrawn_at} {alert and alert.first_seen_at}")
        return answer

    def no_false_t5(self) -> Answer:
        """Nothing is called replaced or withdrawn that was not: re-posts, counters and outages least of all."""
        true = {("replacement", _story_key(s)) for s in self.season.stories if s.corrected_at}
        true |= {("withdrawal", _story_key(s)) for s in self.season.stories if s.withdrawn_at}
        told = [(alert.finding.subject, _key(alert)) for alert in self.alerts.get("T5", ())]
        broken = [f"{subject} {key}" for subject, key in told if (subject, key) not in true]
        return Answer(promise="nothing else called replaced or withdrawn", cases=len(told), broken=broken)

    def late(self) -> Answer:
        """Every late department named, and only those."""
        told = {_key(alert) for alert in self.alerts.get("T1", ())}
        answer = Answer(promise="late departments named, and no others", cases=0)
        owed = {_story_key(s): s for s in self.season.stories if s.late}
        for key, story in owed.items():
            since = datetime.combine(story.limit + timedelta(days=1), time(0), CHINA)
            if self._troubled(story.host, since, story.published_at or since + timedelta(days=1)):
                continue  # nothing may be said of what could not be looked at
            answer.cases += 1
            answer.broken += [] if key in told else [f"not named: {key}"]
        answer.broken += [f"wrongly named: {key}" for key in told - owed.keys() - self._never_seen()]
        return answer

    def _never_seen(self) -> set[str]:
        """Whose report was taken away before ours could look, its site being down: nothing stands there indeed."""
        gone = (story for story in self.season.stories if story.withdrawn_at)
        return {_story_key(one) for one in gone if not any(self.publications.get(a) for a in one.addresses)}

    def incidents(self) -> Answer:
        """One incident for each outage of a site, and one word of its end."""
        answer = Answer(promise="outages: one incident and one recovery each", cases=0)
        for outage in self.season.outages:
            answer.cases += 1
            raised, ended = self._incident(outage)
            long = outage.ends - outage.begins > NOTICED
            if raised > 1 or (long and raised != 1) or ended != raised:
                answer.broken.append(f"{outage.host.name} {outage.trouble}: {raised} raised, {ended} ended")
        return answer

    def _incident(self, outage: Outage) -> tuple[int, int]:
        raised = ended = 0
        for rule in ("S1", "S2", "S3"):
            for alert in self.alerts.get(rule, ()):
                if not alert.body.department.endswith(outage.host.name):
                    continue
                for at, action in self.events[alert.id]:
                    if outage.begins <= at <= outage.ends + BACK_OFF + timedelta(hours=2):
                        raised += action in ("raised", "reopened")
                        ended += action == "settled"
        return raised, ended

    def all_down(self) -> Answer:
        """If nothing can be reached, that is said once."""
        told, down = self.alerts.get("S9", []), self.season.everything_down
        if down is None:
            return Answer(promise="all sites at once: said once", cases=0, broken=[a.id for a in told])
        broken = [] if len(told) == 1 else [f"{len(told)} told"]
        for alert in self.alerts.get("S1", ()):
            own = [o for o in self.season.outages if alert.body.department.endswith(o.host.name)]
            spans = [(o.begins, o.ends + BACK_OFF) for o in own]
            times = [at for at, action in self.events[alert.id] if action in ("raised", "reopened")]
            broken += [
                f"{alert.body.department} at {at:%m-%d %H:%M}"
                for at in times
                if down[0] <= at <= down[1] + BACK_OFF and not any(begins <= at <= ends for begins, ends in spans)
            ]
        return Answer(promise="all sites at once: said once", cases=1, broken=broken)

    def few_letters(self) -> Answer:
        """No recipient has more letters than single digits in any seven days."""
        busiest = [(sort, number) for sort, found in self.notices.items() for number in found.busiest]
        broken = [f"recipient of {sort}: {number}" for sort, number in busiest if number > LETTERS]
        return Answer(promise=f"at most {LETTERS} letters in any seven days", cases=len(busiest), broken=broken)

    def urgent_in_time(self) -> Answer:
        """Whatever is high reaches everybody within a day, but for what a mute kept back."""
        cases = sum(len(found.waits) for found in self.notices.values())
        broken = [f"recipient of {sort}: {wait}" for sort, found in self.notices.items() for wait in found.late]
        return Answer(promise="high findings told within a day", cases=cases, broken=broken)

    def delays(self, *, troubled: bool = False) -> list[timedelta]:
        """From the appearance of each page to its being found, the shortest first.

        On sites that could be reached until the next check; with ``troubled``, on those that went away before it, were
        away, or were left alone after it.
        """
        return sorted(
            self.publications[address][0].first_seen_at - since
            for story, address, since, _ in self.standing()
            if self.publications.get(address) and self._troubled(story.host, since, since + NEXT_CHECK) is troubled
        )

    def _was_seen(self, story: Story, before: datetime) -> bool:
        """Whether the report was read before something happened to it."""
        rows = [row for address in story.addresses[:1] for row in self.publications.get(address, ())]
        return any(row.fetched_at and row.first_seen_at + timedelta(hours=1) < before for row in rows)

    def _unseen(self, host: Host, since: datetime, until: datetime) -> bool:
        return self._troubled(host, since, until)

    def _troubled(self, host: Host, since: datetime, until: datetime) -> bool:
        """Whether the site was not to be had for a part of that time, or left alone after it."""
        spans = [(o.begins, o.ends) for o in self.season.outages if o.host is host]
        spans += [self.season.everything_down] if self.season.everything_down else []
        return any(begins < until and since < ends + BACK_OFF for begins, ends in spans)


def _key(alert: Alert) -> str:
    return f"{alert.body.department} {alert.body.kind.value}"


def _story_key(story: Story) -> str:
    return f"{story.names.full} {KINDS[story.kind]}"

"""The shape of config.toml: every section, its keys, their defaults. Frozen once loaded."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from alerts.allowance import FEWEST
from alerts.model import Severity
from alerts.routing import quiet_span
from parsers.model import Kind

PORTS = {"http": 80, "https": 443}


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("应为 http:// 或 https:// 开头的完整网址")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("不是已知的时区，例如 Asia/Shanghai") from error
    return text


def _database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("应以 sqlite:/// 或 postgresql+psycopg:// 开头")
    return text


def _quiet_hours(text: str) -> str:
    if text:
        try:
            begin, end = quiet_span(text)
        except ValueError as error:
            raise ValueError('应为起止时刻，例如 "22:00-07:00"') from error
        if begin == end or begin.tzinfo or end.tzinfo:
            raise ValueError('起止时刻应不同，例如 "22:00-07:00"')
    return text


def _letters_per_week(number: int) -> int:
    if 0 < number < FEWEST:
        raise ValueError(f"应不少于 {FEWEST}（每天总可有一封），或为 0（不限）")
    return number


def _ping_address(text: str) -> str:
    return _web_address(text) if text else text


def _plain_number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("应为数字")
    return value


def _night(text: str) -> str:
    if text and not re.fullmatch(r"\s*([01]\d|2[0-3]):[0-5]\d\s*-\s*([01]\d|2[0-3]):[0-5]\d\s*", text):
        raise ValueError("应为起止时刻，例如 22:00-06:30")
    return text


AdapterName = Literal["json_list", "feed", "jcms", "gkmlpt", "jpaas", "trs_wcm", "kaipu", "generic"]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Name = Annotated[str, Field(min_length=1)]
LettersPerWeek = Annotated[int, Field(ge=0, le=1000), AfterValidator(_letters_per_week)]


class Section(BaseModel):
    """A table of the file: no key beyond those named here, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ServiceSection(Section):
    """[service]: where the service keeps its things, and its time zone."""

    data: str = "data"  # one folder: embedded database, archive of originals
    database: Annotated[str, AfterValidator(_database)] = ""  # empty: sqlite in the data folder
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    ping_url: Annotated[str, AfterValidator(_ping_address)] = ""  # asked after each full pass: its silence tells
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0  # /healthz, /metrics, /feed on loopback; 0: off
    log: Literal["text", "json"] = "text"
    min_free_megabytes: Annotated[int, Field(ge=0)] = 200  # less free space: nothing new is fetched


class AlertingSection(Section):
    """[alerting]: how notices become letters, and who hears of those that can't be delivered."""

    group_wait_minutes: Annotated[float, Field(ge=0, le=24 * 60)] = 3  # 0: each notice by itself
    group_interval_hours: Annotated[float, Field(ge=0, le=7 * 24)] = 24  # from a letter to one without anything urgent
    letters_per_week: LettersPerWeek = 9  # to a recipient in any seven days; 0: as many as there are
    templates: str = ""  # a folder whose *.j2 take the place of ours
    dead_letters_to: tuple[Name, ...] = ()  # recipients; empty: the first one on another channel


class RetentionSection(Section):
    """[retention]: what is forgotten, and when."""

    captures_days: Annotated[int, Field(ge=0)] = 0  # captures that no finding rests on; 0: kept for ever


class FetchSection(Section):
    """[fetch]: how politely pages are fetched, and from where."""

    contact: Name = "mailto:watch@example.org"
    host_delay_seconds: Annotated[float, Field(ge=0, le=3600)] = 2.0
    allow_hosts: tuple[Name, ...] = ("*.gov.cn",)
    allow_private_addresses: bool = False
    proxy: str = ""
    max_megabytes: Annotated[int, Field(ge=1, le=1024)] = 50
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0


class Schedule(Section):
    """[schedule]: how often lists are checked and known publications are read again."""

    check_minutes: Annotated[float, Field(gt=0, le=60 * 24 * 31)] = 60
    reread_hours: Annotated[float, Field(gt=0)] = 24  # the first interval; it doubles while nothing changes
    reread_max_days: Annotated[float, Field(gt=0)] = 30
    quiet_hours: Annotated[float, Field(gt=0, le=24 * 31)] = 24  # between lists where nothing is expected
    longest_days: Annotated[float, Field(gt=0, le=92)] = 7  # for columns in which nothing has happened for long
    night: Annotated[str, AfterValidator(_night)] = ""  # "22:00-06:30": the service asks nothing then

    @property
    def night_hours(self) -> tuple[time, time] | None:
        """From when to when nothing is asked, on the clock of the service's time zone."""
        if not self.night:
            return None
        begins, _, ends = self.night.partition("-")
        return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())


class ListRequest(Section):
    """request of a [[sources]] entry: how its list is asked for, where the page itself does not tell."""

    url: Name  # may be relative to the address of the source
    post: str = ""  # what is posted: a form "a=1&b=2", or JSON; empty: a GET
    page: str = ""  # the field with the number of the page, where its name does not tell
    step: Annotated[int, Field(ge=1, le=1000)] = 1  # from page to page: 10 where records are counted
    item: str = ""  # how the address of an item is made of its fields: "/info.html?id={id}"


class Source(Section):
    """[[sources]]: a disclosure column that we watch."""

    district: Name
    url: WebAddress
    kind: Kind | None = None
    adapter: AdapterName | None = None  # how the site is built, where the page itself does not tell
    request: ListRequest | None = None
    min_items: Annotated[int, Field(ge=0)] = 0  # fewer on the first page are a fault of the source
    min_filled_percent: Annotated[int, Field(ge=0, le=100)] = 0  # items that must have a title and a day
    newest_within_days: Annotated[int, Field(ge=0, le=3650)] = 0  # a list whose newest item is older stands still

    @property
    def port(self) -> int:
        """The port that this source names for its host."""
        parts = urlsplit(self.url)
        return parts.port or PORTS[parts.scheme]


class Roster(Section):
    """[[roster]]: who must publish in a district."""

    district: Name
    departments: Annotated[tuple[Name, ...], Field(min_length=1)]
    kinds: tuple[Kind, ...] = ()


class Department(Section):
    """[[departments]]: aliases, renames and the family of a department."""

    name: Name
    aliases: tuple[Name, ...] = ()
    parent: str | None = None
    until: date | None = None  # its last day
    district: str | None = None  # None: in every district


class Deadline(Section):
    """[[deadlines]]: the day that starts the clock for a district, kind and year."""

    district: Name
    kind: Kind
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)]
    approved_on: date


class RecipientEntry(Section):
    """[[recipients]]: who is told; one recipient, one Apprise URL."""

    name: Name
    url: Name
    districts: tuple[Name, ...] = ()
    departments: tuple[Name, ...] = ()
    rules: tuple[Name, ...] = ()
    kinds: tuple[Kind, ...] = ()
    min_severity: Severity = Severity.MEDIUM
    digest: Literal["immediate", "daily", "weekly"] = "immediate"
    quiet_hours: Annotated[str, AfterValidator(_quiet_hours)] = ""  # all but critical notices wait for their end
    letters_per_week: LettersPerWeek | None = None  # None: as [alerting] says


class Settings(Section):
    """The whole file."""

    service: ServiceSection = ServiceSection()
    fetch: FetchSection = FetchSection()
    schedule: Schedule = Schedule()
    alerting: AlertingSection = AlertingSection()
    retention: RetentionSection = RetentionSection()
    sources: tuple[Source, ...] = ()
    roster: tuple[Roster, ...] = ()
    departments: tuple[Department, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recipients: tuple[RecipientEntry, ...] = ()
    rules: dict[str, dict[str, object]] = Field(default_factory=dict)
    own_rules: tuple[dict[str, object], ...] = ()  # validated with the rule book

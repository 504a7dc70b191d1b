"""Trips made up for the layouts: real places and kinds of institution, invented dates, people and agendas."""

import csv
import datetime as dt
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "layout_data"
KOREAN_DAYS = "월화수목금토일"


@dataclass(frozen=True)
class City:
    """A city abroad, its country and what tourists see there."""

    name: str
    country: str
    iso: str
    near: bool
    sights: str


@dataclass(frozen=True)
class Site:
    """An institution with its field and one statement about it."""

    city: str
    name: str
    original: str
    field: str
    fact: str


@dataclass(frozen=True)
class Field:
    """A policy field: what a trip in it is called, which department goes, what it asks."""

    topic: str
    department: str
    agenda: tuple[str, ...]


@dataclass
class Stop:
    """One entry of a day: a visit, or whatever else `kind` says."""

    text: str
    kind: str = "visit"
    start: str | None = None
    end: str | None = None
    agenda: list[str] = field(default_factory=list)
    city: str | None = None
    iso: str | None = None
    accept: tuple[str, ...] = ()
    generic: bool = False
    status: str | None = None
    until: dt.date | None = None
    site: Site | None = None

    @property
    def span(self) -> str:
        """The time as a range."""
        return f"{self.start}~{self.end}" if self.start else ""


@dataclass
class Day:
    """A day of the itinerary."""

    date: dt.date
    city: City | None
    stops: list[Stop]

    @property
    def place(self) -> str:
        """The city, or home."""
        return self.city.name if self.city else "인천"

    @property
    def visits(self) -> list[Stop]:
        """The visits among the entries."""
        return [stop for stop in self.stops if stop.kind == "visit"]


@dataclass
class Office:
    """Who travels: a government and its department."""

    government: str
    basic: str | None
    department: str

    @property
    def name(self) -> str:
        """As on paper: 전라남도 여수시."""
        return f"{self.government} {self.basic}" if self.basic else self.government

    @property
    def full(self) -> str:
        """The government with its department."""
        return f"{self.name} {self.department}"


@dataclass
class Trip:
    """A trip with its itinerary."""

    title: str
    office: Office
    headcount: int
    start: dt.date
    end: dt.date
    nights: int
    cities: list[City]
    days: list[Day]

    @property
    def length(self) -> int:
        """Number of calendar days."""
        return (self.end - self.start).days + 1

    @property
    def countries(self) -> dict[str, list[City]]:
        """Country name → its cities, in order."""
        found: dict[str, list[City]] = {}
        for city in self.cities:
            found.setdefault(city.country, []).append(city)
        return found

    @property
    def where(self) -> str:
        """독일(베를린, 함부르크), 덴마크(코펜하겐)."""
        return ", ".join(f"{c}({', '.join(x.name for x in cities)})" for c, cities in self.countries.items())

    @property
    def visits(self) -> list[Stop]:
        """All visits in order."""
        return [visit for day in self.days for visit in day.visits]


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the tables."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def cities() -> dict[str, City]:
    """Name → city."""
    found = {}
    for row in rows("cities.tsv"):
        near = row["reach"] == "near"
        found[row["city"]] = City(row["city"], row["country"], row["iso"], near, row["sights"])
    return found


@cache
def sites() -> dict[str, list[Site]]:
    """City → its institutions."""
    found: dict[str, list[Site]] = {}
    for row in rows("institutions.tsv"):
        site = Site(row["city"], row["name"], row["original"], row["field"], row["fact"])
        found.setdefault(site.city, []).append(site)
    return found


@cache
def fields() -> dict[str, Field]:
    """Code → field."""
    return {
        row["field"]: Field(row["topic"], row["department"], tuple(row["agenda"].split("|")))
        for row in rows("fields.tsv")
    }


def office(rng: random.Random, department: str) -> Office:
    """Some government with a department."""
    row = rng.choice(rows("governments.tsv"))
    return Office(row["government"], row["basic"] or None, department)


def written(rng: random.Random, site: Site, originals: float) -> tuple[str, tuple[str, ...]]:
    """The institution's name as a writer puts it, and the other spans that are right."""
    if not site.original or rng.random() >= originals:
        return site.name, ()
    return f"{site.name}({site.original})", (site.name, site.original)


def visit(rng: random.Random, site: Site, city: City, start: str, end: str, originals: float, lines: int) -> Stop:
    """A visit to a site."""
    name, accept = written(rng, site, originals)
    agenda = rng.sample(fields()[site.field].agenda, lines)
    return Stop(name, "visit", start, end, agenda, city.name, city.iso, accept, site=site)


TIMES = (
    [("10:00", "12:00")],
    [("09:30", "11:30"), ("14:00", "16:00")],
    [("10:00", "11:30"), ("15:00", "16:30")],
    [("09:00", "10:30"), ("13:30", "15:00"), ("16:00", "17:00")],
)


class Maker:
    """Draws trips; institutions of one trip are not repeated."""

    def __init__(self, rng: random.Random, originals: float = 0.5, lines: Sequence[int] = (1,),
                 fits: Callable[[Site], bool] = lambda site: True) -> None:  # fmt: skip
        self.rng, self.originals, self.lines, self.fits = rng, originals, lines, fits
        self.left: dict[str, list[Site]] = {}

    def route(self, count: int, countries: int) -> list[City]:
        """Cities of one reach, `countries` countries; every country is as likely as another."""
        pool = [c for c in cities().values() if any(map(self.fits, sites()[c.name]))]
        while True:
            near, isos = self.rng.random() < 0.4, sorted({c.iso for c in pool})
            chosen = self.rng.sample(isos, min(countries, len(isos)))
            offered = [c for c in pool if c.near == near and c.iso in chosen]
            if len(offered) < count:
                continue
            route = self.rng.sample(offered, count)
            route.sort(key=lambda c: chosen.index(c.iso))
            if len({c.iso for c in route}) == countries:
                return route

    def day(self, date: dt.date, city: City, most: int) -> Day:
        """A day at work, or a weekend."""
        if date.weekday() >= 5:
            free = self.rng.random() < 0.3
            return Day(date, city, [Stop("자유일정", "free") if free else Stop(f"{city.sights} 관람", "tourism")])
        fitting = [s for s in sites()[city.name] if self.fits(s)]
        left = self.left.setdefault(city.name, self.rng.sample(fitting, len(fitting)))
        slots = self.rng.choice([t for t in TIMES if len(t) <= most])
        drawn = [left.pop() for _ in slots if left]
        if not drawn:
            return Day(date, city, [Stop(f"{city.sights} 관람", "tourism")])
        lines = self.rng.choice(self.lines)
        return Day(
            date,
            city,
            [
                visit(self.rng, site, city, *slot, self.originals, lines)
                for site, slot in zip(drawn, slots, strict=False)
            ],
        )

    def trip(
        self, count: int = 2, countries: int = 1, length: int | None = None, most: int = 2, start: dt.date | None = None
    ) -> Trip:
        """A trip through `count` cities with at most `most` visits a day."""
        route = self.route(count, countries)
        near = route[0].near
        length = length or self.rng.choice((5, 6) if near else (7, 8, 9))
        start = start or start_date(self.rng, length)
        dates = [start + dt.timedelta(days=i) for i in range(length)]
        working = dates[1:-1] if near else dates[1:-2]
        days = [Day(dates[0], route[0], [Stop(f"인천 출발, {route[0].name} 도착", "transfer")])]
        for i, date in enumerate(working):
            days.append(self.day(date, route[i * count // len(working)], most))
        self.moves(days)
        days += self.home(route[-1], dates[len(days) :])
        topic = self.topic(days)
        return Trip(
            self.title(route, topic), office(self.rng, topic.department), self.rng.randint(4, 15),
            start, dates[-1], length - (1 if near else 2), route, days,
        )  # fmt: skip

    def moves(self, days: list[Day]) -> None:
        """A transfer on the first morning in another city."""
        for before, day in itertools.pairwise(days):
            if before.city != day.city:
                day.stops.insert(0, Stop(f"{before.place} → {day.place} 이동", "transfer"))

    def home(self, last: City, dates: list[dt.date]) -> list[Day]:
        """The way home, over one day or two."""
        if len(dates) == 1:
            return [Day(dates[0], None, [Stop(f"{last.name} 출발, 인천 도착", "transfer")])]
        return [
            Day(dates[0], last, [Stop(f"{last.name} 출발", "transfer")]),
            Day(dates[1], None, [Stop("인천 도착", "transfer")]),
        ]

    def topic(self, days: list[Day]) -> Field:
        """The field of the first visit."""
        first = next((v.site for d in days for v in d.visits if v.site), None)
        return fields()[first.field if first else "regen"]

    def title(self, route: list[City], topic: Field) -> str:
        """A trip's name without the word for plan or report."""
        where = "·".join(dict.fromkeys(city.country for city in route))
        pattern = self.rng.choice(("{t} 선진사례 {w} 공무국외출장", "{t} {w} 국외연수", "{w} {t} 벤치마킹"))
        return pattern.format(t=topic.topic, w=where)


def start_date(rng: random.Random, length: int) -> dt.date:
    """A day of departure such that the trip stays within one year and offers workdays."""
    while True:
        year = rng.choice((2014, 2015, 2016, 2017, 2018, 2019, 2022, 2023, 2024, 2025))
        start = dt.date(year, 1, 10) + dt.timedelta(days=rng.randrange(330))
        if start.weekday() in ((5, 6) if length > 6 else (0, 6)):
            return start


def without(trip: Trip, **changes: Any) -> Trip:
    """The trip where no visit has, say, a time: `without(trip, start=None)`."""
    days = [
        replace(day, stops=[replace(s, **changes) if s.kind == "visit" else s for s in day.stops]) for day in trip.days
    ]
    return replace(trip, days=days)

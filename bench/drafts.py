"""A plan before it is a file: a neutral little tree, made up from a seed, with the truth about it.

The tree is not the model the readers produce, so that a mistake there can't hide here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.words import AGENDA, COUNTRIES, KINDS, KNOWN, OFFICES, OUTCOMES, PURPOSES, SIGHTS, THEMES, Country

WEEKDAYS = "월화수목금토일"


@dataclass(frozen=True, slots=True)
class Line:
    """A line on paper: its words, the bullet before them, its depth (0: no list), whether in bold."""

    text: str
    marker: str = ""
    depth: int = 0
    bold: bool = False

    @property
    def written(self) -> str:
        """The line with its bullet."""
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its lines, and how many rows and columns it covers."""

    lines: tuple[Line, ...] = ()
    rows: int = 1
    columns: int = 1
    header: bool = False


# Rows of slots; None lies under a box that began above or to the left.
Grid = list[list[Box | None]]
# What stands under a heading: lines or a table.
Body = tuple[Line, ...] | Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan: the title, four sections under their headings, and the truth in the shape of a plan's JSON."""

    seed: int
    title: str
    headings: tuple[Line, Line, Line, Line]
    overview: Body
    itinerary: Grid
    sites: Grid
    outcomes: tuple[Line, ...]
    truth: dict[str, Any] = field(default_factory=dict)

    def sections(self) -> Iterator[tuple[Line, Body]]:
        """Each heading with what stands under it, in order."""
        yield from zip(self.headings, (self.overview, self.itinerary, self.sites, self.outcomes), strict=True)


@dataclass(frozen=True, slots=True)
class _Stop:
    """One line of the itinerary that happens at a time: a visit (with a purpose) or something else."""

    day: date
    city: str
    time: str
    name: str
    agenda: tuple[str, ...] = ()
    country: Country | None = None  # None: no visit
    about: str = ""


def make_draft(seed: int) -> Draft:
    """The plan of a seed; the same seed always makes the same plan."""
    rng = random.Random(seed)
    countries = rng.sample(COUNTRIES, rng.choice((1, 1, 2)))
    start = date(rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28))
    days = rng.randint(5, 9)
    stops = _stops(rng, countries, start, days)
    office = rng.choice(OFFICES)
    headcount = rng.randint(4, 25)
    theme = rng.choice(THEMES)
    title = f"{start.year}년 {theme} 공무국외연수 계획서"
    visited = [stop for stop in stops if stop.country]
    truth = _truth(title, start, days, headcount, office, countries, visited)
    rows = _overview_rows(rng, theme, start, days, headcount, office, truth["trips"][0])
    return Draft(
        seed,
        title,
        _headings(rng),
        rng.choice((_overview_table, _overview_list))(rows),
        rng.choice((_merged_itinerary, _ditto_itinerary, _daily_itinerary))(stops),
        _sites(rng, visited),
        _outcomes(rng),
        truth,
    )


def _headings(rng: random.Random) -> tuple[Line, Line, Line, Line]:
    markers = rng.choice((("■", "■", "■", "■"), ("1.", "2.", "3.", "4."), ("Ⅰ.", "Ⅱ.", "Ⅲ.", "Ⅳ.")))
    words = ("연수개요", "연수일정", "방문지 정보", "시정 기대효과")
    first, second, third, fourth = (Line(word, mark, 1) for word, mark in zip(words, markers, strict=True))
    return first, second, third, fourth


def _stops(rng: random.Random, countries: Sequence[Country], start: date, days: int) -> list[_Stop]:
    """Day by day: out, visits (and one sight) where the countries come one after the other, home."""
    first, last = countries[0], countries[-1]
    out = f"인천→{first.airport}"
    stops = [_Stop(start, "인천", "10:35", out)]
    used: set[str] = set()
    for number in range(1, days - 2):
        day = start + timedelta(number)
        country = countries[(number - 1) * len(countries) // (days - 3)]
        city = rng.choice(country.cities)
        times = sorted(rng.sample(("09:30", "11:00", "14:00", "16:00"), rng.choice((1, 2, 2, 3))))
        for time in times:
            name, about = _institution(rng, city, used)
            agenda = tuple(rng.sample(AGENDA, rng.randint(1, 3)))
            stops.append(_Stop(day, city, time, name, agenda, country, about))
        if number == days - 3:
            stops.append(_Stop(day, city, "18:00", f"{city} 문화탐방 ({rng.choice(SIGHTS)})"))
    before_last, final = start + timedelta(days - 2), start + timedelta(days - 1)
    stops.append(_Stop(before_last, last.airport, "13:10", f"{last.airport}국제공항→인천국제공항"))
    stops.append(_Stop(final, "인천", "07:15", "인천국제공항 도착"))
    return stops


def _institution(rng: random.Random, city: str, used: set[str]) -> tuple[str, str]:
    """One of the city's institutions, known or invented, that this trip has not been to."""
    invented = [(f"{city} {kind}", about) for kind, about in KINDS]
    free = [pair for pair in (*KNOWN.get(city, ()), *invented) if pair[0] not in used]
    name, about = rng.choice(free) if free else (f"{city} 제{len(used)}지원센터", "주민 지원")
    used.add(name)
    return name, about


def _truth(
    title: str,
    start: date,
    days: int,
    headcount: int,
    office: tuple[str, ...],
    countries: Sequence[Country],
    visited: Sequence[_Stop],
) -> dict[str, Any]:
    """What the plan says, as `kb extract` would print it."""
    visits = [
        {
            "date": stop.day.isoformat(),
            "start_time": stop.time,
            "name": stop.name,
            "city": stop.city,
            "country": stop.country.code if stop.country else None,
            "agenda": list(stop.agenda),
        }
        for stop in visited
    ]
    organizer = {
        "government": office[0],
        "basic": office[1] if len(office) == 3 else None,
        "department": office[-1],
    }
    trip = {
        "title": title,
        "start_date": start.isoformat(),
        "end_date": (start + timedelta(days - 1)).isoformat(),
        "nights": days - 2,
        "days": days,
        "headcount": headcount,
        "organizers": [organizer],
        "countries": [country.code for country in countries],
        "cities": list(dict.fromkeys(stop.city for stop in visited)),
        "visits": visits,
    }
    facts = [{"name": stop.name, "facts": [stop.about]} for stop in visited]
    return {"kind": "plan", "trips": [trip], "institution_facts": facts}


def _overview_rows(
    rng: random.Random,
    theme: str,
    start: date,
    days: int,
    headcount: int,
    office: tuple[str, ...],
    trip: dict[str, Any],
) -> list[tuple[str, tuple[str, ...]]]:
    end = start + timedelta(days - 1)
    period = f"{_full(start)} ~ {end.month}. {end.day}.({WEEKDAYS[end.weekday()]}) <{days - 2}박 {days}일>"
    names = [country.name for country in COUNTRIES if country.code in trip["countries"]]
    return [
        ("연수주제", (theme,)),
        ("주관부서", (" ".join(office),)),
        ("구성인원", (f"{headcount}명",)),
        ("연수기간", (period,)),
        ("연수국", (f"{', '.join(names)}({', '.join(trip['cities'])})",)),
        ("연수목적", tuple(rng.sample(PURPOSES, rng.randint(2, 3)))),
    ]


def _full(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}.({WEEKDAYS[day.weekday()]})"


def _overview_table(rows: Sequence[tuple[str, tuple[str, ...]]]) -> Grid:
    """Label and value over three columns; two short rows share one line, as the form has it."""
    cells = [(Box((Line(label, bold=True),), header=True), values) for label, values in rows]
    grid: Grid = []
    for number, (label, values) in enumerate(cells):
        if number == 2:
            continue
        if number == 1:
            grid.append([label, _value(values, 1), cells[2][0], _value(cells[2][1], 1)])
        else:
            grid.append([label, _value(values, 3), None, None])
    return grid


def _value(values: Sequence[str], columns: int) -> Box:
    marker, depth = ("•", 1) if len(values) > 1 else ("", 0)
    return Box(tuple(Line(value, marker, depth) for value in values), columns=columns)


def _overview_list(rows: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Line, ...]:
    lines = []
    for label, values in rows:
        if len(values) == 1:
            lines.append(Line(f"{label} : {values[0]}", "○", 1))
        else:
            lines += [Line(label, "○", 1), *(Line(value, "-", 2) for value in values)]
    return tuple(lines)


def _header(*names: str) -> list[Box | None]:
    return [Box((Line(name),), header=True) for name in names]


def _short(day: date) -> tuple[Line, ...]:
    return (Line(f"{day.month}.{day.day}."), Line(f"({WEEKDAYS[day.weekday()]})"))


def _matter(stop: _Stop) -> tuple[Line, ...]:
    """A stop as the lines of a cell: the name in bold, what it is for below."""
    return (Line(stop.name, "·", 1, stop.country is not None), *(Line(text, "-", 2) for text in stop.agenda))


def _transport(stop: _Stop) -> str:
    return "항공" if "→" in stop.name else "전용차" if stop.country else ""


def _plain(text: str) -> Box:
    return Box((Line(text),) if text else ())


def _by_day(stops: Sequence[_Stop]) -> list[list[_Stop]]:
    days = dict.fromkeys(stop.day for stop in stops)
    return [[stop for stop in stops if stop.day == day] for day in days]


def _merged_itinerary(stops: Sequence[_Stop]) -> Grid:
    """A row a stop; date and city are merged over the day."""
    grid: Grid = [_header("일 자", "지 역", "교통편", "시 간", "일 정 (방문기관명 명시)", "비 고")]
    for day in _by_day(stops):
        for number, stop in enumerate(day):
            first = number == 0
            when = Box(_short(stop.day), rows=len(day)) if first else None
            where = Box((Line(stop.city),), rows=len(day)) if first else None
            matter = Box(_matter(stop))
            grid.append([when, where, _plain(_transport(stop)), _plain(stop.time), matter, Box()])
    return grid


def _ditto_itinerary(stops: Sequence[_Stop]) -> Grid:
    """A row a stop; what stays the same is a ditto mark."""
    grid: Grid = [_header("일자", "지역", "시간", "방문기관", "업무수행 내용")]
    for day in _by_day(stops):
        for number, stop in enumerate(day):
            written = f"{stop.day.month}. {stop.day.day}.({WEEKDAYS[stop.day.weekday()]})"
            when, where = ("〃", "〃") if number else (written, stop.city)
            name = Box((Line(stop.name, bold=True),)) if stop.country else Box()
            matter = stop.agenda or (stop.name,)
            grid.append([_plain(when), _plain(where), _plain(stop.time), name, _value(matter, 1)])
    return grid


def _daily_itinerary(stops: Sequence[_Stop]) -> Grid:
    """A row a day: as many times in one cell as stops in the next."""
    grid: Grid = [_header("일 자", "지 역", "시 간", "일 정")]
    for day in _by_day(stops):
        times = Box(tuple(Line(stop.time) for stop in day))
        matter = Box(tuple(line for stop in day for line in _matter(stop)))
        grid.append([Box(_short(day[0].day)), _plain(day[0].city), times, matter])
    return grid


def _sites(rng: random.Random, visited: Sequence[_Stop]) -> Grid:
    """What the institutions are; a country is merged over its rows. The header may be one wide cell."""
    grid: Grid = [_header("국가", "기관명", "주요기관 및 특징")]
    if rng.random() < 0.5:
        grid = [[Box((Line("주요기관 및 특징"),), columns=3, header=True), None, None]]
    by_country: dict[str, list[_Stop]] = {}
    for stop in visited:
        by_country.setdefault(stop.country.name if stop.country else "", []).append(stop)
    for country, stops in by_country.items():
        for number, stop in enumerate(stops):
            land = Box((Line(country),), rows=len(stops)) if number == 0 else None
            grid.append([land, _plain(stop.name), Box((Line(stop.about, "•", 1),))])
    return grid


def _outcomes(rng: random.Random) -> tuple[Line, ...]:
    """A list of two levels under one bullet, which only its indent tells apart."""
    lines = []
    for text, below in rng.sample(OUTCOMES, rng.randint(2, 4)):
        lines += [Line(text, "-", 1), *(Line(more, "-", 2) for more in below)]
    return tuple(lines)

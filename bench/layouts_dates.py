"""Ways to write dates, and mistakes in them."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from bench.layout_gold import gold
from bench.layout_world import KOREAN_DAYS, Day, Maker, Trip, without
from bench.layout_write import (
    DATES,
    Made,
    bullets,
    dates,
    h2,
    heading,
    html_table,
    layout,
    made,
    md_table,
    overview,
    page,
    two_columns,
    weekday,
)
from bench.layouts_tables import Row, agenda, entries

Style = Callable[[dt.date], str]


def itinerary(trip: Trip, style: Style, odd: dict[dt.date, str] | None = None) -> list[list[str]]:
    """The usual five columns; `odd` overrides how some dates are written."""
    rows = [["일자", "도시", "시간", "방문기관", "협의내용"]]
    for day, stop, _ in entries(trip):
        written = (odd or {}).get(day.date) or style(day.date)
        rows.append([written, day.place, stop.start or "", stop.text, agenda(stop)])
    return rows


def lines_of(rng: random.Random, trip: Trip, stated: str) -> list[tuple[str, str]]:
    """An overview with the period as stated."""
    return [(label, stated if label.endswith("기간") else value) for label, value in overview(rng, trip)]


def text(rng: random.Random, trip: Trip, stated: str, style: Style, odd: dict[dt.date, str] | None = None) -> str:
    """A Markdown plan with the period as stated."""
    lines = bullets(lines_of(rng, trip, stated), "-", "")
    return f"# {heading(rng, trip)}\n\n## 개요\n\n{lines}\n\n## 일정\n\n{md_table(itinerary(trip, style, odd))}\n"


def nights(trip: Trip) -> str:
    """6박 8일."""
    return f"{trip.nights}박 {trip.length}일"


@layout
def date_compact(rng: random.Random) -> Made:
    """20190617 everywhere."""
    trip = Maker(rng).trip()
    stated = f"{trip.start:%Y%m%d} ~ {trip.end:%Y%m%d} ({nights(trip)})"
    return made("md", text(rng, trip, stated, DATES["compact"]), gold(trip))


@layout
def date_short_year(rng: random.Random) -> Made:
    """'19. 6. 17.(월) with an apostrophe."""
    trip, quote = Maker(rng).trip(), rng.choice(("'", "’", "‘"))
    a, b = trip.start, trip.end
    stated = f"{quote}{a:%y}. {a.month}. {a.day}.({weekday(a)}) ~ {b.month}. {b.day}.({weekday(b)}), {nights(trip)}"

    def style(d: dt.date) -> str:
        return f"{quote}{d:%y}. {d.month}. {d.day}.({weekday(d)})"

    return made("md", text(rng, trip, stated, style), gold(trip))


@layout
def full_width_digits(rng: random.Random) -> Made:
    """Dates, times and counts in full-width digits."""
    trip = Maker(rng).trip()
    wide = str.maketrans("0123456789:", "０１２３４５６７８９：")
    a, b = trip.start, trip.end
    stated = f"{a.year}. {a.month}. {a.day}.～{b.month}. {b.day}. ({nights(trip)})".translate(wide)
    rows = [
        [d.translate(wide), place, t.translate(wide), *rest] for d, place, t, *rest in itinerary(trip, DATES["dots"])
    ]
    lines = [(k, v.translate(wide) if "명" in v else v) for k, v in lines_of(rng, trip, stated)]
    body = f"# {heading(rng, trip)}\n\n## 개요\n\n{bullets(lines, '-', '')}\n\n## 일정\n\n{md_table(rows)}\n"
    return made("md", body, gold(trip))


@layout
def new_year(rng: random.Random) -> Made:
    """A trip over new year; rows bear no year."""
    length = rng.choice((7, 8, 9))
    start = dt.date(rng.choice((2015, 2017, 2018, 2022, 2023, 2024)), 12, rng.randint(26, 29))
    trip = Maker(rng).trip(length=length, start=start)
    return made("md", text(rng, trip, long(trip), dates(rng, "dots", "slash", "words")), gold(trip))


def long(trip: Trip) -> str:
    """Both ends with their years."""
    a, b = trip.start, trip.end
    return f"{a.year}. {a.month}. {a.day}.({weekday(a)}) ~ {b.year}. {b.month}. {b.day}.({weekday(b)}) ({nights(trip)})"


@layout
def year_in_title(rng: random.Random) -> Made:
    """The year stands in the title only."""
    trip = Maker(rng).trip()
    trip = replace(trip, title=f"{trip.start.year}년 {trip.title}")
    a, b = trip.start, trip.end
    stated = f"{a.month}. {a.day}.({weekday(a)}) ~ {b.month}. {b.day}.({weekday(b)}) / {nights(trip)}"
    problems = [{"code": "year_inferred", "where": stated}]
    return made("md", text(rng, trip, stated, dates(rng, "dots", "slash", "words")), gold(trip, problems=problems))


@layout
def end_is_a_day(rng: random.Random) -> Made:
    """'2019. 6. 16.(일)~23.(일)': the end is a day alone, rows too ('17일(월)')."""
    while True:
        trip = Maker(rng).trip()
        if trip.start.month == trip.end.month:
            break
    a, b = trip.start, trip.end
    stated = rng.choice(
        (f"{a.year}. {a.month}. {a.day}.({weekday(a)})~{b.day}.({weekday(b)}) {nights(trip)}",
         f"{a.year}년 {a.month}월 {a.day}일({weekday(a)})~{b.day}일({weekday(b)}), {nights(trip)}")
    )  # fmt: skip
    return made("md", text(rng, trip, stated, lambda d: f"{d.day}일({weekday(d)})"), gold(trip))


@layout
def two_line_dates(rng: random.Random) -> Made:
    """'6.17.' and '(월)' on two lines of the cell."""
    trip = Maker(rng).trip()
    rows: list[Row] = [[*row] for row in itinerary(trip, lambda d: f"{d.month}.{d.day}.\n({weekday(d)})")]
    body = page(heading(rng, trip), h2("개요"), two_columns(overview(rng, trip)), h2("일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def english_months(rng: random.Random) -> Made:
    """'June 17 (Mon)' in the rows of a Korean plan."""
    trip = Maker(rng).trip()
    return made("md", text(rng, trip, long(trip), lambda d: f"{d:%B} {d.day} ({d:%a})"), gold(trip))


@layout
def two_day_course(rng: random.Random) -> Made:
    """A row over two days, '6. 17.(월)~6. 18.(화)': one institution, a course of two days."""
    while True:
        trip = Maker(rng).trip(count=1, length=9, most=1)
        days = [i for i, d in enumerate(trip.days[:-1]) if d.visits and trip.days[i + 1].visits]
        if days:
            break
    i = rng.choice(days)
    first, second = trip.days[i], trip.days[i + 1]
    first.visits[0].until = second.date
    trip.days.remove(second)
    style = DATES[rng.choice(("dots", "tight"))]
    odd = {first.date: f"{style(first.date)}~{style(second.date)}"}
    trip = without(trip, start=None)
    return made("md", text(rng, trip, long(trip), style, odd), gold(trip))


def a_visit_day(rng: random.Random, trip: Trip) -> Day:
    """Some day with visits."""
    return rng.choice([d for d in trip.days if d.visits])


@layout
def wrong_weekday(rng: random.Random) -> Made:
    """One date bears a wrong weekday."""
    trip = Maker(rng).trip(most=1)
    day = a_visit_day(rng, trip)
    day.stops = day.visits
    wrong = KOREAN_DAYS[(day.date.weekday() + rng.randint(1, 6)) % 7]
    odd = {day.date: f"{day.date.month}. {day.date.day}.({wrong})"}
    problems = [{"code": "weekday_mismatch", "where": odd[day.date]}]
    return made("md", text(rng, trip, long(trip), DATES["dots"], odd), gold(trip, problems=problems))


@layout
def impossible_date(rng: random.Random) -> Made:
    """The arrival is dated 6. 31."""
    month = rng.choice((5, 7, 10, 12))
    end = dt.date(rng.choice((2016, 2018, 2019, 2023, 2024)), month, 1)
    trip = Maker(rng).trip(count=1, length=7, start=end - dt.timedelta(days=6))
    before = end - dt.timedelta(days=1)
    odd = {end: f"{before.month}. {before.day + 1}."}
    truth = gold(trip, problems=[{"code": "invalid_date", "where": odd[end]}])
    for entry in truth["trips"][0]["non_visits"]:
        entry["date"] = None if entry["date"] == end.isoformat() else entry["date"]
    style: Style = lambda d: f"{d.month}. {d.day}."  # noqa: E731
    return made("md", text(rng, trip, long(trip), style, odd), truth)


@layout
def beyond_period(rng: random.Random) -> Made:
    """The last row's date lies after the period."""
    while True:
        trip = Maker(rng).trip(count=1, length=8)
        if not trip.cities[0].near:
            break
    trip = replace(trip, end=trip.end - dt.timedelta(days=1), nights=trip.nights - 1)
    problems = [{"code": "date_outside_period", "where": trip.days[-1].date.isoformat()}]
    return made("md", text(rng, trip, long(trip), DATES["dots"]), gold(trip, problems=problems))


@layout
def miscounted_days(rng: random.Random) -> Made:
    """The days stated are one more than the period has."""
    trip = Maker(rng).trip()
    stated = long(trip).replace(nights(trip), f"{trip.nights + 1}박 {trip.length + 1}일")
    truth = gold(trip, problems=[{"code": "nights_days_mismatch", "where": stated}])
    truth["trips"][0] |= {"nights": trip.nights + 1, "days": trip.length + 1}
    return made("md", text(rng, trip, stated, DATES["tight"]), truth)

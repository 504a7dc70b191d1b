"""Itineraries as tables of other shapes: grids, changes, nested, split, drawn."""

import random
from dataclasses import replace

from bench.layout_gold import gold
from bench.layout_world import Day, Maker, Stop, Trip, visit, without
from bench.layout_write import (
    Cell,
    Made,
    block,
    box_table,
    bullets,
    dates,
    four_columns,
    h2,
    heading,
    html_table,
    joined,
    layout,
    made,
    overview,
    pad,
    page,
    two_columns,
    width,
)
from bench.layouts_tables import Row, agenda, entries, places_of


def halves(day: Day) -> tuple[str, str]:
    """Morning and afternoon of a day."""
    morning = [s for s in day.stops if not s.start or s.start < "12:00"]
    afternoon = [s for s in day.stops if s not in morning]
    return joined([block(s, "· ") for s in morning]) or "-", joined([block(s, "· ") for s in afternoon]) or "-"


@layout
def morning_afternoon(rng: random.Random) -> Made:
    """Columns for morning and afternoon."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows: list[Row] = [["일자", "지역", "오전", "오후", "숙박"]]
    for day in trip.days:
        rows.append([style(day.date), day.place, *halves(day), f"{day.place} 호텔" if day.city else "-"])
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows))
    return made("html", body, gold(without(trip, start=None)))


@layout
def calendar_grid(rng: random.Random) -> Made:
    """Days as columns: the dates stand in the header row."""
    trip, style = Maker(rng).trip(length=rng.choice((5, 6, 7))), dates(rng, "tight", "slash", "words", "zero")
    table: list[Row] = [["구분", *(style(d.date) for d in trip.days)], ["도시", *(d.place for d in trip.days)]]
    table += [[name, *(halves(d)[i] for d in trip.days)] for i, name in enumerate(("오전", "오후"))]
    table.append(["숙박", *(d.place if d.city else "-" for d in trip.days)])
    body = page(heading(rng, trip), h2("개요"), four_columns(overview(rng, trip)), h2("주간 일정표"), html_table(table))
    return made("html", body, gold(without(trip, start=None)))


@layout
def two_level_header(rng: random.Random) -> Made:
    """A header of two rows with merged cells."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows: list[Row] = [
        [Cell("일자", 2), Cell("이동", columns=2), Cell("방문", columns=3)],
        ["출발", "도착", "시간", "기관명", "협의내용"],
    ]
    here = "인천"
    for day, stop, _ in entries(trip):
        text = (stop.text, agenda(stop)) if stop.kind == "visit" else ("-", stop.text)
        rows.append([style(day.date), here, day.place, stop.span, *text])
        here = day.place
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows, 2))
    return made("html", body, gold(trip))


@layout
def repeated_header(rng: random.Random) -> Made:
    """The header stands again in the middle, as after a page break."""
    trip, style = Maker(rng).trip(length=None, most=3), dates(rng)
    head: Row = [Cell("일시", head=True), Cell("도시", head=True), Cell("시간", head=True),
                 Cell("방문처", head=True), Cell("세부내용", head=True)]  # fmt: skip
    rows: list[Row] = [head]
    for day, stop, first in entries(trip):
        if first and trip.days.index(day) in (3, 6):
            rows += [[Cell("- 다음 쪽에 계속 -", columns=5)], head] if rng.random() < 0.3 else [head]
        rows.append([style(day.date), day.place, stop.start or "", stop.text, agenda(stop)])
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows, 0))
    return made("html", body, gold(trip))


@layout
def no_header(rng: random.Random) -> Made:
    """An itinerary table without a header row."""
    trip, style = Maker(rng).trip(), dates(rng, "words", "dots", "slash")
    rows: list[Row] = []
    for day, stop, _ in entries(trip):
        rows.append([style(day.date), day.place, stop.start or "", stop.text, joined(stop.agenda)])
    body = page(
        heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 세부일정"), html_table(rows, 0)
    )
    return made("html", body, gold(trip))


@layout
def nested_table(rng: random.Random) -> Made:
    """The itinerary is a table inside the overview's table."""
    trip, style = Maker(rng).trip(), dates(rng)
    inner: list[Row] = [["날짜", "시간", "방문기관", "내용"]]
    inner += [[style(d.date), s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    outer: list[Row] = [[Cell(label, head=True), value] for label, value in overview(rng, trip, titled=True)]
    outer.append([Cell(rng.choice(("세부일정", "방문일정", "일정")), head=True), Cell(html_table(inner), raw=True)])
    return made("html", page(heading(rng, trip), html_table(outer, 0)), gold(places_of(trip)))


@layout
def split_by_country(rng: random.Random) -> Made:
    """One itinerary table for each city, under a heading that names it."""
    trip, style = Maker(rng).trip(count=2, countries=2, length=9), dates(rng)
    parts = []
    for i, city in enumerate(trip.cities):
        mine = [d for d in trip.days if d.city == city or (d.city is None and i == 1)]
        rows: list[Row] = [["일자", "시간", "방문기관", "주요내용"]]
        rows += [[style(d.date), s.start or "", s.text, agenda(s)] for d in mine for s in d.stops]
        parts += [f"<h3>{'가나'[i]}. {city.country} {city.name}</h3>", html_table(rows)]
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 방문일정"), *parts)
    return made("html", body, gold(trip))


@layout
def drawn_table(rng: random.Random) -> Made:
    """A table drawn with box characters in plain text."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows = [["일  자", "도  시", "시  간", "방 문 기 관", "협 의 내 용"]]
    rows += [[style(d.date), d.place, s.start or "-", s.text, agenda(s)] for d, s, _ in entries(trip)]
    text = f"{heading(rng, trip)}\n\n1. 개요\n{bullets(overview(rng, trip))}\n\n2. 일정\n{box_table(rows)}\n"
    return made("txt", text, gold(trip))


@layout
def spaced_columns(rng: random.Random) -> Made:
    """Columns held apart by spaces only, under a ruled header."""
    trip, style = Maker(rng).trip(), dates(rng, "tight", "slash", "zero")
    rows = [["일자", "도시", "시간", "방문기관", "내용"]]
    rows += [[style(d.date), d.place, s.start or "-", s.text, agenda(s)] for d, s, _ in entries(trip)]
    wide = [max(width(row[i]) for row in rows) + 3 for i in range(5)]
    lines = ["".join(pad(c, w) for c, w in zip(row, wide, strict=True)).rstrip() for row in rows]
    rule = "-" * sum(wide)
    table = "\n".join([rule, lines[0], rule, *lines[1:], rule])
    text = f"{heading(rng, trip)}\n\n□ 개요\n{bullets(overview(rng, trip))}\n\n□ 일정\n{table}\n"
    return made("txt", text, gold(trip))


@layout
def tabbed(rng: random.Random) -> Made:
    """Columns held apart by tabs."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows = [["일자", "도시", "시간", "방문기관", "내용"]]
    rows += [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    table = "\n".join("\t".join(row) for row in rows)
    text = f"{heading(rng, trip)}\n\n□ 개요\n{bullets(overview(rng, trip))}\n\n□ 세부일정\n{table}\n"
    return made("txt", text, gold(trip))


def changed(rng: random.Random) -> tuple[Trip, Day, Stop, Stop]:
    """A trip without times and agendas, a day of it, a visit that day, and an institution that could replace it."""
    while True:
        maker = Maker(rng, lines=(0,))
        trip = without(maker.trip(most=2), start=None, end=None)
        days = [d for d in trip.days if d.visits and d.city and maker.left[d.city.name]]
        if days:
            day = rng.choice(days)
            assert day.city is not None
            site = maker.left[day.city.name].pop()
            return trip, day, rng.choice(day.visits), visit(rng, site, day.city, "", "", 0.3, 0)


REASONS = ("기관 내부 사정", "휴관일 변경", "담당자 부재", "현지 파업")


@layout
def before_after(rng: random.Random) -> Made:
    """An amendment with columns 당초 and 변경: one institution dropped, one new."""
    trip, day, old, new = changed(rng)
    style = dates(rng)
    same = rng.choice((None, "좌동", "변경 없음"))
    rows: list[Row] = [["일자", "도시", "당초", "변경", "변경사유"]]
    for each in trip.days:
        before = joined([s.text for s in each.stops])
        after = joined([new.text if s is old else s.text for s in each.stops])
        moved = before != after
        rows.append([style(each.date), each.place, before, after if moved or not same else same,
                     rng.choice(REASONS) if moved else ""])  # fmt: skip
    day.stops.insert(day.stops.index(old), replace(new, start=None, end=None))
    old.status = "cancelled"
    title = f"{trip.title} 변경계획"
    body = page(title, h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 변경 내역"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def plan_and_actual(rng: random.Random) -> Made:
    """A report with columns for plan and actual: one visit was replaced or cancelled."""
    trip, day, old, new = changed(rng)
    style, replaced = dates(rng), rng.random() < 0.6
    instead = new.text if replaced else f"방문 취소({rng.choice(REASONS)})"
    rows: list[Row] = [["일자", "지역", rng.choice(("당초 계획", "계획")), rng.choice(("실제 일정", "실적"))]]
    for each in trip.days:
        before = joined([s.text for s in each.stops])
        rows.append([style(each.date), each.place, before,
                     joined([instead if s is old else s.text for s in each.stops])])  # fmt: skip
    if replaced:
        day.stops.insert(day.stops.index(old), replace(new, start=None, end=None))
    old.status = "cancelled"
    body = page(heading(rng, trip, "report"), h2("1. 개요"), two_columns(overview(rng, trip)),
                h2("2. 일정 추진 결과"), html_table(rows))  # fmt: skip
    return made("html", body, gold(trip, "report"))

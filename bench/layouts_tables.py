"""Itineraries as plain tables: one row a visit, or one row a day."""

import random

from bench.layout_gold import gold
from bench.layout_world import Day, Maker, Stop, Trip, without
from bench.layout_write import (
    Cell,
    Made,
    bulleted,
    bullets,
    contact,
    dates,
    effects,
    four_columns,
    h2,
    heading,
    html_table,
    joined,
    layout,
    made,
    md_page,
    md_table,
    overview,
    page,
    paragraphs,
    two_columns,
)

Row = list[Cell | str]


def entries(trip: Trip) -> list[tuple[Day, Stop, bool]]:
    """Day, entry, and whether it is the day's first."""
    return [(day, stop, i == 0) for day in trip.days for i, stop in enumerate(day.stops)]


def agenda(stop: Stop) -> str:
    """The agenda of an entry as a cell."""
    return joined(stop.agenda) or "-"


@layout
def merged_dates(rng: random.Random) -> Made:
    """A four-column label table; itinerary with merged date and city cells, agenda in its own column."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows: list[Row] = [
        [
            rng.choice(("일자", "일시", "날짜", "월일", "일정일")),
            rng.choice(("지역", "도시", "장소")),
            "시간",
            rng.choice(("방문기관", "방문처", "기관", "견학지", "주요일정")),
            rng.choice(("세부내용", "주요내용", "업무수행 내용", "협의내용")),
        ]
    ]
    for day, stop, first in entries(trip):
        row: Row = [Cell(style(day.date), len(day.stops)), Cell(day.place, len(day.stops))] if first else []
        rows.append([*row, stop.span, stop.text, agenda(stop)])
    line, pii = contact(rng, trip)
    parts = [h2("1. 개요"), four_columns(overview(rng, trip)), h2("2. 세부일정"), html_table(rows), paragraphs([line])]
    return made("html", page(heading(rng, trip), *parts), gold(trip, pii=pii))


@layout
def cell_lines(rng: random.Random) -> Made:
    """One row a day; several visits in a cell, each with dashes below; no times."""
    trip, style = without(Maker(rng, lines=(1, 2)).trip(), start=None), dates(rng)
    rows: list[Row] = [["날짜", "도시", rng.choice(("일정 및 활동", "방문기관 및 내용", "주요일정"))]]
    mark = rng.choice(("○ ", "· ", "▸ ", "■ "))
    rows += [[style(d.date), d.place, bulleted(d, mark)] for d in trip.days]
    body = page(heading(rng, trip), h2("□ 개요"), two_columns(overview(rng, trip)), h2("□ 일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def ditto_marks(rng: random.Random) -> Made:
    """Date and city repeated by ditto marks."""
    trip, style = Maker(rng).trip(), dates(rng)
    mark = rng.choice(("〃", '"', "″", "“", "상동"))
    rows = [["일시", "장소", "시각", "방문기관", "협의내용"]]
    for day, stop, first in entries(trip):
        rows.append([style(day.date) if first else mark, day.place if first else mark, stop.start or "-",
                     stop.text, agenda(stop)])  # fmt: skip
    text = (
        f"# {heading(rng, trip)}\n\n## 개요\n\n{bullets(overview(rng, trip), '-', '')}\n\n## 일정\n\n{md_table(rows)}\n"
    )
    return made("md", text, gold(trip))


@layout
def empty_dates(rng: random.Random) -> Made:
    """A date stands only on the first row of a day; the rows below leave it empty."""
    trip, style = Maker(rng).trip(most=3), dates(rng)
    rows = [["월일", "시간", "견학지", "견학 내용"]]
    for day, stop, first in entries(trip):
        rows.append([style(day.date) if first else "", stop.span, stop.text, agenda(stop)])
    text = md_page(heading(rng, trip), overview(rng, trip), "일정표", rows)
    return made("md", text, gold(places_of(trip)))


def places_of(trip: Trip) -> Trip:
    """No row says its city: a trip through several has none to give."""
    return trip if len(trip.cities) == 1 else without(trip, city=None, iso=None)


@layout
def start_and_end(rng: random.Random) -> Made:
    """Columns for departure and arrival, for begin and end, and for transport."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows = [["년월일(요일)", "출발지", "도착지", "방문기관", "시작", "종료", "수행 업무", "교통편"]]
    here = "인천"
    for day, stop, _ in entries(trip):
        there = day.place
        rows.append([style(day.date), here, there, stop.text if stop.kind == "visit" else "-",
                     stop.start or "", stop.end or "",
                     joined(stop.agenda) if stop.kind == "visit" else stop.text,
                     "항공" if here != there else "전용차량"])  # fmt: skip
        here = there
    text = f"# {heading(rng, trip)}\n\n{bullets(overview(rng, trip), '-', '')}\n\n### 출장일정\n\n{md_table(rows)}\n"
    return made("md", text, gold(trip))


@layout
def time_in_activity(rng: random.Random) -> Made:
    """Date and one column of everything: '· 10:00 기관 방문' with dashes below."""
    trip, style = Maker(rng).trip(count=1, length=rng.choice((5, 6))), dates(rng)
    rows: list[Row] = [["일정일", "세부내용", "숙박"]]
    for day in trip.days:
        lines = []
        for stop in day.stops:
            verb = rng.choice((" 방문", " 견학")) if stop.kind == "visit" else ""
            lines += [f"· {stop.start} {stop.text}{verb}" if stop.start else f"· {stop.text}"]
            lines += [f"   - {a}" for a in stop.agenda]
        rows.append([style(day.date), joined(lines), trip.cities[0].name if day.city else "-"])
    body = page(heading(rng, trip), h2("출장 개요"), two_columns(overview(rng, trip, titled=True)),
                h2("세부 일정"), html_table(rows))  # fmt: skip
    return made("html", body, gold(trip))


@layout
def numbered_in_cell(rng: random.Random) -> Made:
    """Visits of a day numbered in the cell, agenda behind a colon on the same line."""
    trip, style = without(Maker(rng).trip(most=3), start=None), dates(rng)
    numbers = rng.choice(("①②③④", ["1) ", "2) ", "3) ", "4) "], ["1. ", "2. ", "3. ", "4. "]))
    rows: list[Row] = [["일자", "국가·도시", "방문기관 및 주요내용"]]
    for day in trip.days:
        several = len(day.visits) > 1
        lines, count = [], 0
        for stop in day.stops:
            number = numbers[count] if several and stop.kind == "visit" else ""
            count += stop.kind == "visit"
            lines.append(f"{number}{stop.text}" + "".join(f" : {a}" for a in stop.agenda))
        rows.append([style(day.date), day.place, joined(lines)])
    body = page(heading(rng, trip), h2("Ⅰ. 개요"), four_columns(overview(rng, trip)), h2("Ⅱ. 일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def dash_on_line(rng: random.Random) -> Made:
    """'기관 - 내용' on one line of a cell."""
    trip, style = without(Maker(rng).trip(), start=None), dates(rng)
    dash = rng.choice((" - ", " – ", " — "))
    rows = [["DAY", "날짜", "이동경로", "주요일정"]]
    for i, day in enumerate(trip.days):
        text = joined([s.text + "".join(dash + a for a in s.agenda) for s in day.stops])
        rows.append([f"{i + 1}", style(day.date), day.place, text])
    text = f"# {heading(rng, trip)}\n\n{bullets(overview(rng, trip), '-', '')}\n\n## 추진일정\n\n{md_table(rows)}\n"
    return made("md", text, gold(trip))


@layout
def reversed_columns(rng: random.Random) -> Made:
    """The institution first, the date last."""
    trip, style = Maker(rng).trip(), dates(rng, "full", "iso", "short_year")
    rows = [["연번", "방문기관", "내용", "도시", "시간", "일자"]]
    for i, (day, stop, _) in enumerate(entries(trip)):
        rows.append([str(i + 1), stop.text, agenda(stop), day.place, stop.start or "-", style(day.date)])
    text = md_page(heading(rng, trip), overview(rng, trip), "방문 일정", rows)
    return made("md", text, gold(trip))


@layout
def english_labels(rng: random.Random) -> Made:
    """Column and overview labels in English, content in Korean."""
    trip, style = Maker(rng).trip(), dates(rng, "iso", "full", "slash")
    rows = [["Date", "City", "Time", "Institution", "Agenda"]]
    for day, stop, _ in entries(trip):
        rows.append([style(day.date), day.place, stop.span, stop.text, agenda(stop)])
    lines = [
        ("Title", trip.title),
        ("Period", f"{trip.start} ~ {trip.end} ({trip.nights}박 {trip.length}일)"),
        ("Country", trip.where),
        ("Participants", f"{trip.headcount}명"),
        ("Organizer", trip.office.full),
    ]
    text = f"# {heading(rng, trip)}\n\n## Overview\n\n{bullets(lines, '-', '')}\n\n## Itinerary\n\n{md_table(rows)}\n"
    return made("md", text, gold(trip))


@layout
def split_date(rng: random.Random) -> Made:
    """Month, day and weekday in columns of their own, country and city merged over days."""
    trip = Maker(rng).trip(count=3, countries=2, length=9)
    rows: list[Row] = [["월", "일", "요일", "국가", "도시", "시간", "방문기관", "주요내용"]]
    for day, stop, first in entries(trip):
        n = len(day.stops)
        row: Row = []
        if first:
            country = day.city.country if day.city else "한국"
            names = (str(day.date.month), str(day.date.day), "월화수목금토일"[day.date.weekday()], country, day.place)
            row = [Cell(text, n) for text in names]
        rows.append([*row, stop.start or "", stop.text, joined(stop.agenda)])
    body = page(
        heading(rng, trip), h2("1. 연수 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows)
    )
    return made("html", body, gold(trip))


@layout
def day_numbers(rng: random.Random) -> Made:
    """Days as 1일차, 2일차 without any date."""
    trip = Maker(rng).trip()
    style = rng.choice(("{}일차", "제{}일", "DAY {}", "Day{}", "{}일째"))
    rows: list[Row] = [[rng.choice(("일차", "구분", "일정")), "지역", "시간", "방문기관", "협의사항"]]
    for day, stop, first in entries(trip):
        n, number = len(day.stops), style.format(trip.days.index(day) + 1)
        row: Row = [Cell(number, n), Cell(day.place, n)] if first else []
        rows.append([*row, stop.span, stop.text, agenda(stop)])
    body = page(heading(rng, trip), h2("개요"), two_columns(overview(rng, trip)), h2("일자별 계획"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def transport_notes(rng: random.Random) -> Made:
    """Columns for transport, lodging, meals and interpreters around the visits."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows = [["일자", "교통편", "지역", "시간", "일정 및 활동", "면담자", "식사", "숙박", "비고"]]
    for day, stop, _ in entries(trip):
        text = "\n".join([stop.text, *(f"- {a}" for a in stop.agenda)])
        is_visit = stop.kind == "visit"
        rows.append([style(day.date), "전용버스" if is_visit else "-", day.place, stop.start or "", text,
                     rng.choice(("국제협력 담당", "홍보팀장", "미정")) if is_visit else "-", "조:호텔식",
                     f"{day.place} 호텔" if day.city else "-", rng.choice(("통역 동행", "", "정장"))])  # fmt: skip
    text = (
        f"# {heading(rng, trip)}\n\n{bullets(overview(rng, trip), '-', '')}\n\n## 세부 추진일정\n\n{md_table(rows)}\n"
    )
    return made("md", text, gold(trip))


@layout
def sites_apart(rng: random.Random) -> Made:
    """A table of institutions to visit with location and role, then the itinerary."""
    trip, style = Maker(rng, originals=0).trip(), dates(rng)
    known = [v.site for v in trip.visits if v.site]
    listed = known[:-1]
    facts = [(s.name, [s.fact]) for s in listed]
    table: list[Row] = [[rng.choice(("기관명", "방문기관")), "소재지", rng.choice(("기관 개요", "주요 기능", "특징"))]]
    table += [[s.name, s.city, s.fact] for s in listed]
    rows: list[Row] = [["일자", "도시", "시간", "방문기관", "주요내용"]]
    rows += [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    body = page(
        heading(rng, trip),
        h2("1. 개요"),
        two_columns(overview(rng, trip)),
        h2("2. 방문기관 현황"),
        html_table(table),
        h2("3. 일정"),
        html_table(rows),
        h2("4. 기대효과"),
        paragraphs(effects(rng)),
    )
    problems = [{"code": "visit_without_site", "where": known[-1].name}]
    return made("html", body, gold(trip, facts=facts, problems=problems))


@layout
def verbs_in_names(rng: random.Random) -> Made:
    """Names followed by 방문, 견학, 간담회, 현장시찰; tourism and transfers in the same column."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows = [["일자", "장소", "시간", "세부내용"]]
    for day, stop, _ in entries(trip):
        verb = rng.choice((" 방문", " 견학", " 현장시찰", " 방문 및 관계자 간담회")) if stop.kind == "visit" else ""
        text = "\n".join([stop.text + verb, *(f"- {a}" for a in stop.agenda)])
        rows.append([style(day.date), day.place, stop.start or "", text])
    text = f"# {heading(rng, trip)}\n\n{bullets(overview(rng, trip), '-', '')}\n\n## 일정\n\n{md_table(rows)}\n"
    return made("md", text, gold(trip))


@layout
def paired_times(rng: random.Random) -> Made:
    """A time cell with as many lines as the day has visits, the visits in one cell."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows: list[Row] = [["일 자", "지 역", "교통편", "시 간", "일 정 (방문기관명 명시)", "비 고"]]
    for day in trip.days:
        times = joined([s.start for s in day.visits if s.start])
        rows.append([style(day.date), day.place, "전용차" if day.visits else "", times, bulleted(day), ""])
    body = page(heading(rng, trip), h2("1. 개요"), four_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def one_time_two_visits(rng: random.Random) -> Made:
    """A time cell with the first visit's time only."""
    trip, style = Maker(rng).trip(), dates(rng)
    rows: list[Row] = [["일자", "도시", "시간", "방문처 및 내용"]]
    for day in trip.days:
        times = [s.start for s in day.visits if s.start]
        rows.append([style(day.date), day.place, times[0] if times else "", bulleted(day, "○ ")])
        for stop in day.visits[1:]:
            stop.start = None
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows))
    return made("html", body, gold(trip))

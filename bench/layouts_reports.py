"""Reports: what was done, what was cancelled, what was said."""

import random

from bench.layout_gold import gold
from bench.layout_world import Day, Maker, Stop, Trip, visit, without
from bench.layout_write import (
    Made,
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
    weekday,
)
from bench.layouts_grids import REASONS
from bench.layouts_outlines import GA, particle
from bench.layouts_tables import Row, agenda, entries

ANSWERS = (
    ("초기 예산은 어떻게 마련하였는가", "정부 보조와 자체 수입을 절반씩 썼음"),
    ("전담 인력은 몇 명인가", "상근 12명이 교대로 근무함"),
    ("주민 반대는 없었는가", "설명회를 스무 차례 열어 합의를 끌어냈음"),
    ("민간 위탁 기간은 얼마인가", "5년이며 평가를 거쳐 한 차례 연장함"),
    ("성과는 어떻게 측정하는가", "해마다 이용자 만족도와 비용을 공개함"),
)


@layout
def report_diary(rng: random.Random) -> Made:
    """Days as headings, below each institution what was heard, questions and answers included."""
    trip = Maker(rng).trip(most=2)
    opened = rng.choice(((" 문: ", " 답: "), ("Q. ", "A. "), ("(질의) ", "(답변) "), ("질문) ", "답변) ")))
    lines = [heading(rng, trip, "report"), "", "1. 출장 개요", bullets(overview(rng, trip)), "", "2. 일자별 활동내용"]
    for day in trip.days:
        lines.append(f"□ {day.date.month}. {day.date.day}.({weekday(day.date)}) {day.place}")
        for stop in day.stops:
            if stop.kind == "visit":
                question, answer = rng.choice(ANSWERS)
                stop.agenda += [opened[0].strip() + " " + question, opened[1].strip() + " " + answer]
            lines.append(f" ○ {stop.span + ' ' if stop.start else ''}{stop.text}")
            lines += [f"   - {a}" for a in stop.agenda]
    lines += ["", "3. 시사점", *(f" - {e}" for e in effects(rng))]
    return made("txt", "\n".join(lines) + "\n", gold(trip, "report"))


def sections(trip: Trip) -> list[tuple[str, str]]:
    """Institution and statement of each visit."""
    return [(v.site.name, v.site.fact) for v in trip.visits if v.site]


@layout
def report_sections(rng: random.Random) -> Made:
    """A table of days, then a section for each institution that says what it is."""
    trip, style = Maker(rng, originals=0.3).trip(), dates(rng)
    rows = [["일자", "도시", "시간", "방문기관", "활동내용"]]
    rows += [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    told = sections(trip)[:4]
    lines = [f"# {heading(rng, trip, 'report')}", "", "## 1. 출장 개요", "", bullets(overview(rng, trip), "-", ""), "",
             "## 2. 출장 일정", "", md_table(rows), "", "## 3. 방문기관별 주요 내용"]  # fmt: skip
    for i, (name, fact) in enumerate(told):
        lines += ["", f"### {GA[i]}. {name}", "", f"- {fact}"]
    line, pii = contact(rng, trip)
    lines += ["", "## 4. 시사점", "", *(f"- {e}" for e in effects(rng)), "", line]
    truth = gold(trip, "report", facts=[(name, [fact]) for name, fact in told], pii=pii)
    return made("md", "\n".join(lines) + "\n", truth)


@layout
def report_dated_sections(rng: random.Random) -> Made:
    """No itinerary: a section a visit with 일시, 장소, 주요내용."""
    style = dates(rng, "full", "dots")
    while True:
        trip = Maker(rng, lines=(1, 2)).trip()
        if all(day.visits or day.date.weekday() >= 5 for day in trip.days[1:-1]):
            break
    for day in trip.days:
        day.stops = day.visits
    lines = [heading(rng, trip, "report"), "", "Ⅰ. 개요", bullets(overview(rng, trip)), "", "Ⅱ. 기관별 방문결과"]
    number = 0
    for day in trip.days:
        for stop in day.stops:
            number += 1
            lines += [f"{number}. {stop.text}", f"  ○ 일시 : {style(day.date)} {stop.span}", f"  ○ 장소 : {day.place}"]
            lines += ["  ○ 주요내용", *(f"    - {a}" for a in stop.agenda)]
    trip.days = [day for day in trip.days if day.stops]
    lines += ["", "Ⅲ. 시사점", *(f"  - {e}" for e in effects(rng))]
    return made("txt", "\n".join(lines) + "\n", gold(trip, "report"))


@layout
def report_prose(rng: random.Random) -> Made:
    """Whole sentences in the past: '…를 방문하여 …에 대한 설명을 들었다.'"""
    trip = without(Maker(rng, originals=0.2).trip(count=1, most=2), start=None)
    lines = [heading(rng, trip, "report"), "", "1. 개요", bullets(overview(rng, trip), "-"), "", "2. 출장 내용"]
    for n, day in enumerate(trip.days, 1):
        lines.append(f"  {n}일차인 {day.date.month}월 {day.date.day}일에는 {past(day)}")
    return made("txt", "\n".join(lines) + "\n", gold(trip, "report"))


def past(day: Day) -> str:
    """What was done on a day."""
    if not day.visits:
        return f"{day.stops[0].text} 일정을 소화하였다."
    parts = []
    for stop in day.visits:
        stop.agenda = [a.rsplit(" ", 1)[0] for a in stop.agenda]
        parts.append(f"{particle(stop.text)} 방문하여 {stop.agenda[0]}에 대한 설명을 들었다.")
    return " 이어서 ".join(parts)


@layout
def cancelled_marks(rng: random.Random) -> Made:
    """'(취소)' before or behind an institution, with a reason under ※."""
    trip, style = Maker(rng).trip(most=2), dates(rng)
    dropped = rng.choice(list(trip.visits))
    dropped.status = "cancelled"
    form = rng.choice(("(취소) {}", "{} (취소)", "[취소] {}", "{} - 방문 취소"))
    rows: list[Row] = [["일자", "도시", "시간", "방문기관", "활동내용", "비고"]]
    for day, stop, _ in entries(trip):
        gone = stop is dropped
        rows.append([style(day.date), day.place, stop.start or "", form.format(stop.text) if gone else stop.text,
                     agenda(stop), f"※ {rng.choice(REASONS)}에 따른 취소" if gone else ""])  # fmt: skip
    body = page(
        heading(rng, trip, "report"), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows)
    )
    return made("html", body, gold(trip, "report"))


@layout
def result_column(rng: random.Random) -> Made:
    """A column 추진결과: 완료 or 미방문."""
    trip, style = Maker(rng).trip(most=2), dates(rng)
    dropped = rng.choice(trip.visits)
    dropped.status = "cancelled"
    done, missed = rng.choice((("완료", "취소"), ("방문", "미방문"), ("실시", "미실시(취소)")))
    rows = [["일시", "장소", "방문처", "협의내용", "추진결과"]]
    for day, stop, _ in entries(trip):
        state = "-" if stop.kind != "visit" else missed if stop is dropped else done
        rows.append([style(day.date), day.place, stop.text, agenda(stop), state])
    text = md_page(heading(rng, trip, "report"), overview(rng, trip), "일정별 추진결과", rows)
    return made("md", text, gold(without(trip, start=None), "report"))


@layout
def english_annex(rng: random.Random) -> Made:
    """The itinerary stands again in English at the end: not counted twice."""
    trip, style = Maker(rng, originals=1, fits=lambda s: s.original.isascii() and bool(s.original)).trip(), dates(rng)
    rows: list[Row] = [["일자", "도시", "시간", "방문기관", "주요내용"]]
    rows += [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    annex: list[Row] = [["Date", "Time", "Institution"]]
    for day, stop, _ in entries(trip):
        if stop.site:
            annex.append([day.date.isoformat(), stop.start or "", stop.site.original])
    body = page(heading(rng, trip), h2("1. 개요"), four_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows),
                h2("[붙임] Itinerary"), html_table(annex))  # fmt: skip
    return made("html", body, gold(trip))


@layout
def roster(rng: random.Random) -> Made:
    """A list of travellers with birth numbers, telephones and passports; none may come out."""
    trip, style = Maker(rng).trip(), dates(rng)
    people: list[Row] = [["연번", "소속", "직급", "성명", "주민등록번호", "연락처", "여권번호"]]
    pii = []
    for i in range(4):
        born, phone = (
            f"{rng.randint(70, 95)}0{rng.randint(1, 9)}{rng.randint(10, 28)}-{rng.choice('12')}000000",
            f"010-0000-{4100 + i}",
        )
        passport, name = (
            f"M{rng.randint(10000000, 99999999)}",
            f"{rng.choice('김이박최정')}{rng.choice(('가람솔', '나래별', '다온빛', '라온힘'))}",
        )
        people.append([str(i + 1), trip.office.department, "주무관", name, born, phone, passport])
        pii += [born, phone, passport, name]
    rows: list[Row] = [["일자", "도시", "시간", "방문기관", "주요내용"]]
    rows += [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]
    line, more = contact(rng, trip)
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 출장자 명단(일부)"),
                html_table(people), h2("3. 일정"), html_table(rows), paragraphs([line]))  # fmt: skip
    return made("html", body, gold(trip, pii=[*pii, *more]))


@layout
def replaced_lines(rng: random.Random) -> Made:
    """A diary with '(취소)' and '(대체 방문)' lines."""
    while True:
        maker = Maker(rng, originals=0.3)
        trip = maker.trip(most=2)
        found = [d for d in trip.days if d.visits and d.city and maker.left[d.city.name]]
        if found:
            break
    day = rng.choice(found)
    assert day.city is not None
    old = rng.choice(day.visits)
    old.status = "cancelled"
    new = visit(rng, maker.left[day.city.name].pop(), day.city, "", "", 0.3, 1)
    new.start = new.end = None
    day.stops.insert(day.stops.index(old) + 1, new)
    marks = rng.choice((("(취소) ", "(대체 방문) "), ("[취소] ", "[대체] "), ("취소: ", "대체: ")))
    lines = [heading(rng, trip, "report"), "", "□ 개요", bullets(overview(rng, trip)), "", "□ 일자별 추진실적"]
    for each in trip.days:
        lines.append(f" ○ {each.date.month}. {each.date.day}.({weekday(each.date)}) {each.place}")
        for stop in each.stops:
            mark = marks[0] if stop is old else marks[1] if stop is new else ""
            lines.append(f"   - {mark}{stop.span + ' ' if stop.start else ''}{stop.text}" + marked(stop))
    return made("txt", "\n".join(lines) + "\n", gold(trip, "report"))


def marked(stop: Stop) -> str:
    """The agenda under a line of a diary."""
    return joined(["", *(f"     · {a}" for a in stop.agenda)]) if stop.agenda else ""

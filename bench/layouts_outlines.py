"""Itineraries without tables: outlines, day by day, letters, prose."""

import random

from bench.layout_gold import gold
from bench.layout_world import Day, Maker, Stop, Trip, without
from bench.layout_write import (
    Made,
    bullets,
    contact,
    dates,
    effects,
    h2,
    heading,
    joined,
    layout,
    made,
    overview,
    page,
    period,
    weekday,
)

GA = "가나다라마바사아자차카타파하"


def spread(label: str, columns: int = 4) -> str:
    """기간 → 기    간."""
    return f"{label[0]}{' ' * (2 * (columns - 2))}{label[1]}" if len(label) == 2 else label


def before_tail(rng: random.Random, trip: Trip) -> tuple[str, list[str]]:
    """Hopes and a contact."""
    line, pii = contact(rng, trip)
    return "\n".join([*(f" - {e}" for e in effects(rng)), "", line]), pii


@layout
def outline_ganada(rng: random.Random) -> Made:
    """1. 가. 1) 가) as the handbook of official writing has it; a day is '가. 6. 17.(월) 베를린'."""
    trip, style = Maker(rng, lines=(1, 2)).trip(), dates(rng, "dots", "full", "words")
    lines = [heading(rng, trip), "", "1. 출장개요"]
    lines += [f"  {GA[i]}. {spread(label)} : {value}" for i, (label, value) in enumerate(overview(rng, trip))]
    lines += ["", "2. 세부일정"]
    for i, day in enumerate(trip.days):
        lines.append(f"  {GA[i]}. {style(day.date)} {day.place}")
        for n, stop in enumerate(day.stops):
            lines.append(f"    {n + 1}) {stop.text}" + (f" ({stop.span})" if stop.start else ""))
            lines += [f"      - {a}" for a in stop.agenda]
    tail, pii = before_tail(rng, trip)
    lines += ["", "3. 기대효과", tail]
    return made("txt", "\n".join(lines) + "\n", gold(trip, pii=pii))


def diary(trip: Trip, head: str, entry: str = " ○ ", bullet: str = "   - ", style: str = "dots") -> str:
    """Days under headings. `head` takes {n}, {m}, {d}, {w}, {y}, {place}."""
    lines = []
    for n, day in enumerate(trip.days, 1):
        date = day.date
        lines.append(head.format(n=n, m=date.month, d=date.day, w=weekday(date), y=date.year, place=day.place))
        for stop in day.stops:
            lines.append(f"{entry}{stop.span + ' ' if stop.start else ''}{stop.text}")
            lines += [bullet + a for a in stop.agenda]
    return "\n".join(lines)


def diary_text(rng: random.Random, trip: Trip, head: str, entry: str = " ○ ", bullet: str = "   - ") -> Made:
    """A plain text with bulleted overview and a diary."""
    mark = rng.choice(("□", "■", "◇", "Ⅰ."))
    second = "Ⅱ." if mark == "Ⅰ." else mark
    opening = f"{heading(rng, trip)}\n\n{mark} 개요\n{bullets(overview(rng, trip))}\n\n{second} 일정\n"
    return made("txt", f"{opening}{diary(trip, head, entry, bullet)}\n", gold(trip))


@layout
def nth_day_square(rng: random.Random) -> Made:
    """'□ 1일차(6.16., 일) 베를린' over bullets."""
    trip = Maker(rng, lines=(1, 2)).trip()
    return diary_text(
        rng, trip, rng.choice(("□ {n}일차({m}.{d}., {w}) {place}", "○ {n}일차 ({m}. {d}. {w}) - {place}")), "  · "
    )


@layout
def bracket_date(rng: random.Random) -> Made:
    """'[6월 17일(월)] 베를린' over bullets."""
    trip = Maker(rng, lines=(1, 2)).trip()
    return diary_text(
        rng,
        trip,
        rng.choice(("[{m}월 {d}일({w})] {place}", "〈{m}. {d}.({w})〉 {place}", "【{m}/{d}({w})】 {place}")),
        " - ",
        "   · ",
    )


@layout
def day_pipes(rng: random.Random) -> Made:
    """'DAY 3 | 2019.06.18 | 파리' over bullets."""
    trip = Maker(rng).trip()
    return diary_text(rng, trip, "\nDAY {n} | {y}.{m:02}.{d:02} | {place}", "- ", "  · ")


@layout
def je_day(rng: random.Random) -> Made:
    """'제2일 6/17(월) 베를린' over bullets."""
    trip = Maker(rng).trip()
    return diary_text(
        rng, trip, rng.choice(("제{n}일 {m}/{d}({w}) {place}", "제{n}일차 - {m}월 {d}일({w}) {place}")), " ㅇ ", "   - "
    )


@layout
def weekday_first(rng: random.Random) -> Made:
    """'(월) 6. 17. 베를린' over bullets."""
    trip = Maker(rng).trip()
    return diary_text(rng, trip, "■ ({w}) {m}. {d}. {place}", "  - ", "    ▸ ")


@layout
def markdown_days(rng: random.Random) -> Made:
    """'### Day 2 (2019-06-17, 월)' with nested lists and bold names."""
    trip = Maker(rng, lines=(1, 2)).trip()
    lines = [f"# {heading(rng, trip)}", "", "## 개요", "", bullets(overview(rng, trip), "-", ""), "", "## 일정"]
    for n, day in enumerate(trip.days, 1):
        lines += ["", f"### Day {n} ({day.date}, {weekday(day.date)}) {day.place}", ""]
        for stop in day.stops:
            name = f"**{stop.text}**" if stop.kind == "visit" else stop.text
            lines.append(f"- {stop.span + ' ' if stop.start else ''}{name}")
            lines += [f"    - {a}" for a in stop.agenda]
    return made("md", "\n".join(lines) + "\n", gold(trip))


@layout
def one_line_arrows(rng: random.Random) -> Made:
    """'6.17.(월) 10:00 기관 ▶ 내용': everything on one line."""
    trip, style = Maker(rng).trip(), dates(rng, "tight", "slash", "dots")
    arrow = rng.choice((" ▶ ", " ⇒ ", " : ", " / "))
    lines = [heading(rng, trip), "", "□ 개요", bullets(overview(rng, trip)), "", "□ 일정"]
    for day in trip.days:
        for stop in day.stops:
            time = f"{stop.start} " if stop.start else ""
            lines.append(f" ○ {style(day.date)} {time}{stop.text}" + "".join(arrow + a for a in stop.agenda))
    where = trip if len(trip.cities) == 1 else without(trip, city=None, iso=None)
    return made("txt", "\n".join(lines) + "\n", gold(where))


@layout
def html_lists(rng: random.Random) -> Made:
    """Headings and nested <ul> instead of tables."""
    trip = Maker(rng, lines=(1, 2)).trip()
    parts = [h2("개요"), "<ul>" + "".join(f"<li>{k} : {v}</li>" for k, v in overview(rng, trip)) + "</ul>", h2("일정")]
    for day in trip.days:
        parts.append(f"<h3>{day.date.month}월 {day.date.day}일({weekday(day.date)}) {day.place}</h3>")
        items = []
        for stop in day.stops:
            below = "<ul>" + "".join(f"<li>{a}</li>" for a in stop.agenda) + "</ul>" if stop.agenda else ""
            items.append(f"<li>{stop.span + ' ' if stop.start else ''}{stop.text}{below}</li>")
        parts.append("<ul>" + "".join(items) + "</ul>")
    return made("html", page(heading(rng, trip), *parts), gold(trip))


@layout
def official_letter(rng: random.Random) -> Made:
    """수신, 제목, 1. 관련, 2. …, 붙임: visits under 라. 방문일정."""
    trip, style = Maker(rng).trip(count=1, length=rng.choice((5, 6, 7)), most=2), dates(rng, "dots", "full")
    asked = trip.start.replace(day=1)
    others = trip.headcount - 1
    lines = [
        trip.office.name,
        "",
        "수신  내부결재",
        "(경유)",
        f"제목  {trip.title} 계획 보고",
        "",
        f"1. 관련: {trip.office.department}-{rng.randint(1000, 9999)}호({asked.year}. {asked.month}. {asked.day}.)",
        "2. 위 호와 관련하여 국외출장을 다음과 같이 실시하고자 합니다.",
        f"  가. 기    간: {period(rng, trip)}",
        f"  나. 출 장 지: {trip.where}",
        f"  다. 출 장 자: {trip.office.full} 과장 {rng.choice('김이박')}OO 외 {others}명",
        "  라. 방문일정",
    ]
    for n, (day, stop) in enumerate(((d, s) for d in trip.days for s in d.stops), 1):
        lines.append(f"    {n}) {style(day.date)} {stop.start + ' ' if stop.start else ''}{stop.text}")
        lines += [f"       - {a}" for a in stop.agenda]
    line, pii = contact(rng, trip)
    lines += ["", "붙임  1. 국외출장계획서 1부.", "      2. 출장자 명단 1부.  끝.", "", line]
    return made("txt", "\n".join(lines) + "\n", gold(trip, pii=pii))


def particle(name: str) -> str:
    """을 or 를 for a name, its original in parentheses aside."""
    last = name.split("(")[0][-1]
    closed = (ord(last) - 0xAC00) % 28 if "가" <= last <= "힣" else False
    return f"{name}{'을' if closed else '를'}"


def sentence(stop: Stop, when: str) -> str:
    """'오전에는 …를 방문하여 …에 관하여 협의할 예정이다.'; the agenda loses its last word."""
    stop.agenda = [a.rsplit(" ", 1)[0] for a in stop.agenda]
    return f"{when} {particle(stop.text)} 방문하여 {stop.agenda[0]}에 관하여 협의할 예정이다."


@layout
def prose(rng: random.Random) -> Made:
    """Whole sentences: '6월 17일 오전에는 …를 방문하여 …에 관하여 협의할 예정이다.'"""
    trip = without(Maker(rng, originals=0.3).trip(count=1, most=2), start=None)
    lines = [heading(rng, trip), "", "1. 개요", bullets(overview(rng, trip), "-"), "", "2. 일정"]
    for day in trip.days:
        lines.append(f"  {told(day)}")
    return made("txt", "\n".join(lines) + "\n", gold(trip))


def told(day: Day) -> str:
    """A day in sentences."""
    date = f"{day.date.month}월 {day.date.day}일({weekday(day.date)})"
    if not day.visits:
        return f"{date}에는 " + ", ".join(s.text for s in day.stops) + " 예정이다."
    whens = [f"{date} 오전에는", "오후에는"] if len(day.visits) > 1 else [f"{date}에는"]
    return " ".join(sentence(stop, when) for stop, when in zip(day.visits, whens, strict=True))


@layout
def square_heads(rng: random.Random) -> Made:
    """'■ 기간: …' lines and 'ㅇ 10:00' entries under '▣ 6. 17.(월)'."""
    trip = Maker(rng).trip(most=3)
    lines = [heading(rng, trip), "", *(f"■ {k}: {v}" for k, v in overview(rng, trip, titled=True)), "", "■ 세부일정"]
    for day in trip.days:
        lines.append(f"▣ {day.date.month}. {day.date.day}.({weekday(day.date)}) / {day.place}")
        for stop in day.stops:
            lines.append(f"ㅇ {stop.start + ' ' if stop.start else ''}{stop.text}")
            lines += [f"→ {a}" for a in stop.agenda]
    return made("txt", "\n".join(lines) + "\n", gold(trip))


@layout
def spaced_labels(rng: random.Random) -> Made:
    """'기    간', '장    소' with spaces inside; visits under '방 문 일 정'."""
    trip, style = Maker(rng).trip(count=1), dates(rng, "dots", "tight")
    city = trip.cities[0]
    lines = [
        heading(rng, trip),
        "",
        "1. 출 장 개 요",
        f" o 기    간 : {period(rng, trip)}",
        f" o 장    소 : {city.country} {city.name}",
        f" o 인    원 : {trip.headcount}명",
        f" o 소    속 : {trip.office.full}",
        "",
        "2. 방 문 일 정",
    ]
    for day in trip.days:
        lines.append(f" o {style(day.date)}")
        for stop in day.stops:
            lines.append(f"   - {stop.text}" + joined([""] + [f"     · {a}" for a in stop.agenda]) * bool(stop.agenda))
    return made("txt", "\n".join(lines) + "\n", gold(without(trip, start=None)))

"""Who travels, what else happens, and documents that hold more or less than one trip."""

import datetime as dt
import random

from bench.layout_gold import Gold, gold, organizer
from bench.layout_world import City, Maker, Office, Site, Stop, Trip, fields, office, without
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
    md_table,
    overview,
    page,
    paragraphs,
    period,
    two_columns,
    weekday,
)
from bench.layouts_outlines import GA
from bench.layouts_tables import Row, agenda, entries


def table(rng: random.Random, trip: Trip) -> list[list[str]]:
    """The usual five columns."""
    style = dates(rng)
    rows = [["일자", "도시", "시간", "방문기관", "주요내용"]]
    return rows + [[style(d.date), d.place, s.start or "", s.text, agenda(s)] for d, s, _ in entries(trip)]


def plan(rng: random.Random, trip: Trip, truth: Gold, rows: list[list[str]] | None = None, more: str = "") -> Made:
    """An ordinary Markdown plan around a table."""
    lines = bullets(overview(rng, trip), "-", "")
    text = f"# {heading(rng, trip)}\n\n## 개요\n\n{lines}\n\n## 일정\n\n{md_table(rows or table(rng, trip))}\n{more}"
    return made("md", text, truth)


@layout
def council(rng: random.Random) -> Made:
    """Members of a council abroad with its staff."""
    trip = Maker(rng).trip()
    while not trip.office.basic:
        trip.office = office(rng, "")
    name = f"{trip.office.basic}의회"
    trip.office.department = (
        f"{name} {rng.choice(('도시환경위원회', '복지문화위원회', '의회운영위원회', '경제산업위원회'))}"
    )
    staff = rng.randint(2, 3)
    trip.title = f"{name} 의원 {'·'.join(trip.countries)} 공무국외연수"
    lines = [
        ("연수기간", period(rng, trip)),
        ("연수국", trip.where),
        ("연수단", f"{trip.headcount}명(의원 {trip.headcount - staff}명, 직원 {staff}명)"),
        ("주관", trip.office.full),
    ]
    rows: list[Row] = [[*row] for row in table(rng, trip)]
    body = page(f"{trip.title} 계획서", h2("1. 연수개요"), two_columns(lines), h2("2. 연수일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def joint_delegation(rng: random.Random) -> Made:
    """Several governments travel together, each with its number."""
    trip = Maker(rng).trip()
    province = rng.choice(("전라남도", "경상북도", "경상남도", "충청남도"))
    towns = {"전라남도": ("여수시", "담양군"), "경상북도": ("포항시", "의성군"),
             "경상남도": ("김해시", "하동군"), "충청남도": ("서산시", "홍성군")}[province]  # fmt: skip
    offices = [Office(province, None, "자치행정과"), *(Office(province, t, "기획예산과") for t in towns)]
    counts = [rng.randint(2, 5) for _ in offices]
    trip.office, trip.headcount = offices[0], sum(counts)
    who = ", ".join(f"{o.full} {n}명" for o, n in zip(offices, counts, strict=True))
    lines = [
        (k, f"{trip.headcount}명({who})" if v.startswith(f"{trip.headcount}명") else v) for k, v in overview(rng, trip)
    ]
    truth = gold(trip)
    truth["trips"][0]["organizers"] = [
        organizer(o, "member" if i else "lead", n) for i, (o, n) in enumerate(zip(offices, counts, strict=True))
    ]
    rows: list[Row] = [[*row] for row in table(rng, trip)]
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(lines), h2("2. 일정"), html_table(rows))
    return made("html", body, truth)


TRAPS = (
    "자유대학교",
    "호텔학교",
    "관광",
    "공항",
    "안내센터",
    "방문자센터",
    "시장",
    "박물관",
    "공원",
    "포룸",
    "교통",
    "도크원",
)


@layout
def trap_names(rng: random.Random) -> Made:
    """Institutions whose names hold words of tourism, free time, transport or lodging."""
    trip = Maker(rng, fits=lambda s: any(t in s.name for t in TRAPS)).trip(most=2)
    return plan(rng, trip, gold(trip))


@layout
def original_names(rng: random.Random) -> Made:
    """Institutions by their Latin names only."""
    trip = Maker(rng, originals=0, fits=lambda s: s.original.isascii() and bool(s.original)).trip()
    for stop in trip.visits:
        assert stop.site
        stop.text = stop.site.original
    return plan(rng, trip, gold(trip))


@layout
def original_first(rng: random.Random) -> Made:
    """'Oodi(오디 도서관)': the original name first."""
    trip = Maker(rng, originals=0, fits=lambda s: s.original.isascii() and bool(s.original)).trip()
    for stop in trip.visits:
        assert stop.site
        stop.text = f"{stop.site.original}({stop.site.name})"
        stop.accept = (stop.site.original, stop.site.name)
    return plan(rng, trip, gold(trip))


GENERIC = (
    ("현지 요양시설", "welfare"),
    ("사회적기업 지원기관 1개소", "startup"),
    ("재활용 선별시설 1개소", "waste"),
    ("현지 스마트팜 농가", "smartfarm"),
    ("공공도서관 1개소", "library"),
    ("주민자치 조직 2개소", "regen"),
)


@layout
def generic_types(rng: random.Random) -> Made:
    """Types of institution beside named ones."""
    trip = Maker(rng).trip(most=2)
    for stop, (text, code) in zip(rng.sample(trip.visits, 2), rng.sample(GENERIC, 2), strict=True):
        stop.text, stop.generic, stop.accept, stop.site = text, True, (), None
        stop.agenda = [rng.choice(fields()[code].agenda)]
    return plan(rng, trip, gold(trip))


EVENTS = (
    "세계도시정상회의(World Cities Summit) 참가",
    "국제 물주간 박람회 참관",
    "스마트시티 엑스포 참가 및 홍보관 운영",
    "국제 도서관 컨퍼런스 참석",
    "식품산업 박람회(Food Expo) 참관",
)


@layout
def with_event(rng: random.Random) -> Made:
    """A forum or fair on one of the workdays."""
    trip = Maker(rng).trip(most=2)
    day = rng.choice([d for d in trip.days if d.visits])
    day.stops = [Stop(rng.choice(EVENTS), "event")]
    return plan(rng, trip, gold(trip))


@layout
def leisure_and_meals(rng: random.Random) -> Made:
    """Meals, lodging, hotels, free time and sights around few visits."""
    trip = Maker(rng).trip(count=1, length=8, most=1)
    city = trip.cities[0]
    for day in trip.days:
        if not day.visits:
            continue
        day.stops.insert(0, Stop("호텔 조식", "meal"))
        day.stops.append(Stop("중식(현지식)", "meal"))
        if rng.random() < 0.4:
            day.stops.append(Stop(f"{city.sights} 탐방", "tourism"))
        day.stops.append(Stop("석식 후 호텔 휴식", "lodging"))
    quiet = rng.choice([d for d in trip.days if d.visits])
    quiet.stops = [rng.choice((Stop("자유일정", "free"), Stop("평가회의 및 자료정리", "other")))]
    rows: list[Row] = [["일자", "도시", "일정 및 활동"]]
    style = dates(rng)
    rows += [[style(d.date), d.place, bulleted(d, times=True)] for d in trip.days]
    body = page(heading(rng, trip), h2("1. 개요"), four_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows))
    return made("html", body, gold(trip))


@layout
def unconfirmed(rng: random.Random) -> Made:
    """'(섭외 중)', '(예정)', '(확정)' behind the names, ※ notes below."""
    trip = Maker(rng).trip()
    rows = table(rng, trip)
    listed = [s for d in trip.days for s in d.stops]
    for row, stop in zip(rows[1:], listed, strict=True):
        if stop.kind == "visit":
            row[3] += rng.choice((" (섭외 중)", "(예정)", " (확정)", " [섭외중]"))
            row[4] += rng.choice(("", "\n※ 기관 사정에 따라 시간이 바뀔 수 있음"))
    return plan(rng, trip, gold(trip), rows, "\n※ 방문기관은 현지 사정에 따라 변경될 수 있음\n")


@layout
def tagged_visits(rng: random.Random) -> Made:
    """'[방문1] 10:00~12:00 기관', '기관방문 ② 기관', '공식방문 : 기관'."""
    trip = Maker(rng).trip()
    form = rng.choice(("[방문{n}] {t} {x}", "(기관방문{n}) {t} {x}", "▸ 공식방문 : {x} ({t})", "{t} [기관방문] {x}"))
    lines = [heading(rng, trip), "", "□ 개요", bullets(overview(rng, trip)), "", "□ 세부일정"]
    for day in trip.days:
        lines.append(f" ■ {day.date.month}. {day.date.day}.({weekday(day.date)}) {day.place}")
        n = 0
        for stop in day.stops:
            n += stop.kind == "visit"
            lines.append("   " + (form.format(n=n, t=stop.span, x=stop.text) if stop.kind == "visit" else stop.text))
            lines += [f"      - {a}" for a in stop.agenda]
    return made("txt", "\n".join(lines) + "\n", gold(trip))


@layout
def comma_separated(rng: random.Random) -> Made:
    """Two institutions in one cell, between a comma or a slash."""
    trip = without(Maker(rng, originals=0.3, lines=(0,)).trip(most=2), start=None)
    mark, style = rng.choice((", ", " / ", "\n")), dates(rng)
    rows = [["날짜", "도시", "방문기관", "이동·기타"]]
    for day in trip.days:
        moves = "".join(s.text for s in day.stops if s.kind != "visit")
        rows.append([style(day.date), day.place, mark.join(s.text for s in day.visits) or "-", moves])
    return plan(rng, trip, gold(trip), rows)


@layout
def undated_list(rng: random.Random) -> Made:
    """Institutions listed without dates; the itinerary is attached apart."""
    trip = without(Maker(rng, originals=0.5, lines=(0,)).trip(count=2), start=None)
    for day in trip.days:
        day.stops = day.visits
    trip.days = [d for d in trip.days if d.stops]
    lines = [
        f"# {heading(rng, trip)}",
        "",
        "## 1. 개요",
        "",
        bullets(overview(rng, trip), "-", ""),
        "",
        "## 2. 방문기관",
        "",
    ]
    for city in trip.cities:
        visits = [v for d in trip.days if d.city == city for v in d.visits]
        if visits:
            lines.append(f"- {city.country} {city.name}")
        lines += [f"    - {stop.text}" for stop in visits]
    lines += ["", "※ 세부일정은 추후 확정"]
    return made("md", "\n".join(lines) + "\n", gold(trip, dated=False))


@layout
def cards(rng: random.Random) -> Made:
    """A card for each institution after the itinerary."""
    trip = Maker(rng, originals=0).trip()
    rows: list[Row] = [[*row] for row in table(rng, trip)]
    told = [(v.site.name, v.site.fact, v.site.city) for v in trip.visits if v.site]
    parts = []
    for name, fact, city in told:
        parts.append(html_table([[Cell("기관명", head=True), name], [Cell("소재지", head=True), city],
                                 [Cell("기관 개요", head=True), fact]], 0))  # fmt: skip
    body = page(heading(rng, trip), h2("1. 개요"), two_columns(overview(rng, trip)), h2("2. 일정"), html_table(rows),
                h2("3. 방문기관 소개"), *parts)  # fmt: skip
    return made("html", body, gold(trip, facts=[(n, [f]) for n, f, _ in told]))


@layout
def unvisited_site(rng: random.Random) -> Made:
    """The list of institutions names one that the itinerary does not."""
    while True:
        maker = Maker(rng, originals=0)
        trip = maker.trip()
        spare = [s for left in maker.left.values() for s in left]
        if spare:
            break
    extra: Site = rng.choice(spare)
    listed = [*(v.site for v in trip.visits if v.site), extra]
    rows: list[Row] = [[*row] for row in table(rng, trip)]
    sites = "\n".join(f"  ○ {s.name} : {s.fact}" for s in listed)
    flat = "\n".join("\t".join(str(c) for c in row) for row in rows)
    text = (f"{heading(rng, trip)}\n\n□ 개요\n{bullets(overview(rng, trip))}\n\n□ 방문기관 현황\n{sites}\n\n"
            f"□ 일정\n{flat}\n\n□ 기대효과\n" + joined([f"  ○ {e}" for e in effects(rng)]) + "\n")  # fmt: skip
    problems = [{"code": "site_without_visit", "where": extra.name}]
    return made("txt", text, gold(trip, facts=[(s.name, [s.fact]) for s in listed], problems=problems))


@layout
def two_trips(rng: random.Random) -> Made:
    """Two trips in one file, each with overview and table."""
    trips = [Maker(rng).trip(), Maker(rng).trip()]
    parts = ["# 공무국외출장 결과보고(2건)"]
    for i, trip in enumerate(trips):
        parts += [f"## {'ⅠⅡ'[i]}. {trip.title}", "### 1. 개요", bullets(overview(rng, trip, titled=True), "-", ""),
                  "### 2. 일정", md_table(table(rng, trip))]  # fmt: skip
    return made("md", "\n\n".join(parts) + "\n", gold(trips, "report"))


@layout
def two_teams(rng: random.Random) -> Made:
    """Two teams with plans of their own in one plain text."""
    trips = [Maker(rng).trip(count=1), Maker(rng).trip(count=1)]
    parts = ["공무국외출장 추진계획(1조·2조)", ""]
    for i, trip in enumerate(trips):
        parts += [f"{'ⅠⅡ'[i]}. {i + 1}조", "□ 개요", bullets(overview(rng, trip, titled=True)), "□ 세부일정"]
        for day in trip.days:
            parts.append(f" ○ {day.date.month}. {day.date.day}.({weekday(day.date)})")
            for stop in day.stops:
                parts.append(f"   - {stop.start + ' ' if stop.start else ''}{stop.text}")
                parts += [f"     · {a}" for a in stop.agenda]
        parts.append("")
    return made("txt", "\n".join(parts) + "\n", gold(trips))


def nothing(pii: list[str]) -> Gold:
    """A document about no trip."""
    return {"document": "", "synthetic": True, "kind": "other", "trips": [], "institution_facts": [], "themes": [],
            "pii": pii, "expected": "ingest", "reject_reason": None}  # fmt: skip


@layout
def study_note(rng: random.Random) -> Made:
    """A note on policies abroad: no trip."""
    city: City = Maker(rng).route(1, 1)[0]
    year = rng.randint(2016, 2024)
    text = (
        f"{city.country} 도시정책 동향 조사\n\n1. 조사 배경\n  ○ {year}년 정책연구 과제의 기초자료로 문헌을 정리함\n\n"
        f"2. 주요 내용\n  ○ {city.name}시는 {year - 6}년부터 공공시설 개방 시간을 늘리고 있음\n"
        f"  ○ 중앙정부 보조 비율은 {rng.randint(20, 60)}%로 알려짐\n"
        "  ○ 주민협의체가 예산의 일부를 직접 집행함\n\n3. 참고문헌\n"
        f"  ○ 도시정책연구원, 해외 도시정책 사례집, {year - 1}. 11. 20.\n"
        "\n4. 향후 계획\n  ○ 관계 부서 의견 조회 후 연구보고서 작성\n"
    )
    return made("txt", text, nothing([]))


@layout
def rule_text(rng: random.Random) -> Made:
    """The rule on trips abroad: it speaks of plans and reports, and is none."""
    where = office(rng, "총무과")
    text = (
        f"# {where.name} 공무국외출장 규칙 일부개정안\n\n## 개정 이유\n\n"
        "- 공무국외출장의 심사 기준을 강화하고 결과보고서의 공개 기한을 정함\n\n## 주요 내용\n\n"
        "- 제4조: 출장계획서는 출국 30일 전까지 제출한다.\n- 제7조: 1일 1기관 이상 방문하여야 한다.\n"
        "- 제12조: 귀국 후 15일 이내에 결과보고서를 등록한다.\n\n## 시행일\n\n"
        f"- {dt.date(rng.randint(2015, 2025), rng.randint(1, 12), 1):%Y. %-m. %-d.}부터 시행한다.\n"
    )
    return made("md", text, nothing([]))


@layout
def country_in_cell(rng: random.Random) -> Made:
    """Place cells as '독일 / 베를린' or '베를린(독일)', one table over two countries."""
    trip = Maker(rng).trip(count=2, countries=2, length=9)
    form = rng.choice(("{c} / {p}", "{p}({c})", "{c} {p}", "{c}\n({p})"))
    rows = table(rng, trip)
    for row, (day, _, _) in zip(rows[1:], entries(trip), strict=True):
        if day.city:
            row[1] = form.format(c=day.city.country, p=day.city.name)
    return plan(rng, trip, gold(trip), rows)


@layout
def earlier_trip(rng: random.Random) -> Made:
    """An earlier trip of others is mentioned, with its dates and city."""
    trip = Maker(rng).trip()
    old = trip.start.year - 2
    more = f"\n## 참고\n\n- 최근 유사 출장: {old}. 5. 12. ~ 5. 18. 프랑스 파리 (중복 방문기관 없음)\n"
    return plan(rng, trip, gold(trip), None, more)


@layout
def letter_with_table(rng: random.Random) -> Made:
    """A decision memo: 추진근거, 개요 as 가. 나. 다., itinerary as a table, costs as a table."""
    trip = Maker(rng).trip()
    line, pii = contact(rng, trip)
    numbered = [f"{GA[i]}. {k}: {v}" for i, (k, v) in enumerate(overview(rng, trip, titled=True))]
    rows: list[Row] = [[*row] for row in table(rng, trip)]
    cost: list[Row] = [["구분", "산출내역", "금액"], ["항공운임", f"1,900천원×{trip.headcount}명", "-"],
                       ["체재비", f"1,350천원×{trip.headcount}명", "-"]]  # fmt: skip
    body = page(
        heading(rng, trip),
        h2("1. 추진근거"),
        paragraphs(["가. 공무국외출장 규칙 제5조", "나. 2016. 1. 4. 방침"]),
        h2("2. 출장개요"),
        paragraphs(numbered),
        h2("3. 세부일정"),
        html_table(rows),
        h2("4. 소요예산"),
        html_table(cost),
        paragraphs([line]),
    )
    return made("html", body, gold(trip, pii=pii))

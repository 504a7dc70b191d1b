"""The pages as a browser gets them."""

import re
import sqlite3
from pathlib import Path

import datasette
import datasette_auth_passwords
import pytest
from datasette.utils import module_from_path
from lxml import html

from ingest import authority
from tests.plugins.conftest import ADDRESS, FORMULA, PLAN, REJECTED, REPORT, ROOT, SCRIPT, SOURCE, Site

OURS = [
    "/",
    "/search",
    "/search?q=몬드라곤",
    "/search?q=zzzz",
    "/institutions/lagun-aro",
    "/institutions/hostile",
    "/institutions/cae",
    "/institutions/{met}",
    "/institutions/{script}",
    "/trips/{trip}",
    "/documents/{plan}",
    "/documents/{report}",
    "/documents/{chungbuk}",
    "/documents/{gyeonggi}",
    "/documents/{rejected}",
    "/map",
    "/map?theme=P05&year=2019",
    "/stats",
    "/search?q=alert",
    "/nope",
    "/trips/nope",
    "/kb/nope",
]
DATASETTES = [
    "/kb",
    "/kb/visit_log",
    "/kb/institutions",
    "/kb/institutions/lagun-aro",
    "/kb/visited",
    "/-/versions",
]


Ids = dict[str, str]


def tree(site: Site, path: str) -> html.HtmlElement:
    return html.fromstring(site.get(path).content)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def place(base: Path, document: str, written: str) -> str:
    """The innermost block of the document that holds the text."""
    order = "order by length(text), length(block) desc"
    sql = f"select block from blocks where document_id = ? and instr(text, ?) {order}"
    return str(sqlite3.connect(base).execute(sql, (document, written)).fetchone()[0])


@pytest.fixture
def path(request: pytest.FixtureRequest, ids: Ids) -> str:
    """An address with the names in it filled in."""
    return str(request.param).format_map(ids)


def each(paths: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, indirect=True)


# -- every page -----------------------------------------------------------------------------


@each(OURS)
def test_our_pages(site: Site, path: str) -> None:
    response = site.get(path)
    page = html.fromstring(response.content)
    assert response.status_code == (404 if "nope" in path else 200)
    assert page.get("lang") == "ko"
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//head/title")) == 1
    assert page.xpath("//body//a")[0].get("href") == "#main"
    assert page.xpath("//main[@id='main']")
    assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@each(OURS)
def test_nothing_hostile_gets_through(site: Site, path: str) -> None:
    page = tree(site, path)
    assert SCRIPT not in site.get(path).text
    assert not page.xpath("//img")
    addresses = page.xpath("//@href | //@src | //@action")
    assert all(re.match(r"(/|#|https?://)", address) for address in addresses)
    for link in page.xpath("//a[starts-with(@href, 'http')]"):
        assert "noreferrer" in link.get("rel")


def test_the_hostile_words_are_there_to_be_read(site: Site, ids: Ids) -> None:
    for page in ("/trips/{trip}", "/documents/{report}", "/institutions/{script}", "/institutions/hostile"):
        assert SCRIPT in text(tree(site, page.format_map(ids))), page
    assert FORMULA in text(tree(site, "/institutions/hostile").xpath("//h1")[0])
    assert REJECTED in text(tree(site, "/documents/{rejected}".format_map(ids)))


@each(OURS)
def test_nothing_is_loaded_from_outside(site: Site, path: str) -> None:
    page = tree(site, path)
    loaded = page.xpath("//link/@href | //script/@src | //img/@src | //iframe/@src")
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert all(site.get(address).status_code == 200 for address in loaded)
    style = (ROOT / "static" / "gabonde.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


@each([path for path in OURS if "nope" not in path])
def test_links_lead_somewhere(site: Site, path: str, answered: dict[str, html.HtmlElement]) -> None:
    for address in set(tree(site, path).xpath("//main//a/@href | //header//a/@href")):
        target, _, anchor = address.partition("#")
        if target.startswith("http"):
            continue
        target = target or path
        if target not in answered:
            response = site.get(target)
            assert response.status_code == 200, address
            exported = ".csv" in target or ".xlsx" in target
            answered[target] = None if exported else html.fromstring(response.content)
        if anchor:
            assert answered[target].xpath("//*[@id=$anchor]", anchor=anchor), address


@pytest.fixture(scope="module")
def answered() -> dict[str, html.HtmlElement]:
    """The pages that links led to, each fetched once."""
    return {}


@pytest.mark.parametrize("path", DATASETTES)
def test_datasettes_own_pages_are_korean(site: Site, path: str) -> None:
    page = site.get(path)
    assert page.text.count('<html lang="ko">') == 1
    assert "<html>" not in page.text
    assert "/static/gabonde.css" in page.text


@pytest.mark.parametrize(
    "path", ["/institutions/가", "/institutions/%00", "/trips/a%2Fb", "/documents/'", "/trips/nope"]
)
def test_unknown_ids_get_a_korean_page(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "없습니다" in response.text
    assert "다시 찾아보세요" in response.text


def test_datasettes_index_stays_for_scripts(site: Site) -> None:
    assert "kb" in site.get("/.json").json()


@each(["/", "/search?q=a", "/institutions/lagun-aro", "/trips/{trip}", "/documents/{plan}"])
def test_a_private_base_stays_private(base: Path, path: str) -> None:
    response = Site(base, private=True).get(path)
    assert response.status_code == 403
    assert "볼 수 있는 권한이 없습니다" in response.text
    assert "라군아로" not in response.text


def test_every_word_for_datasettes_templates_has_its_place() -> None:
    words = module_from_path(str(ROOT / "plugins" / "korean.py"), "korean").WORDS
    folders = [Path(str(module.__file__)).parent / "templates" for module in (datasette, datasette_auth_passwords)]
    theirs = "".join(file.read_text(encoding="utf-8") for folder in folders for file in folder.glob("*.html"))
    assert len(words) > 40
    assert [piece for piece in words if piece not in theirs] == []


@pytest.mark.parametrize(
    "path",
    [*DATASETTES, "/kb/visits?_search=몬드라곤", "/kb/visits?year=1900", "/kb?sql=select+1", "/kb/by_theme?theme=x"],
)
def test_datasettes_own_pages_speak_korean(site: Site, path: str) -> None:
    page = tree(site, path)
    for script in page.xpath("//script | //style | //pre | //textarea | //dl"):
        script.drop_tree()
    shown = text(page.xpath("//body")[0])
    english = r"Search:|Apply|This data as|advanced|Custom SQL|rows?\b|Powered by|Data (license|source)|Queries|Tables"
    assert not re.search(english, re.sub(r"https?://\S+", "", shown)), shown
    assert {"/kb/institution_list", "/kb/trip_log", "/kb/visit_log", "/kb"} <= set(page.xpath("//nav//a/@href"))


def test_the_tables_are_told_by_their_titles(site: Site) -> None:
    page = tree(site, "/kb")
    views = page.xpath("//section[@aria-labelledby='views']//th/a/text()")
    assert views[:2] == ["방문기록", "방문한 기관"]
    links = page.xpath("//main//a/@href")
    for name in ("visit_log", "visited_institutions", "unvisited_institutions", "institutions_by_theme"):
        assert {f"/kb/{name}", f"/kb/{name}.csv", f"/kb/{name}.xlsx"} <= set(links)
    assert {"/kb/not_yet_visited", "/kb/by_theme", "/kb/institutions", "/kb/visits"} <= set(links)
    assert "/kb/search_entries" not in links
    assert "/kb/search_entries" in tree(site, "/kb?_show_hidden=1").xpath("//main//a/@href")


# -- the front page -------------------------------------------------------------------------


def test_front(site: Site) -> None:
    page = tree(site, "/")
    box = page.xpath("//input[@name='q']")[0]
    assert box.get("autofocus") is not None
    known = [one for one in authority.load().institutions.values() if not one.is_type]
    met = ["기푸스코아 주정부", f"{SCRIPT} 협동조합", "@SUM(A1) 협동조합"]
    assert [text(count) for count in page.xpath("//dl[@class='counts']/div")] == [
        f"기관{len(known) + len(met) + len(['hostile'])}",
        "방문28",  # 8 in 2024; 6 in 2023 and 7 in 2022, each with one cancelled; 5 planned in 2019, 2 more reported
        "출장4",
        "문서6",
    ]
    recent = [text(trip) for trip in page.xpath("//ul[@class='cards']/li")]
    assert [trip[:4] for trip in (part.partition(" 20")[2] for part in recent)] == ["24-0", "23-0", "22-1", "19-0"]
    assert "[견본] 바스크 협동조합의 고용안전망과 청년 창업교육" in recent[0]
    assert "스페인, 프랑스" in recent[3]
    most = [text(row)[:2] for row in page.xpath("//table/tbody/tr")]
    assert set(most[:3]) == {"라군", "몬드", "빌바"}
    assert "읽지 못한 문서가 1건" in text(page)
    assert [name for name in page.xpath("//ul[contains(@class, 'across')]/li/a/text()") if name < "가"] == []


def test_a_count_leads_to_a_list_of_as_many(site: Site) -> None:
    for count in tree(site, "/").xpath("//dl[@class='counts']/div"):
        [link] = count.xpath("dd/a")
        if text(count).startswith("방문"):
            continue  # the list has a line for each document that tells a visit, and says so
        table = site.get(
            link.get("href").replace("?", ".json?") if "?" in link.get("href") else f"{link.get('href')}.json"
        )
        assert table.json()["filtered_table_rows_count"] == int(text(link)), text(count)


def test_why_documents_were_rejected_is_a_click_from_the_front(site: Site) -> None:
    [link] = tree(site, "/").xpath("//a[text()='까닭과 할 일 보기']/@href")
    [row] = site.get(link.replace("?", ".json?_shape=array&")).json()
    assert row["reason"].startswith("읽을 내용이 없는 파일입니다.")
    assert set(row) == {"id", "path", "reason", "format", "size"}, "nothing pushes the reason out of sight"


def test_every_example_finds_something(site: Site) -> None:
    examples = tree(site, "/").xpath("//p[@class='examples']/a/@href")
    assert len(examples) == 3
    assert all(site.get(address.replace("/search?", "/search.json?")).json()["total"] for address in examples)


def test_front_of_an_empty_base(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    db = sqlite3.connect(path)
    db.executescript((ROOT / "ingest" / "schema.sql").read_text(encoding="utf-8"))
    db.close()
    response = Site(path).get("/")
    assert response.status_code == 200
    assert "아직 출장이 없습니다" in response.text


# -- an institution -------------------------------------------------------------------------


def test_institution(site: Site, base: Path, ids: Ids) -> None:
    page = tree(site, "/institutions/lagun-aro")
    assert text(page.xpath("//h1")[0]) == "라군아로"
    assert page.xpath("//header[@class='head']//*[contains(@class, 'badge')]/text()") == ["출처 확인"]
    latest, first = (text(row) for row in page.xpath("//table[contains(@class, 'stack')]/tbody/tr"))
    for part in (
        "2019-06-17",
        "전라남도 사회적경제과",
        "일자리가 줄어든 조합의 고용재배치 업무",
        "고용재배치 재원 질의",
        "계획",
        "다녀옴",
    ):
        assert part in first
    assert "2024-05-14" in latest
    assert "2019년 연수 뒤 달라진 고용재배치 절차와 재원" in latest
    block = place(base, ids["plan"], "라군아로(LagunAro)")
    assert f"/documents/{ids['plan']}#b-{block}" in page.xpath("//td//a/@href")
    assert "협동조합 131곳이 들어 있는 상호부조 조직으로 사회보장을 맡음" in text(page)
    assert "/kb/visit_log.csv?institution_id__exact=lagun-aro" in page.xpath("//a/@href")


def test_one_visit_told_twice_is_one_row(site: Site) -> None:
    page = tree(site, "/institutions/lagun-aro")
    assert len(page.xpath("//table[contains(@class, 'stack')]/tbody/tr")) == 2
    assert "2회(다녀옴 1, 계획만 1) · 출장 2건 · 2019–2024" in text(page)


def test_sources_of_claims(site: Site) -> None:
    claims = authority.load().institutions["lagun-aro"].claims
    expected = {part for claim in claims for part in claim.source.split(" ; ") if part}
    page = tree(site, "/institutions/lagun-aro")
    assert set(page.xpath("//section[@aria-labelledby='claims']//a[contains(@class, 'outside')]/@href")) == expected
    assert "국가 스페인" in text(page)
    hostile = tree(site, "/institutions/hostile")
    assert set(hostile.xpath("//a[contains(@class, 'outside')]/@href")) == {SOURCE}
    assert f"누리집 {ADDRESS}" in text(hostile)
    assert f"{SCRIPT} 출처 미확인" in text(hostile)


def test_a_type_is_clearly_no_institution(site: Site) -> None:
    page = tree(site, "/institutions/cae")
    head = text(page.xpath("//header[@class='head']")[0])
    assert "유형(특정 기관 아님)" in head
    assert "출처 확인" not in head


def test_unchecked_says_so(site: Site, ids: Ids) -> None:
    page = text(tree(site, f"/institutions/{ids['unchecked']}"))
    assert "출처 미확인" in page
    assert "먼저 확인해 주세요" in page
    assert "아직 방문 기록이 없습니다" in page


def test_met_in_a_document_says_so(site: Site, ids: Ids) -> None:
    page = text(tree(site, f"/institutions/{ids['met']}"))
    assert "문서에서만 나옴" in page
    assert "이름으로만 알려진 기관입니다" in page


def test_export_of_an_institution(site: Site) -> None:
    exported = site.get("/kb/visit_log.csv?institution_id__exact=lagun-aro").content.decode("utf-8-sig")
    days = [line[:10] for line in exported.splitlines() if re.match(r"\d{4}-", line)]
    assert days == ["2024-05-14", "2019-06-17", "2019-06-17"]


# -- a trip ---------------------------------------------------------------------------------


def test_trip_head(site: Site, ids: Ids) -> None:
    head = text(tree(site, f"/trips/{ids['trip']}").xpath("//header[@class='head']")[0])
    for part in (
        "사회적경제 정책 현장 연수",
        "2019-06-16 ~ 2019-06-23 (6박 8일)",
        "전라남도 순천시 자치혁신과 1명",
        "15명",
        "스페인(빌바오, 몬드라곤) · 프랑스(파리)",
        f"계획서 {PLAN}",
        f"결과보고서 {REPORT}",
    ):
        assert part in head


def test_trip_day_by_day(site: Site, base: Path, ids: Ids) -> None:
    page = tree(site, f"/trips/{ids['trip']}")
    days = [text(day) for day in page.xpath("//section[@class='day']/div[1]")]
    assert days[:2] == ["2019-06-16 (일) 이동 1", "2019-06-17 (월) 방문 2"]
    assert len(days) == 8
    assert days[5] == "2019-06-21 (금) 자유 1 · 관광 1 검토 신호 기관 방문 없음"
    marks = page.xpath("//section[@id='day-2019-06-19']//span[@class='mark']/text()")
    assert marks[-1] == "■"
    assert set(marks[:-1]) == {"○"}
    visits = sqlite3.connect(base).execute("select id from visits where trip_id = ?", (ids["trip"],)).fetchall()
    assert len(visits) == 9
    assert {f"visit-{visit}" for (visit,) in visits} <= set(page.xpath("//@id"))


def test_trip_tells_what_each_document_says(site: Site, ids: Ids) -> None:
    day = text(tree(site, f"/trips/{ids['trip']}").xpath("//section[@id='day-2019-06-19']")[0])
    assert re.search(r"계획서.* 계획 .*결과보고서.* 취소 ", day)


def test_trip_signals_are_no_verdict(site: Site, ids: Ids) -> None:
    signals = text(tree(site, f"/trips/{ids['trip']}").xpath("//section[@id='findings']")[0])
    assert signals.startswith("검토 신호")
    assert "2019-06-21(금)" in signals
    assert "까닭이 있을 수 있으니" in signals
    for verdict in ("위반", "부적절", "잘못된", "오류"):
        assert verdict not in signals


# -- a document -----------------------------------------------------------------------------


def test_document_is_as_it_was(site: Site, base: Path, ids: Ids) -> None:
    page = tree(site, f"/documents/{ids['plan']}")
    tables = page.xpath("//article//table")
    assert [len(table.xpath("./tr")) for table in tables] == [8, 13, 6]
    assert [len(row.xpath("./td")) for row in tables[1].xpath("./tr")] == [6] * 13
    inner = place(base, ids["plan"], "철도관사마을, 대학로, 상사 서동마을, 향림골")
    outer = place(base, ids["plan"], "활동이 활발한 마을의 마을공동체가")
    assert page.xpath("//li[@id=$outer]/ul/li/@id", outer=f"b-{outer}") == [f"b-{inner}"]
    assert [text(heading) for heading in page.xpath("//article//h3")] == [
        "1. 개요",
        "2. 날짜별 일정",
        "3. 방문기관 소개",
        "4. 기대효과",
    ]


def test_a_sentence_of_other_documents_is_marked_in_its_place(site: Site, ids: Ids) -> None:
    page = tree(site, f"/documents/{ids['plan']}")
    marked = page.xpath("//article//a[@href='#repeated']/ancestor::*[@id][1]/@id")
    listed = page.xpath("//section[@aria-labelledby='repeated']//li/a/@href")
    assert marked
    assert {f"#{place}" for place in marked} == set(listed)


@each(["{plan}", "{report}", "{chungbuk}", "{gyeonggi}"])
def test_every_block_is_there(site: Site, base: Path, path: str) -> None:
    shown = set(tree(site, f"/documents/{path}").xpath("//article//@id"))
    blocks = sqlite3.connect(base).execute("select block from blocks where document_id = ?", (path,)).fetchall()
    assert shown == {f"b-{block}" for (block,) in blocks}
    assert len(shown) > 50


def test_facts_are_marked_and_lead_to_their_pages(site: Site, base: Path, ids: Ids) -> None:
    page = tree(site, f"/documents/{ids['plan']}")

    def block(written: str) -> html.HtmlElement:
        return page.xpath("//*[@id=$id]", id=f"b-{place(base, ids['plan'], written)}")[0]

    visit = block("라군아로(LagunAro)")
    assert visit.xpath("./mark/text()") == ["라군아로(LagunAro)"]
    assert re.fullmatch(rf"/trips/{ids['trip']}#visit-\S+", visit.xpath("./a/@href")[0])
    statement = block("협동조합 131곳이 들어 있는 상호부조 조직")
    assert statement.xpath(".//a/@href") == ["/institutions/lagun-aro"]
    assert f"#{visit.get('id')}" in page.xpath("//aside//a/@href")
    assert not block("※ 가본데를 보이려고").xpath("./mark")


def spans(table: html.HtmlElement) -> list[list[tuple[str, str]]]:
    """The spans of the cells of each row."""
    cells = [row.xpath("./td | ./th") for row in table.iter("tr")]
    return [[(cell.get("rowspan", "1"), cell.get("colspan", "1")) for cell in row] for row in cells]


def test_tables_have_the_spans_of_the_original(site: Site, ids: Ids) -> None:
    original = html.fromstring((ROOT / "plans" / "sample-2022-chungbuk-report.html").read_bytes())
    page = tree(site, f"/documents/{ids['chungbuk']}")
    shown = [spans(table) for table in page.xpath("//article//table")]
    assert shown == [spans(table) for table in original.xpath("//table")]
    assert ("2", "1") in shown[0][1]
    assert ("1", "3") in shown[0][2]


def test_rejected_document_says_why_and_what_to_do(site: Site, ids: Ids) -> None:
    page = text(tree(site, f"/documents/{ids['rejected']}"))
    for part in (
        "읽지 못했습니다",
        "빈 문서입니다",
        "할 일",
        "내용이 있는지 확인하고",
        "아무 내용도 뽑지 않았습니다",
    ):
        assert part in page


# -- Datasette's tables ---------------------------------------------------------------------


def test_names_in_tables_lead_to_our_pages(site: Site, base: Path, ids: Ids) -> None:
    links = set(tree(site, "/kb/visit_log").xpath("//td//a/@href"))
    assert {
        "/institutions/lagun-aro",
        f"/trips/{ids['trip']}",
        f"/documents/{ids['plan']}",
        f"/documents/{ids['plan']}#b-{place(base, ids['plan'], '라군아로(LagunAro)')}",
    } <= links
    for table in ("institutions", "not_yet_visited", "unvisited_institutions", "institution_list"):
        assert "/institutions/hostile" in tree(site, f"/kb/{table}").xpath("//td//a/@href")
    for path in ("/kb/institutions", "/kb/visit_log", "/kb/trips", "/kb/documents", "/kb/blocks?_size=max"):
        assert SCRIPT not in site.get(path).text


def test_pages_know_the_address_they_stand_below(base: Path) -> None:
    page = tree(Site(base, base_url="/gabonde/"), "/institutions/lagun-aro")
    inner = [address for address in page.xpath("//@href | //@src | //@action") if address.startswith("/")]
    assert inner
    assert all(address.startswith("/gabonde/") for address in inner)


def test_the_base_is_kb_whatever_its_file_is_called(base: Path, tmp_path: Path) -> None:
    other = tmp_path / "자료 2024.db"
    other.write_bytes(base.read_bytes())
    site = Site(other)
    assert [database["name"] for database in site.get("/-/databases.json").json()] == ["kb"]
    for path in ("/", "/kb", "/kb/visit_log", "/search?q=몬드라곤", "/institutions/lagun-aro"):
        assert site.get(path).status_code == 200


def test_listing_the_tables_is_silent(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    assert site.get("/kb").status_code == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/kb/visits?_sort=nope", "그런 열로는 정렬할 수 없습니다"),
        ("/kb/visit_log?_sort_desc=nope", "그런 열로는 정렬할 수 없습니다"),
        ("/kb/visits.csv?_sort=nope", "그런 열로는 정렬할 수 없습니다"),
        ("/kb/visits?_sort=rowid", "그런 열로는 정렬할 수 없습니다"),
        ("/kb/visits?_sort=date&_sort_desc=city", "하나만 적어 주세요"),
        ("/kb/visit_log?_next=abc", "목록에 그런 자리가 없습니다"),
        ("/kb/visit_log?_next=²", "목록에 그런 자리가 없습니다"),
        (f"/kb/visit_log?_next={'9' * 30}", "목록에 그런 자리가 없습니다"),
        (f"/kb/visit_log?_next={'9' * 5000}", "목록에 그런 자리가 없습니다"),
    ],
)
def test_what_nobody_can_answer_is_a_bad_request(
    site: Site, path: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    response = site.get(path)
    assert response.status_code == 400
    page = html.fromstring(response.content)
    assert page.get("lang") == "ko"
    assert said in text(page)
    assert "Traceback" not in capfd.readouterr().err
    if ".csv" not in path:
        answer = site.get(path.replace("?", ".json?"))
        assert (answer.status_code, answer.json()["ok"]) == (400, False)
        assert said in answer.json()["error"]


@each(
    [
        "/kb/visits?_sort=date&_next=",
        "/kb/visit_log?_sort_desc=city&_next=20",
        "/kb/search_fts?_sort=rowid",
    ]
)
def test_what_can_be_answered_is(site: Site, path: str) -> None:
    assert site.get(path).status_code == 200


# -- the whole base -------------------------------------------------------------------------


def test_every_page_of_the_base(site: Site, base: Path) -> None:
    db = sqlite3.connect(base)
    for kind in ("institutions", "trips", "documents"):
        for (key,) in db.execute(f"select id from {kind}"):
            assert site.get(f"/{kind}/{key}").status_code == 200


def test_every_visit_stands_in_its_document_and_its_trip(site: Site, base: Path) -> None:
    db = sqlite3.connect(base)
    pages = {
        f"/{kind}/{key}": tree(site, f"/{kind}/{key}")
        for kind in ("trips", "documents")
        for (key,) in db.execute(f"select id from {kind}")
    }
    visits = db.execute("select document_id, block, trip_id, id from visits").fetchall()
    assert len(visits) == 36
    for document, block, trip, visit in visits:
        assert pages[f"/documents/{document}"].xpath("//*[@id=$id]", id=f"b-{block}")
        assert pages[f"/trips/{trip}"].xpath("//*[@id=$id]", id=f"visit-{visit}")

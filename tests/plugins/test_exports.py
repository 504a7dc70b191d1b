"""Every list can be taken home as CSV and as a workbook: whole, with its filters, under a Korean name with the day."""

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
import yaml
from lxml import html
from openpyxl import load_workbook

from bench.web_base import write_base
from ingest.excel import KOREA
from tests.browser.served import ROOT
from tests.plugins.conftest import FORMULA, Site
from web.words import codes

# A page with a list, and the titles under which its files are saved.
LISTS = {
    "/kb/visit_log?country=스페인": "방문기록",
    "/kb/institutions?_search=몬드라곤": "기관",
    "/kb/trips": "출장",
    "/kb/trip_log": "출장 목록",
    "/kb/institution_list?_search=몬드라곤": "모든 기관",
    "/kb/review_queue": "",
    "/kb/visited": "이미 방문한 기관",
    "/kb/by_theme?theme=P05": "주제별 기관",
    "/kb?sql=select+*+from+themes": "직접 물은 것",
    "/search?q=몬드라곤": "찾기 몬드라곤",
    "/map?theme=P05": "지도의 기관",
    "/stats?country=ES": "연도별 방문",
    "/trips/{trip}": "방문기록",
}


# What stands in workbooks for the base's codes.
CODES = {
    word
    for table in yaml.safe_load((ROOT / "metadata.yml").read_text())["databases"]["kb"]["tables"].values()
    for described in table.get("columns", {}).values()
    for word in codes(str(described)).values()
}


def shown(value: object) -> str:
    """What a cell shows: a date as Excel does."""
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else "" if value is None else str(value)


def table(response: httpx.Response) -> list[list[object]]:
    """The rows of a file with their heads, as texts; empty cells are empty."""
    assert response.status_code == 200, response.text[:300]
    if response.content.startswith(b"PK"):
        sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
        return [[shown(cell.value) for cell in row] for row in sheet]
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def files(site: Site, path: str) -> dict[str, httpx.Response]:
    """What the first button of each name on a page gives."""
    page = html.fromstring(site.get(path).text)
    links = {
        name: page.xpath(f"//a[contains(@class, 'button')][starts-with(., '{name}')]/@href") for name in ("엑셀", "CSV")
    }
    return {name: site.get(found[0].replace("http://localhost", "")) for name, found in links.items()}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_both_buttons_and_both_give_the_same_rows(site: Site, ids: dict[str, str], path: str) -> None:
    found = files(site, path.format_map(ids))
    book, text = table(found["엑셀"]), table(found["CSV"])
    assert len(book) == len(text)
    plain = [[str(cell).removeprefix("'") for cell in row] for row in text]
    numbers = re.compile(r"-?\d+(\.\d+)?")
    same = [cell for row in book[1:] for cell in row if not numbers.fullmatch(str(cell)) and cell not in CODES]
    assert {cell.replace("\r\n", "\n") for row in plain for cell in row} >= set(same)


@pytest.mark.parametrize("path", [path for path in LISTS if LISTS[path]])
def test_files_bear_a_korean_title_and_the_day(site: Site, ids: dict[str, str], path: str) -> None:
    before = datetime.now(KOREA).date()
    found = files(site, path.format_map(ids)).values()
    for ending, response in zip(("xlsx", "csv"), found, strict=True):
        names = {quote(f"{LISTS[path]}-{day}.{ending}", safe="") for day in (before, datetime.now(KOREA).date())}
        kind, plain, korean = response.headers["content-disposition"].split("; ")
        assert kind == "attachment"
        assert re.fullmatch(rf'filename="gabonde-[0-9-]{{10}}\.{ending}"', plain)
        assert korean.removeprefix("filename*=UTF-8''") in names


@pytest.mark.parametrize(
    "path", ["/kb/visit_log", "/kb/trip_log", "/search", "/map", "/stats", "/institutions/lagun-aro", "/kb/visited"]
)
def test_a_workbook_has_korean_heads(site: Site, path: str) -> None:
    sheet = load_workbook(io.BytesIO(site.get(f"{path}.xlsx?q=몬드라곤").content)).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads)
    assert not [head for head in heads if not re.search("[가-힣]", head) and head not in ("institution_id",)]


def test_in_a_workbook_dates_can_be_counted_with_and_codes_are_words(site: Site) -> None:
    sheet = load_workbook(io.BytesIO(site.get("/kb/visit_log.xlsx").content)).worksheets[0]
    rows = [dict(zip((cell.value for cell in sheet[1]), row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert all(row["날짜"].is_date and row["날짜"].number_format == "yyyy-mm-dd" for row in rows if row["날짜"].value)
    assert {row["상태"].value for row in rows} == {"계획", "다녀옴", "취소"}


def test_filters_hold_in_both_files(site: Site) -> None:
    for response in files(site, "/kb/visit_log?country=스페인").values():
        head, *rows = table(response)
        assert rows
        column = head.index("국가" if "국가" in head else "country")
        assert {row[column] for row in rows} == {"스페인"}


@pytest.mark.parametrize("path", ["/kb/visited", "/kb/by_theme", "/kb?sql=select+document_id,+block+from+blocks"])
def test_a_question_is_given_whole_however_few_rows_a_page_has(base: Path, path: str) -> None:
    small = Site(base, max_returned_rows=7)
    whole = Site(base)
    for ending in ("csv", "xlsx"):
        target = re.sub(r"(\?|$)", rf".{ending}\1", path, count=1)
        assert len(table(small.get(target))) == len(table(whole.get(target))) > 8
    assert "7줄까지만 보입니다. 내려받으면 모두 들어 있습니다" in small.get(path).text


def test_a_question_with_a_condition_is_narrowed(site: Site) -> None:
    every, some = table(site.get("/kb/by_theme.csv")), table(site.get("/kb/by_theme.csv?theme=P05"))
    assert 1 < len(some) < len(every)
    assert len({row[0] for row in some[1:]}) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/kb.csv",
        "/kb.xlsx",
        "/kb.csv?sql=",
        "/kb.csv?sql=delete+from+trips",
        "/kb.csv?sql=select+nope",
        "/kb.csv?sql=selec",
    ],
)
def test_sql_that_cannot_be_answered_is_a_bad_request(site: Site, path: str) -> None:
    assert site.get(path).status_code == 400


def test_questions_of_a_private_base_stay_private(base: Path) -> None:
    private = Site(base, private=True)
    for path in ("/kb/visited.csv", "/kb.csv?sql=select+1", "/kb/visited.xlsx", "/search.xlsx?q=a", "/map.xlsx"):
        assert private.get(path).status_code == 403, path


def test_a_workbook_says_in_korean_what_it_is(site: Site) -> None:
    book = load_workbook(io.BytesIO(site.get("/kb/visit_log.xlsx?country=스페인").content))
    assert book.sheetnames == ["방문기록", "이 파일에 관하여"]
    told = {row[0].value: row[1].value for row in book["이 파일에 관하여"]}
    assert told["표"] == "방문기록"
    assert unquote(told["주소"]).endswith("/kb/visit_log?country=스페인")
    assert told["줄 수"] == str(book["방문기록"].max_row - 1)
    assert told["열 누가"] == "다녀온 기관과 부서"
    assert load_workbook(io.BytesIO(site.get("/kb.xlsx?sql=select+1").content)).sheetnames[0] == "직접 물은 것"


def test_a_text_too_long_for_a_cell_is_cut_and_that_is_said(site: Site) -> None:
    sql = "with+recursive+c(x)+as+(select+'가나다라마바사아자차'+union+all+select+x||x+from+c+where+length(x)<40000)"
    book = load_workbook(io.BytesIO(site.get(f"/kb.xlsx?sql={sql}+select+max(x)+as+x+from+c").content))
    assert book.worksheets[0]["A2"].value.endswith(" …(줄임)")
    assert any("엑셀 한 칸의 한도" in str(row[1].value) for row in book.worksheets[1])


def test_an_institution_is_taken_home_with_all_that_is_known_of_it(site: Site) -> None:
    found = files(site, "/institutions/lagun-aro")
    book = load_workbook(io.BytesIO(found["엑셀"].content))
    assert book.sheetnames == ["방문", "물은 것", "문서가 말하는 것", "이름", "확인한 내용"]
    assert len(table(found["엑셀"])) == len(table(found["CSV"]))
    assert "고용재배치 재원 질의" in {row[1].value for row in book["물은 것"]}
    assert "Lagun-Aro" in {row[0].value for row in book["이름"]}
    assert unquote(found["엑셀"].headers["content-disposition"]).endswith(".xlsx")
    assert "라군아로-" in unquote(found["엑셀"].headers["content-disposition"])
    assert site.get("/institutions/nobody.xlsx").status_code == 404


def test_an_institution_that_nobody_visited_has_a_file_as_well(site: Site, ids: dict[str, str]) -> None:
    book = load_workbook(io.BytesIO(site.get(f"/institutions/{ids['unchecked']}.xlsx").content))
    assert book["방문"].max_row == 1
    assert book["이름"].max_row > 1


@pytest.mark.parametrize(
    "path",
    [
        "/search.xlsx?q=HYPERLINK",
        "/map.xlsx",
        "/institutions/hostile.xlsx",
        "/kb/institutions.xlsx",
        "/kb/visited.xlsx",
    ],
)
def test_no_workbook_has_a_formula(site: Site, path: str) -> None:
    book = load_workbook(io.BytesIO(site.get(path).content))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    if path != "/kb/visited.xlsx":
        assert FORMULA in {cell.value for cell in cells}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages over a base of which a search finds more than a page, or a batch of a file, holds."""
    path = tmp_path_factory.mktemp("large") / "kb.db"
    write_base(path, 1800)
    return Site(path)


@pytest.mark.parametrize(
    "query", ["q=협동조합", "q=협동조합&type=policy", "q=협동조합&country=ES", "q=정책&type=visit"]
)
def test_a_file_of_a_search_holds_all_that_it_finds(large: Site, query: str) -> None:
    found = large.get(f"/search.json?{query}&limit=200").json()
    assert found["total"] > 250
    rows = list(csv.DictReader(large.get(f"/search.csv?{query}&_excel=off").text.splitlines()))
    assert len(rows) == found["total"]
    assert [row["url"] for row in rows[:100]] == [one["url"] for one in found["results"][:100]]
    assert all(float(row["score"]) > 0 and row["why"] for row in rows)
    sheet = load_workbook(io.BytesIO(large.get(f"/search.xlsx?{query}").content)).worksheets[0]
    assert [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row["url"] for row in rows]


def test_a_file_of_a_search_holds_as_many_as_were_asked_for(large: Site) -> None:
    assert len(large.get("/search.csv?q=협동조합&limit=7").text.splitlines()) == 1 + 7
    assert len(large.get("/search.csv?q=없는말없는말").text.splitlines()) == 1
    assert len(large.get("/search.csv?q=").text.splitlines()) == 1
    assert "건까지" not in large.get("/search?q=협동조합").text

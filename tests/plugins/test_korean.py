"""Datasette's own pages in Korean: every piece that is replaced is there, and nothing English is left on screen."""

import re
import sqlite3
from pathlib import Path

import datasette
import datasette_auth_passwords
import pytest
from lxml import html

from tests.plugins.conftest import ROOT, Site

LOCALE = ROOT / "locale"
TEMPLATES = [Path(package.__file__).parent / "templates" for package in (datasette, datasette_auth_passwords)]

LISTS = [
    "/kb/institutions?_search=a&kind__contains=a&_facet=city&_sort_desc=name_ko&_size=2",
    "/kb/visit_log?_size=2&date__isnull=1&year__gte=2018&city__in=a,b",
    "/kb/visits?_size=2&_where=1&_facet_date=date&_sort=date",
    "/kb/blocks?_size=2",
    "/kb/meta",
    "/kb/search_fts?_size=2",
]
PAGES = [
    *LISTS,
    "/kb",
    "/kb?_show_hidden=1",
    "/kb/institutions/lagun-aro",
    "/kb/visited",
    "/kb/by_theme?theme=P05",
    "/kb/names_alike",
    "/kb?sql=select+:name+as+name&name=a",
    "/kb?sql=select+1&_hide_sql=1",
    "/kb/nope",
    "/-/versions",
    "/-/plugins",
    "/-/settings",
    "/-/databases",
    "/-/metadata",
    "/-/permissions",
]
# What is no English: names of formats and programs, of files, and what SQL is made of.
FINE = {"Datasette", "CSV", "JSON", "SQL", "GeoNames", "CC", "BY", "XLSX", "ISO", "SHA", "SHA-256", "ms", "json", "v"}
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
# Text in these is data, SQL, or how SQL calls a column, with its Korean name beside it.
ASIDE = "//script | //style | //pre | //code | //textarea | //td | //*[@lang='en'] | //*[contains(@class, 'own-name')]"
ASIDE += " | //dd | //*[@class='metadata-description'] | //*[contains(@class, 'facet-info')]//li | //form[@class='ask']"


def words(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (LOCALE / name).read_text(encoding="utf-8").splitlines()[1:]]


def on_screen(page: html.HtmlElement) -> str:
    """What a person reads of a page, or has read out: its text and its labels, but no data."""
    labels = page.xpath("//@aria-label | //@placeholder | //input[@type='submit']/@value | //title/text()")
    for element in page.xpath(ASIDE):
        element.drop_tree()
    return " ".join([*labels, *page.xpath("//body//text()")])


def english(page: html.HtmlElement, known: set[str]) -> list[str]:
    return [word for word in WORD.findall(on_screen(page)) if word not in FINE | known]


@pytest.fixture(scope="module")
def known(base: Path) -> set[str]:
    """Words that are data wherever they stand: names of tables and columns, and what metadata.yml says."""
    db = sqlite3.connect(base)
    names = {row[0] for row in db.execute("select name from sqlite_master")}
    columns = {row[1] for name in names for row in db.execute(f"pragma table_info([{name}])")}
    said = set(WORD.findall((ROOT / "metadata.yml").read_text(encoding="utf-8")))
    return {part for name in names | columns for part in WORD.findall(name)} | said | {"lagun-aro", "kb"}


# -- upstream ---------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", [line[0] for line in words("datasette.tsv")])
def test_a_piece_is_still_in_a_template_of_datasettes(piece: str) -> None:
    assert any(piece in path.read_text(encoding="utf-8") for folder in TEMPLATES for path in folder.glob("*.html"))


@pytest.mark.parametrize("piece", [line[0] for line in words("table-js.tsv")])
def test_a_piece_is_still_in_the_script_on_lists(piece: str) -> None:
    assert piece in (Path(datasette.__file__).parent / "static" / "table.js").read_text(encoding="utf-8")


def test_every_filter_of_datasettes_has_words() -> None:
    from datasette.filters import Filters

    lines = {line[0]: line[1:] for line in words("filters.tsv")}
    assert lines.keys() == {key for key, _, _ in Filters([]).lookups()}
    for key, _, no_argument in Filters([]).lookups():
        assert "{c}" in lines[key][1]
        assert ("{v}" in lines[key][1]) != no_argument


def test_every_column_has_a_korean_name(base: Path) -> None:
    db = sqlite3.connect(base)
    tables = [row[0] for row in db.execute("select name from sqlite_master where type in ('table', 'view')")]
    tables = [name for name in tables if not re.match(r"search_fts_|sqlite_", name)]
    columns = {row[1] for name in tables for row in db.execute(f"pragma table_info([{name}])")}
    assert columns - {line[0] for line in words("columns.tsv")} - {"search_fts"} == set()


# -- on screen --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_screen(site: Site, known: set[str], path: str) -> None:
    page = html.fromstring(site.get(path).text)
    assert page.get("lang") == "ko"
    assert english(page, known | {path.rpartition("/")[2]}) == []


def test_english_would_be_seen(site: Site, known: set[str]) -> None:
    page = html.fromstring(site.get(LISTS[0]).text)
    page.xpath("//h2")[0].text = "12 rows, nothing matters"
    assert english(page, known) == ["rows", "nothing", "matters"]


def test_a_list_says_which_rows_it_has_and_in_which_order(site: Site) -> None:
    page = html.fromstring(site.get(LISTS[0]).text)
    heading = " ".join(page.xpath("//h2")[0].text_content().split())
    assert re.fullmatch("[0-9]+줄 ‘a’ 찾기 · 종류에 ‘a’ 포함 · 한국어 이름 내림차순", heading)
    page = html.fromstring(site.get(LISTS[1]).text)
    assert "도시: a,b 가운데 하나 · 날짜 비어 있음 · 연도 ≥ 2018" in page.xpath("//h2")[0].text_content()


def test_columns_bear_their_korean_name_and_their_own(site: Site) -> None:
    page = html.fromstring(site.get("/kb/trips").text)
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//th[@data-column='start_date']")]
    assert heads == ["첫날 start_date ▲"]
    assert page.xpath("//select[@name='_filter_column']/option[@value='start_date']/text()") == ["첫날"]
    page = html.fromstring(site.get("/kb/institutions/lagun-aro").text)
    assert "기관 이름의 기관 번호" in " ".join(page.text_content().split())


def test_codes_are_told_by_what_they_mean(site: Site) -> None:
    page = html.fromstring(site.get("/kb/visit_log?_size=max").text)
    cells = {" ".join(cell.text_content().split()) for cell in page.xpath("//td[contains(@class, 'col-status')]")}
    assert cells == {"계획 planned", "다녀옴 done", "취소 cancelled"}
    facets = page.xpath("//div[@data-column='status']//li/a/text()")
    assert set(facets) == {"계획", "다녀옴", "취소"}
    assert {row["status"] for row in site.get("/kb/visit_log.json?_shape=array").json()} >= {"planned"}


def test_a_filter_that_is_filled_in_still_works(site: Site) -> None:
    query = "_filter_column=country_code&_filter_op=exact&_filter_value=ES"
    response = site.get(f"/kb/institutions?{query}", follow_redirects=True)
    assert str(response.url).endswith("/kb/institutions?country_code__exact=ES")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/kb?sql=select", 400, "SQL이 끝나지 않았습니다."),
        ("/kb?sql=select+nope+from+trips", 400, "‘nope’ 열이 없습니다."),
        ("/kb?sql=select+*+from+nope", 400, "‘nope’ 표가 없습니다."),
        ("/kb?sql=selec+1", 400, "읽기만 할 수 있습니다."),
        ("/kb?sql=select+1+from+from", 400, "‘from’ 가까이에서 SQL을 읽지 못했습니다."),
        ("/kb?sql=delete+from+trips", 400, "읽기만 할 수 있습니다."),
        (
            "/kb?sql=with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)+from+c",
            400,
            "멈추었습니다",
        ),
        ("/kb/trips?_facet=nope", 400, "‘nope’ 열이 없습니다."),
        ("/kb/trips?_facet_array=title", 400, "이 열은 목록(JSON)이 아니어서"),
        ("/kb/institutions?_search=%22&_searchmode=raw", 400, "따옴표가 닫히지 않았습니다."),
        ("/kb/trips?_size=0x", 400, "_size는 1 이상의 수로"),
        ("/kb/trips/nope", 404, "그런 쪽은 없습니다"),
        ("/kb/nope", 404, "그런 쪽은 없습니다"),
        ("/-/permissions", 404, "그런 쪽은 없습니다"),
    ],
)
def test_errors_say_in_korean_what_to_do(site: Site, path: str, status: int, said: str) -> None:
    response = site.get(path)
    page = html.fromstring(response.text)
    assert response.status_code == status
    assert said in " ".join(page.xpath("string(//main | //*[@role='main'])").split())
    assert english(page, {"sql", "SELECT", "WITH", "from", "limit", "nope", "kb", "size", "authority"}) == []


@pytest.mark.parametrize("name", ["patterns", "allow-debug", "messages", "password-tool"])
def test_tools_for_those_who_write_datasette_are_not_there(site: Site, name: str) -> None:
    assert site.get(f"/-/{name}").status_code == 404


def test_the_script_on_lists_speaks_korean(site: Site) -> None:
    response = site.get("/-/static/table.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert "오름차순" in response.text
    assert not re.search("ascending<|Hide this|Show all|Type: ", response.text)

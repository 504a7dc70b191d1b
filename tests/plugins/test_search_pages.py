"""The search answers whatever is typed."""

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tests.plugins.conftest import Site

STRANGE = [
    '"',
    "''",
    '"*(',
    "*",
    "(",
    ")",
    "NEAR(",
    "AND",
    "OR NOT",
    "a AND",
    "^",
    ":",
    "title:",
    "-",
    "--",
    ";",
    "'; drop table visits; --",
    "select * from visits",
    "%",
    "_",
    "\\",
    "\x00",
    "라군\x00아로",
    "\ud800",
    "가" * 1_700,  # nearly the longest address there may be
    "a" * 10_000,
    "a " * 3_900,
    "﷽" * 100,
    "🇰🇷",
    "ㅁㄷㄹㄱ",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\n\r\t",
    "　",
    "0",
    "true",
]


def url(page: str, q: str, **args: Any) -> str:
    rest = "".join(f"&{key}={quote(str(value))}" for key, value in args.items())
    return f"{page}?q={quote(q, errors='surrogatepass')}{rest}"


@pytest.mark.parametrize("q", STRANGE)
@pytest.mark.parametrize("page", ["/search", "/search.json", "/suggest.json"])
def test_anything_is_answered(site: Site, page: str, q: str) -> None:
    response = site.get(url(page, q))
    assert response.status_code == 200
    assert "<script>alert" not in response.text or page.endswith(".json")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_text_is_answered(site: Site, q: str) -> None:
    assert site.get(url("/search", q)).status_code == 200
    assert site.get(url("/search.json", q)).status_code == 200


@pytest.mark.parametrize("limit", ["0", "-1", "abc", "1.5", "1e3", "９", "²", "9" * 5000])
def test_a_limit_that_is_none(site: Site, limit: str) -> None:
    for page in ("/search.json", "/suggest.json"):
        response = site.get(url(page, "몬드라곤", limit=limit))
        assert (response.status_code, response.json()["ok"]) == (400, False)
        assert "limit" in response.json()["error"]
        assert "적어 주세요" in response.json()["error"]
    assert site.get(url("/search", "몬드라곤", limit=limit)).status_code == 400


def test_a_type_that_is_none(site: Site) -> None:
    response = site.get(url("/search.json", "몬드라곤", type="person"))
    assert response.status_code == 400
    assert "type" in response.json()["error"]
    assert "가운데 하나로 적어 주세요" in site.get(url("/search", "몬드라곤", type="<b>")).text


def test_empty_values_are_as_if_absent(site: Site) -> None:
    assert site.get("/search.json?q=몬드라곤&type=&limit=").json()["total"] > 0
    assert site.get("/search.json").json() == {
        "query": "",
        "read_as": [],
        "total": 0,
        "results": [],
        "suggestions": [],
    }
    assert site.get("/suggest.json").json() == {"query": "", "suggestions": []}


def test_json_is_the_contract(site: Site) -> None:
    answer = site.get("/search.json?q=라군 아로&limit=3").json()
    assert {"query", "read_as", "total", "results"} <= set(answer)
    first = answer["results"][0]
    assert {"type", "id", "title", "url", "score", "why", "snippet"} <= set(first)
    assert (first["type"], first["id"], first["url"]) == (
        "institution",
        "lagun-aro",
        "/institutions/lagun-aro",
    )
    assert len(answer["results"]) <= 3


def test_a_large_limit_is_the_largest(site: Site) -> None:
    assert site.get("/search.json?q=협동조합&limit=999999").status_code == 200


def test_type_narrows(site: Site) -> None:
    types = {result["type"] for result in site.get("/search.json?q=파리시청&type=visit").json()["results"]}
    assert types == {"visit"}


def test_every_result_leads_to_a_page(site: Site) -> None:
    for result in site.get("/search.json?q=협동조합&limit=100").json()["results"]:
        assert site.get(result["url"].partition("#")[0]).status_code == 200


def test_page_of_results(site: Site) -> None:
    page = site.get("/search?q=고용재배치").text
    assert "<mark>고용재배치</mark>" in page
    assert 'aria-current="page">모두' in page
    assert "본문에 나옵니다" in page
    assert 'value="고용재배치"' in page


def test_an_institution_found_says_how_often_it_was_visited(site: Site) -> None:
    page = site.get("/search?q=라군아로&type=institution").text
    assert "방문 2회, 최근 2024-05-14" in page
    assert "방문 기록 없음" in site.get("/search?q=파고르&type=institution").text


def test_a_hit_that_two_tokens_make_is_one(site: Site) -> None:
    assert "<mark>라군아로</mark>" in site.get("/search?q=라군 아로&type=document").text


def test_why_is_said_in_korean(site: Site) -> None:
    assert "이름이 같습니다" in site.get("/search?q=라군아로").text
    assert "띄어쓰기만 다릅니다" in site.get("/search?q=라군 아로").text


def test_nothing_found_says_what_to_try(site: Site) -> None:
    page = site.get("/search?q=zzzzqqqq").text
    assert "찾은 것이 없습니다" in page
    assert "이렇게 해 보세요" in page


def test_suggestions(site: Site) -> None:
    suggestions = site.get("/suggest.json?q=몬드").json()["suggestions"]
    assert {"text": "몬드라곤", "url": "/institutions/mondragon"}.items() <= suggestions[0].items()


def test_facets_narrow_the_page_and_keep_the_query(site: Site) -> None:
    page = html.fromstring(site.get("/search?q=협동조합&type=visit").content)
    (year,) = page.xpath("//nav[@class='facets']//a[starts-with(., '2019')]/@href")
    assert parse_qs(urlsplit(year).query) == {"q": ["협동조합"], "type": ["visit"], "year": ["2019"]}
    narrowed = html.fromstring(site.get(year).content)
    (chosen,) = narrowed.xpath("//nav[@class='facets']//a[@aria-current='true']")
    assert parse_qs(urlsplit(chosen.get("href")).query) == {"q": ["협동조합"], "type": ["visit"]}
    assert "2019" in chosen.text_content()


def test_counts_of_facets_are_those_of_what_they_lead_to(site: Site) -> None:
    answer = site.get("/search.json?q=협동조합&facets=1&limit=1").json()
    assert {"country", "year"} <= set(answer["facets"])
    for kind, choices in answer["facets"].items():
        for choice in choices:
            narrowed = site.get(url("/search.json", "협동조합", **{kind: choice["value"]})).json()
            assert narrowed["total"] == choice["count"]


def test_a_facet_that_nothing_has_finds_nothing_and_can_be_taken_back(site: Site) -> None:
    assert site.get("/search.json?q=협동조합&country=XX").json()["total"] == 0
    page = site.get("/search?q=협동조합&country=XX").text
    assert "좁히지 않고 모든 종류에서 다시 찾기" in page
    assert 'aria-current="true">XX' in page


def test_what_may_have_been_meant_is_asked(site: Site) -> None:
    answer = site.get("/search.json?q=몬도래건").json()
    assert (answer["results"], answer["suggestions"][0]["text"]) == ([], "몬드라곤")
    page = site.get("/search?q=몬도래건").text
    assert "이것을 찾으셨나요?" in page
    assert 'href="/institutions/mondragon"' in page


@pytest.mark.parametrize("typed", ["몬드라ㄱ", "몬들", "ㅁㄷㄹㄱ", "ahsemfk"])
def test_suggestions_for_what_is_half_typed(site: Site, typed: str) -> None:
    suggestions = site.get(url("/suggest.json", typed)).json()["suggestions"]
    assert suggestions[0]["url"] == "/institutions/mondragon"


def test_results_are_given_as_a_table(site: Site) -> None:
    page = html.fromstring(site.get("/search?q=협동조합&type=visit&year=2019").content)
    (link,) = page.xpath("//a[starts-with(., 'CSV')]/@href")
    response = site.get(link)
    rows = list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff"))))
    narrowed = site.get("/search.json?q=협동조합&type=visit&year=2019&limit=200").json()
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["title"].lstrip("'") for row in rows] == [result["title"] for result in narrowed["results"]]
    assert site.get("/search.csv?q=a&type=person").status_code == 400


AT_ONCE = ["/search.json?q=협동조합&facets=1", "/search.json?q=a&type=person", "/suggest.json?q=몬드", "/suggest.json"]


@pytest.mark.parametrize("path", AT_ONCE)
@pytest.mark.parametrize("cookie", [{}, {"cookie": "ds_csrftoken=a"}])
def test_what_is_answered_at_once_is_what_datasette_answers(site: Site, path: str, cookie: dict[str, str]) -> None:
    at_once = site.get(path, headers=cookie)
    # Whoever says who he is, though nobody knows him, gets the answer by Datasette's own ways.
    by_datasette = site.get(path, headers={"cookie": "ds_actor=nobody"})
    assert (at_once.status_code, at_once.content) == (by_datasette.status_code, by_datasette.content)
    more = {"cache-control": "private, no-store", "content-length": str(len(at_once.content))}
    assert dict(at_once.headers) | more == dict(by_datasette.headers) | more
    assert ("cache-control" in at_once.headers) == bool(cookie)


def test_answers_at_once_below_another_path(base: Path) -> None:
    below = Site(base, base_url="/gabonde/")
    for path in ("/gabonde/suggest.json?q=몬드", "/suggest.json?q=몬드"):
        assert below.get(path).json()["suggestions"][0]["text"] == "몬드라곤"
    assert below.get("/gabonde/gabonde/suggest.json?q=몬드").status_code == 404


def test_a_private_base_answers_nobody_at_once(base: Path) -> None:
    private = Site(base, private=True)
    assert [private.get(path).status_code for path in ("/search.json?q=a", "/suggest.json?q=a")] == [403, 403]

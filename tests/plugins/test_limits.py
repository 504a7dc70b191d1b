"""What a request may be, and what is said to one that is more."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.plugins.conftest import Site
from tests.plugins.reviewing import Person, text

HEAVY = "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n"


def slowly(site: Site, parts: int, size: int, **headers: str) -> tuple[httpx.Response, int]:
    """Send a form in parts and say how many of them were taken."""
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(parts):
            sent += 1
            yield b"a" * size

    kind = {"content-type": "application/x-www-form-urlencoded", **headers}
    return site.request("POST", "/-/login", content=body(), headers=kind), sent


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "X"])
def test_pages_are_read_and_forms_are_sent_nothing_else(site: Site, method: str) -> None:
    for path in ("/", "/kb/visits", "/review/decide", "/kb.json"):
        answer = site.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS"), path
    assert "메서드" in answer.json()["error"]


@pytest.mark.parametrize("path", ["/kb", "/kb/visits", "/kb/by_theme", "/kb.json?sql=select+1", "/kb/visits/x"])
def test_tables_and_queries_take_no_form(site: Site, path: str) -> None:
    assert site.request("POST", path, data={"a": "b"}).status_code == 405


def test_an_address_or_a_header_that_is_too_long_is_refused(site: Site) -> None:
    assert site.get("/search?q=" + "a" * 15_000).status_code == 200
    assert "줄여" in site.get("/search?q=" + "a" * 17_000).text
    assert site.get("/search?q=" + "a" * 17_000).status_code == 414
    assert site.get("/", headers={"x-a": "a" * 40_000}).status_code == 431
    refused = site.get("/search.json?q=" + "a" * 17_000)
    assert (refused.json()["ok"], refused.json()["status"]) == (False, 414)


def test_a_form_that_is_too_large_is_refused_before_anything_holds_it(site: Site) -> None:
    answer, sent = slowly(site, 200, 2**20)
    assert answer.status_code == 413
    assert "너무 큽니다" in answer.text
    assert sent < 200, "not all of it is waited for"
    assert slowly(site, 3, 1000)[0].status_code in (200, 403), "a smaller one is read"


def test_files_go_only_where_they_are_asked_for(site: Site) -> None:
    someone = Person(site, "하늘")
    form = someone.form("/-/logout", path="/-/logout")
    answer = site.request("POST", "/-/logout", data=form, files={"f": b"x"}, cookies=someone.cookies)
    assert answer.status_code == 415
    assert "파일을 받지 않습니다" in answer.text


@pytest.mark.parametrize(
    "sent", ["Basic", "Basic abc", "Basic /////w==", "basic " + base64.b64encode("하늘:a".encode()).decode()]
)
def test_a_password_for_a_proxy_in_front_says_nothing_here(site: Site, sent: str) -> None:
    assert site.get("/", headers={"authorization": sent}).status_code == 200
    assert site.get("/kb/trips.xlsx", headers={"authorization": sent}).status_code == 200


def test_a_cookie_of_another_program_locks_nobody_out(site: Site) -> None:
    for cookie in (b"a=\xff\xfe", b"x y=1; @=2", b"ds_messages=x"):
        assert site.get("/", headers={b"cookie": cookie}).status_code == 200


# -- SQL --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".xlsx"])
def test_sql_that_takes_too_long_is_stopped_with_a_sentence(base: Path, form: str) -> None:
    hasty = Site(base, sql_time_limit_ms=100)
    answer = hasty.get(f"/kb{form}", params={"sql": HEAVY})
    assert answer.status_code == 400
    told = json.loads(answer.text)["error"] if form == ".json" else text(answer)
    assert "0.1초가 넘게 걸려 멈추었습니다" in told
    assert "limit 100" in told
    if form == "":
        assert html.fromstring(answer.content).get("lang") == "ko"
        assert "docs.datasette.io" not in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "select zeroblob(900000000)",
        f"select '{'a' * 1000}' like '{'%a' * 500}b'",
        "select replace(hex(zeroblob(30000000)), '0', 'aaaa')",
        "attach '/tmp/x.db' as x",
        f"select {'(' * 500}1{')' * 500}",
    ],
)
def test_sql_that_would_take_the_memory_is_refused(site: Site, sql: str) -> None:
    answer = site.get("/kb.json", params={"sql": sql})
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "query",
    [
        "_timelimit=x",
        "_through={",
        "_through=[]",
        "_through={}",
        "_json_infinity=x",
        "_facet_size=x",
        "_size=-1",
        "_facet_array=%00",
    ],
)
def test_an_argument_that_can_not_be_read_is_said(site: Site, query: str) -> None:
    page = site.get(f"/kb/visits?{query}")
    assert page.status_code in (200, 400)
    for form in ("json", "csv", "xlsx"):
        assert site.get(f"/kb/visits.{form}?{query}").status_code in (200, 400), form


def test_what_is_below_a_file_is_not_there(site: Site) -> None:
    assert site.get("/static/gabonde.css/x").status_code == 404
    assert site.get("/-/static/table.js/%00").status_code == 404


@pytest.mark.parametrize("path", ["/-/messages", "/-/allow-debug", "/-/patterns", "/-/permissions", "/-/threads.json"])
def test_pages_for_those_who_make_plugins_are_not_served(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404

"""Every route before requests that nobody means: no failure of the server, no answer without protection.

Requests go to the ASGI application as a server hands them on, byte by byte as sent. FUZZ=5000 in the environment
tries that many at random; without it a few hundred, always the same.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plugins.conftest import SCRIPT, Site
from tests.plugins.reviewing import session

Headers = tuple[tuple[bytes, bytes], ...]

# What the routes are tried with besides whatever fits their patterns; names in braces are filled in from the base.
PATHS = [
    "/",
    "/.json",
    "/search",
    "/search.json",
    "/search.csv",
    "/suggest.json",
    "/search.xlsx",
    "/map",
    "/map.xlsx",
    "/stats",
    "/stats.csv",
    "/stats.xlsx",
    "/institutions/lagun-aro",
    "/institutions/{script}",
    "/institutions/lagun-aro.xlsx",
    "/trips/{trip}",
    "/trips/{trip}.ics",
    "/documents/{plan}",
    "/documents/{rejected}",
    "/check",
    "/check.json",
    "/check/export",
    "/review",
    "/review/name",
    "/review/history",
    "/review/decide",
    "/review/revert",
    "/upload",
    "/upload/files",
    "/upload/remove",
    "/upload/build",
    "/upload/status.json",
    "/reconcile",
    "/reconcile/suggest/entity",
    "/reconcile/properties",
    "/reconcile/preview",
    "/-/login",
    "/-/logout",
    "/-/password-tool",
    "/robots.txt",
    "/favicon.ico",
    "/-/static/table.js",
    "/static/gabonde.css",
    "/kb",
    "/kb.json",
    "/kb.db",
    "/kb/visit_log",
    "/kb/visit_log.json",
    "/kb/visit_log.csv",
    "/kb/visits",
    "/kb/visits.xlsx",
    "/kb/visits.blob",
    "/kb/institutions.json",
    "/kb/institutions/lagun-aro",
    "/kb/institutions/lagun-aro.json",
    "/kb/institutions/lagun-aro.blob",
    "/kb/documents.csv",
    "/kb/search_fts",
    "/kb/names_alike",
    "/kb/names_alike.json",
    "/kb/by_theme.csv",
    "/kb/by_theme.xlsx",
    "/kb.csv",
    "/kb.xlsx",
    "/-/metadata",
    "/-/versions.json",
    "/-/plugins",
    "/-/settings",
    "/-/config",
    "/-/config.json",
    "/-/databases",
    "/-/actor.json",
    "/-/auth-token",
    "/-/threads",
    "/-/permissions",
    "/-/messages",
    "/-/allow-debug",
    "/-/patterns",
    "/:memory:/x",
]
NAMES = [
    "q",
    "type",
    "limit",
    "country",
    "year",
    "facets",
    "page",
    "decided",
    "reference",
    "candidate",
    "theme",
    "at",
    "z",
    "government",
    "name",
    "id",
    "prefix",
    "queries",
    "extend",
    "cursor",
    "ids",
    "properties",
    "sql",
    "_size",
    "_next",
    "_sort",
    "_sort_desc",
    "_facet",
    "_facet_size",
    "_facet_date",
    "_facet_array",
    "_search",
    "_where",
    "_through",
    "_timelimit",
    "_shape",
    "_labels",
    "_nl",
    "_stream",
    "_col",
    "_nocol",
    "_json",
    "_json_infinity",
    "_trace",
    "_ttl",
    "_nofacet",
    "_nocount",
    "_blob_column",
    "_blob_hash",
    "_header",
    "_dl",
    "_filter_column",
    "_filter_op",
    "_filter_value",
    "_searchmode",
    "_hide_sql",
    "_excel",
    "_extra",
    "id__gt",
    "city__in",
    "city__date",
    "city__arraycontains",
    "nope__exact",
    "token",
    "allow",
    "path",
]
VALUES = [
    *("", "0", "-1", "9" * 30, "9223372036854775808", "-9223372036854775809", "1e400", "nan", "²", "٣", "on", "off"),
    *(
        "\x00",
        "a\x00b",
        "\udcff",
        "\ufffe",
        "💩",
        "ㄱ",
        "가" * 3000,
        "'",
        '"',
        "%",
        "*",
        "..",
        "../../etc/passwd",
        "~00",
    ),
    *("[]", "{}", "[1,2", '{"table": 1}', '{"table": "visits", "column": "institution_id", "value": 9e99}', "1,2,3"),
    *("id", "city", "date", "id,city", "object", "array", "arrayfirst", "43.2,-2.5", "1e999,nan", "plan", "lagun-aro"),
    *("select 1", "select 1; select 2", "select :a", "select :_header_x", "select '\x00'", "drop table visits"),
    *(
        "select hex(zeroblob(50000000))",
        "select abs(-9223372036854775807 - 1)",
        "select * from nope",
        "pragma user_version",
    ),
    *('{"q": {"query": 1}}', '{"q": {"query": "a", "limit": "x", "properties": 1}}', SCRIPT),
]
METHODS = ["GET"] * 5 + ["POST"] * 3 + ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "get", "X"]
HEADERS: list[Headers] = [
    (),
    ((b"cookie", b"ds_actor={actor}"),),
    ((b"cookie", b"ds_csrftoken=abc; ds_actor=x"),),
    ((b"cookie", b"ds_csrftoken=\xff\xfe"),),
    ((b"cookie", b"a b; ds_actor=;;=,; ds_messages=x"),),
    *(
        ((b"authorization", one),)
        for one in (b"Basic", b"Basic abc", b"Basic /////w==", b"Bearer \xff", b"Bearer x", b"\xff")
    ),
    ((b"host", b"\xff a<b>"), (b"x-csrftoken", b"\xff")),
    ((b"content-length", b"-1"), (b"accept-encoding", b"gzip;q=x"), (b"if-none-match", b"\xff")),
]
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
BODIES = [
    b"",
    b"a=b",
    b"csrftoken=\xff",
    b"csrftoken=%FF%EA%B0%80&a=%00",
    b"{",
    b"\xff\xfe=\xff",
    PART,
    PART + b'a"\r\n\r\n',
    b"--x",
]
TYPES = [
    *(None, b"application/x-www-form-urlencoded", b"multipart/form-data", b"multipart/form-data; boundary=x"),
    *(b"multipart/form-data; boundary=\xff", b"multipart/form-data;boundary=", b"application/json", b"\xff"),
]


class Asked(NamedTuple):
    """A request; the braces of its path are not filled in yet."""

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Server:
    """The application as a server runs it."""

    def __init__(self, site: Site, ids: dict[str, str]) -> None:
        self._ids = ids
        self._runner = asyncio.Runner()
        self._runner.run(site.datasette.invoke_startup())
        self._app = site.datasette.app()
        self._actor = session(site, "하늘").encode()
        self.routes: list[re.Pattern[str]] = [pattern for pattern, _ in site.datasette._routes()]

    def close(self) -> None:
        self._runner.close()

    def path(self, asked: Asked) -> str:
        path = asked.path.format_map(self._ids).encode("utf-8", "surrogatepass")
        return quote(path, safe="/:.-~%")

    def ask(self, asked: Asked) -> Answer:
        return self._runner.run(asyncio.wait_for(self._ask(asked), 30))

    async def _ask(self, asked: Asked) -> Answer:
        path = self.path(asked)
        coming: list[dict[str, Any]] = [{"type": "http.request", "body": asked.body, "more_body": False}]
        start: dict[str, Any] = {}
        body: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return coming.pop() if coming else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.append(message.get("body", b""))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": asked.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": asked.query.encode(),
            "headers": [(name, value.replace(b"{actor}", self._actor)) for name, value in asked.headers],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 9),
        }
        await self._app(scope, receive, send)
        return Answer(start["status"], dict(start["headers"]), b"".join(body))


@pytest.fixture(scope="module")
def server(site: Site, ids: dict[str, str]) -> Iterator[Server]:
    running = Server(site, ids)
    yield running
    running.close()


def encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={quote(value.encode('utf-8', 'surrogateescape'))}" for name, value in pairs)


queries = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=3).map(encoded)
bodies = st.one_of(st.sampled_from(BODIES), st.binary(max_size=200), queries.map(str.encode))


AFTER = [""] * 6 + ["/", "/%00", ".json", "/../x", "~FF", "%FF", "/a/b"]
known = st.builds("".join, st.tuples(st.sampled_from(PATHS), st.sampled_from(AFTER)))


@st.composite
def requests(draw: st.DrawFn, paths: st.SearchStrategy[str] = known) -> Asked:
    """Requests that are mostly readable."""
    path = draw(paths)
    method = draw(st.sampled_from(METHODS))
    headers = draw(st.sampled_from(HEADERS))
    kind = draw(st.sampled_from(TYPES)) if method == "POST" else None
    headers += ((b"content-type", kind),) if kind else ()
    return Asked(method, path, draw(queries), headers, draw(bodies) if method == "POST" else b"")


def assert_well(server: Server, asked: Asked) -> None:
    answer = server.ask(asked)
    assert answer.status < 500, asked
    assert b"default-src 'none'" in answer.headers[b"content-security-policy"], asked
    if b"html" in answer.headers.get(b"content-type", b""):
        assert SCRIPT.encode() not in answer.body, asked


@pytest.mark.parametrize("path", PATHS)
def test_no_method_header_or_broken_form_makes_a_route_fail(server: Server, path: str) -> None:
    for method in sorted(set(METHODS)):
        assert_well(server, Asked(method, path))
    for headers in HEADERS:
        assert_well(server, Asked("GET", path, "", headers))
    for number, kind in enumerate(TYPES):
        headers = (*HEADERS[2], *([(b"content-type", kind)] if kind else []))
        for body in BODIES[number % 2 :: 2]:
            assert_well(server, Asked("POST", path, "", headers, body))


fuzzed = settings(
    max_examples=int(os.environ.get("FUZZ", "300")),
    derandomize="FUZZ" not in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@fuzzed
@given(asked=requests())
def test_no_request_makes_the_server_fail(server: Server, asked: Asked) -> None:
    assert_well(server, asked)


@fuzzed
@given(data=st.data())
def test_nothing_that_fits_the_pattern_of_a_route_makes_it_fail(server: Server, data: st.DataObject) -> None:
    """Every route there is, those of Datasette and of all plugins."""
    pattern = data.draw(st.sampled_from(server.routes))
    fitting = st.from_regex(pattern, fullmatch=True).filter(lambda path: "{" not in path and "}" not in path)
    assert_well(server, data.draw(requests(fitting)))

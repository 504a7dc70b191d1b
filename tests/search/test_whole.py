"""All that a search finds: each once, as many as it counts, the best first as a page has them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bench.web_base import write_base
from search.engine import search
from search.whole import results, whole


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("whole") / "kb.db"
    write_base(path, 600)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.mark.parametrize(
    ("query", "type", "narrowed"),
    [
        ("협동조합", None, {}),
        ("협동조합", "policy", {}),
        ("정책", None, {"country": "ES"}),
        ("사회적경제 -협동조합", None, {}),
        ("2019년", None, {}),
        ("돌봄 정책을", "visit", {}),
        ("몬드라곤", None, {}),
        ("없는말없는말", None, {}),
        ("", None, {}),
        ('"', None, {}),
    ],
)
def test_everything_is_there_once(
    connection: sqlite3.Connection, query: str, type: str | None, narrowed: dict[str, str]
) -> None:
    page = search(connection, query, type, 200, narrowed)
    found = whole(connection, query, type, narrowed)
    told = [one for start in range(0, found.total, 70) for one in results(connection, found, start, start + 70)]
    assert len(told) == found.total == page.total
    assert len({(one.type, one.id) for one in told}) == found.total
    assert [one.id for one in told[:20]] == [one.id for one in page.results[:20]]
    assert {one.type for one in told} <= ({type} if type else {one.type for one in told})


def test_what_is_left_out_stands_in_nothing_that_is_found(connection: sqlite3.Connection) -> None:
    found = search(connection, "사회적경제 -협동조합", limit=200)
    sql = "select title || names || body from search_entries where type = ? and entity_id = ?"
    texts = [connection.execute(sql, (one.type, one.id)).fetchone()[0] for one in found.results]
    assert len(texts) > 100
    assert not [text for text in texts if "협동조합" in text]

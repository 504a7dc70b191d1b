"""A page whose query does not end is ended: with a sentence, and with a thread that is free again."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.plugins.conftest import PLAN, Site, base_path
from web import reading

# Takes the place of a table: whoever reads it counts numbers without end first.
ENDLESS = """
pragma legacy_alter_table = on;
alter table {0} rename to {0}_held;
create view {0} as with recursive number(n) as (select 1 union all select n + 1 from number)
select * from {0}_held where (select count(*) from number) > 0;
"""
SECONDS = 0.2
DRAFT = "# 2025년 공무국외출장 계획서\n\n| 일자 | 방문기관 |\n| --- | --- |\n| 2025. 5. 13. | 라군아로 |\n"


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A base, and the same with tables that can't be read to the end."""
    base = base_path(tmp_path_factory.mktemp("base"))
    slow = Path(shutil.copy(base, tmp_path_factory.mktemp("slow") / "kb.db"))
    with closing(sqlite3.connect(slow)) as connection:
        connection.executescript("".join(ENDLESS.format(table) for table in ("visits", "search_entries")))
    return base, slow


@pytest.fixture
def slow(bases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(reading, "SECONDS", SECONDS)
    site = Site(bases[1])
    yield site
    assert site.get("/kb/themes.json?_size=1").status_code == 200, "the thread is there for others"


def test_sqlite_is_asked_to_stop_and_then_left_alone() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        with pytest.raises(reading.TooLong, match="잠시 뒤 다시 열어 주세요"):
            reading.limited(connection, lambda conn: conn.execute(endless).fetchone(), SECONDS)
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            reading.limited(connection, lambda conn: conn.execute("select 1 from nowhere"), SECONDS)
        assert connection.execute(endless.replace("from n)", "from n limit 5000000)")).fetchone() == (5_000_000,)


def test_every_page_ends_with_a_sentence(slow: Site, bases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(bases[0])) as connection:
        document, trip = connection.execute(
            "select document_id, trip_id from trip_documents join documents on id = document_id where path = ?", (PLAN,)
        ).fetchone()
    monkeypatch.setattr(reading, "ONCE", SECONDS)
    monkeypatch.setattr("atlas.served.ONCE", SECONDS)
    pages = ("/", "/map", "/stats", "/institutions/lagun-aro", "/institutions/lagun-aro.xlsx", "/search?q=라군아로")
    for path in (*pages, f"/trips/{trip}", f"/trips/{trip}.ics", f"/documents/{document}", "/search.csv?q=라군아로"):
        told(slow.get(quote(path, safe="/?=.")), path)
    told(slow.request("POST", "/check", content=DRAFT.encode(), headers={"content-type": "text/markdown"}), "/check")


def test_programs_are_told_in_json(slow: Site) -> None:
    asked = json.dumps({"ids": ["lagun-aro"], "properties": [{"id": "visits"}]})
    for response in (
        slow.get(f"/search.json?q={quote('라군아로')}"),
        slow.get(f"/search.json?q={quote('라군아로')}", headers={"cookie": "ds_actor=x"}),
        slow.request("POST", "/reconcile", data={"extend": asked}),
        slow.request("POST", "/check.json", content=DRAFT.encode(), headers={"content-type": "text/markdown"}),
    ):
        assert response.status_code == reading.STATUS
        assert response.json()["error"] == reading.TOO_LONG.format(seconds=SECONDS)


def told(response: httpx.Response, path: str) -> None:
    assert response.status_code == reading.STATUS, path
    assert f"{SECONDS:g}초가 넘게 걸려 멈추었습니다" in response.text, path

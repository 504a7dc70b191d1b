"""What people read about the tables: everything is described in Korean, and every prepared query runs."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest import authority
from ingest.build import build
from tests.plugins.conftest import ROOT, Site, write_authority, write_plans

SCHEMA = ROOT / "ingest" / "schema.sql"
METADATA: dict[str, Any] = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
KB = METADATA["databases"]["kb"]
TABLES: dict[str, Any] = KB["tables"]
HANGUL = re.compile("[가-힣]")
INNER = {"search_fts_config", "search_fts_data", "search_fts_docsize", "search_fts_idx"}
HIDDEN = {
    "meta",
    "decision_effects",
    "name_groups",
    "name_initials",
    "search_entries",
    "search_fts",
    "search_name_grams",
    "search_names",
    "search_terms",
    "search_words",
    "sentences",
    *INNER,
}
SEARCHED = ("institutions", "policies", "visits", "trips", "documents")


def schema() -> dict[str, list[str]]:
    """Every table and view of the schema with its columns."""
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA.read_text(encoding="utf-8"))
    names = [name for (name,) in db.execute("select name from sqlite_master where type in ('table', 'view')")]
    return {name: [row[1] for row in db.execute(f'pragma table_info("{name}")')] for name in names}


COLUMNS = schema()
VIEWS = ("visit_log", "visited_institutions", "unvisited_institutions", "institutions_by_theme")
DESCRIBED = [name for name in COLUMNS if not name.startswith("search_fts_")]


def test_nothing_is_described_that_is_not_there() -> None:
    assert set(TABLES) == set(COLUMNS)
    for name in DESCRIBED:
        assert set(TABLES[name]["columns"]) == set(COLUMNS[name]), name


@pytest.mark.parametrize("name", DESCRIBED)
def test_described_in_korean(name: str) -> None:
    table = TABLES[name]
    texts = [table["title"], table["description"], *table["columns"].values()]
    assert all(HANGUL.search(text) or text.startswith("ISO") for text in texts)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_names_only_columns_that_are_there(name: str) -> None:
    table = TABLES[name]
    named = [table.get(key) for key in ("label_column", "sort", "sort_desc", "fts_pk")]
    assert {*filter(None, named), *table.get("facets", [])} <= set(COLUMNS[name])
    # Datasette answers 500 when a filter on a column with a unit is no number.
    assert "units" not in table


def test_inner_tables_are_hidden(site: Site) -> None:
    tables = site.get("/kb.json").json()["tables"]
    assert {table["name"] for table in tables if table["hidden"]} == HIDDEN


@pytest.mark.parametrize("name", SEARCHED)
def test_tables_are_searched_with_our_tokens(site: Site, name: str) -> None:
    assert (TABLES[name]["fts_table"], TABLES[name]["fts_pk"]) == ("search_fts", "search_id")
    for query in ("파리시청", "빌바오 시청", '"', "*", "a AND", "NEAR(", "%00"):
        assert site.get(f"/kb/{name}?_search={query}").status_code == 200


def test_search_box_of_a_table_finds_across_spaces(site: Site) -> None:
    rows = site.get("/kb/institutions.json?_search=라군 아로&_shape=array").json()
    assert [row["id"] for row in rows] == ["lagun-aro"]


def test_search_box_of_a_table_takes_phrases_and_leaves_out_words(site: Site) -> None:
    def names(query: str) -> set[str]:
        return {row["name_ko"] for row in site.get(f"/kb/institutions.json?_search={query}&_shape=array").json()}

    city_halls = names("시청")
    assert {"빌바오 시청", "파리시청"} <= city_halls
    assert names("시청 -파리") == {name for name in city_halls if "파리" not in name}
    assert names('"시청 빌바오"') == set()


@pytest.mark.parametrize("name", [name for name in COLUMNS if not name.startswith("search_fts")])
def test_every_page_and_its_facets_work(site: Site, name: str) -> None:
    page = site.get(f"/kb/{name}")
    assert page.status_code == 200
    assert TABLES[name]["title"] in page.text
    assert "시간 안에 세지 못한" not in page.text
    facets = site.get(f"/kb/{name}.json").json()["facet_results"]
    assert set(facets) == set(TABLES[name].get("facets", []))


@pytest.mark.parametrize("name", sorted(KB["queries"]))
def test_queries_run(site: Site, name: str) -> None:
    query = KB["queries"][name]
    assert HANGUL.search(query["title"])
    assert HANGUL.search(query["description"])
    page = site.get(f"/kb/{name}")
    assert page.status_code == 200
    assert query["title"] in page.text
    assert site.get(f"/kb/{name}.json?_shape=array").json()
    assert site.get(f"/kb/{name}.csv").status_code == 200
    assert site.get(f"/kb/{name}.xlsx").status_code == 200


def rows(site: Site, path: str) -> Any:
    return site.get(path).json()


def test_a_new_base_has_the_same_rows_in_the_same_order(base: Path, tmp_path: Path) -> None:
    files = sorted(write_plans(tmp_path).iterdir(), reverse=True)
    build(files, tmp_path / "kb.db", authority.load(write_authority(tmp_path)))
    first, second = sqlite3.connect(base), sqlite3.connect(tmp_path / "kb.db")
    for view in (*VIEWS, "institution_list", "trip_log", "trip_who"):
        told = first.execute(f"select * from {view}").fetchall()
        assert len(told) > 2
        assert second.execute(f"select * from {view}").fetchall() == told


def test_who_went_is_said_with_single_spaces(site: Site) -> None:
    said = [row["who"] for row in rows(site, "/kb/trip_who.json?_shape=array")]
    assert "전라남도 사회적경제과, 전라남도 순천시 자치혁신과" in said
    assert not [who for who in said if "  " in who]


def test_a_trip_stands_in_the_list_with_who_went_where_and_how_often(site: Site) -> None:
    trips = rows(site, "/kb/trip_log.json?_shape=array&_sort=start_date")
    told = [trips[0][name] for name in ("start_date", "who", "countries", "visits", "documents")]
    assert told == ["2019-06-16", "전라남도 사회적경제과, 전라남도 순천시 자치혁신과", "스페인, 프랑스", 7, 2]
    assert [row["trip_id"] for row in trips] == [
        row["id"] for row in rows(site, "/kb/trips.json?_shape=array&_sort=start_date")
    ]


def test_every_institution_is_visited_or_not_and_says_whether_it_was_checked(site: Site) -> None:
    words = {"sourced": "출처 확인", "unsourced": "출처 미확인"}
    known = authority.load().institutions
    visited, unvisited = (
        {row["institution_id"]: row for row in rows(site, f"/kb/{view}.json?_shape=array&_size=max")}
        for view in ("visited_institutions", "unvisited_institutions")
    )
    assert not visited.keys() & unvisited.keys()
    assert {id for id, one in known.items() if not one.is_type} <= visited.keys() | unvisited.keys()
    for id, row in (visited | unvisited).items():
        if id in known:
            expected = "유형(특정 기관 아님)" if known[id].is_type else words[known[id].checked]
            assert row["checked"] == expected, id
    assert "open-group" in unvisited, "a cancelled visit is none"
    assert {"lagun-aro", "paris-city", "cae"} <= visited.keys()
    assert {row["checked"] for row in visited.values()} > {"출처 확인", "문서에서만 나옴"}


@pytest.mark.parametrize(
    ("query", "view"),
    [("visited", "visited_institutions"), ("not_yet_visited", VIEWS[2]), ("by_theme", VIEWS[3])],
)
def test_a_query_shows_the_rows_of_its_view(site: Site, query: str, view: str) -> None:
    shown = rows(site, f"/kb/{query}.json?_shape=arrays")["rows"]
    whole = rows(site, f"/kb/{view}.json?_shape=arrays&_size=max")["rows"]
    assert [row[-1] for row in shown] == [row[-1] for row in whole]
    assert view in KB["queries"][query]["description"]


def test_one_visit_told_twice_is_one(site: Site) -> None:
    years = rows(site, "/kb/visits_by_year.json?_shape=array")
    assert [(row["연도"], row["방문"], row["출장"]) for row in years] == [
        (2024, 8, 1),
        (2023, 6, 1),
        (2022, 7, 1),
        (2019, 7, 1),
    ]
    again = rows(site, "/kb/visited_again.json?_shape=array")
    assert {row["institution_id"]: row["방문"] for row in again} == {
        "lagun-aro": 2,
        "mondragon": 2,
        "bilbao-city": 2,
    }


def test_visitors_stand_in_the_order_in_which_they_came(site: Site) -> None:
    row = rows(site, "/kb/visited_institutions.json?institution_id=lagun-aro&_shape=array")[0]
    assert [who.split()[0] for who in row["visitors"].split(" / ")] == ["전라남도", "경기도"]
    assert (row["first_visit"], row["last_visit"]) == ("2019-06-17", "2024-05-14")


def test_by_theme_without_a_theme_lists_all(site: Site) -> None:
    everything = rows(site, "/kb/by_theme.json?_shape=array")
    themes = [row["주제"][:3] for row in everything]
    assert themes == sorted(themes)
    assert len(set(themes)) > 20
    expected = {row["institution_id"]: row for row in everything if row["주제"].startswith("P05")}
    assert {"lagun-aro", "hostile"} <= expected.keys()
    assert (expected["lagun-aro"]["방문"], expected["lagun-aro"]["근거"]) == (2, "기준 목록, 문서")
    assert (expected["hostile"]["방문"], expected["hostile"]["근거"]) == (0, "기준 목록")
    visits = [row["방문"] for row in expected.values()]
    assert visits == sorted(visits)
    for theme in ("P05", "p05", " P05 ", "사회보장"):
        found = rows(site, f"/kb/by_theme.json?theme={theme}&_shape=array")
        assert {row["institution_id"] for row in found} == expected.keys()
    assert rows(site, "/kb/by_theme.json?theme=없는주제&_shape=array") == []


def test_licence_and_source_are_named() -> None:
    assert "GeoNames" in METADATA["license"]
    assert "CC BY 4.0" in METADATA["license"]
    assert "공개" in METADATA["source"]
    assert "authority/" in METADATA["source"]


def test_static_files_are_where_the_pages_look(site: Site) -> None:
    for path in METADATA["extra_css_urls"]:
        assert site.get(path).status_code == 200
        assert Path(ROOT / path.lstrip("/")).is_file()

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import highlight, search, suggest
from search.entries import TYPES, Entry, entry_id, index_entry
from search.hangul import name_key

SCHEMA = Path(__file__).parents[2] / "ingest" / "schema.sql"
INSTITUTIONS = {
    "mondragon": ["몬드라곤 협동조합", "몬드라곤", "MCC", "Mondragon Corporation"],
    "mondragon-university": ["몬드라곤 대학교", "Mondragon University"],
    "lagun-aro": ["라군아로", "Lagun Aro EPSV"],
    "bilbao": ["빌바오 시청", "Ayuntamiento de Bilbao"],
    "kadiai": ["카디아이", "CADIAI"],
    "activa": ["바르셀로나 악티바", "Barcelona Activa"],
}
VISITS = [  # id, trip, institution, date, agenda
    ("v1", "t1", "lagun-aro", "2019-06-17", "고용재배치 등의 업무 수행 협의\n사회보장 재원"),
    ("v2", "t2", "lagun-aro", "2018-05-02", "복지 담당자 면담"),
    ("v3", "t1", "bilbao", "2019-06-18", "협동조합 관리 및 지원사업, 사회적경제과 소관"),
]


def entry(type, id, title, names="", subtitle="", body="", date=None):
    return Entry(entry_id(type, id, date), type, id, title, names, subtitle, body)


def insert(base, table, **values):
    marks = ", ".join("?" * len(values))
    base.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))


def add_institution(base, id, names):
    made = entry("institution", id, names[0], "\n".join(names), "스페인")
    insert(
        base,
        "institutions",
        id=id,
        name_ko=names[0],
        origin="authority",
        checked="sourced",
        search_id=made.rowid,
    )
    for name in names:
        values = {"institution_id": id, "name": name, "language": "ko", "origin": "authority"}
        insert(base, "institution_names", **values, name_key=name_key(name))
    index_entry(base, made)


def add_document(base):
    body = (
        "1. 개요\n전라남도 연수단의 결과보고서\n"
        + "쉬는 날 " * 200
        + "\n치매마을 견학 소감"
        + " 끝" * 200
        + "\n퀘벡 이야기"
    )
    made = entry("document", "d1", "결과보고서", body=body)
    values = {"id": "d1", "path": "a.txt", "sha256": "", "size": 1, "status": "ingested", "extractor": "1"}
    insert(base, "documents", **values, search_id=made.rowid)
    insert(base, "blocks", document_id="d1", block="1", seq=1, kind="paragraph", text="", depth=0)
    index_entry(base, made)


def add_trip(base, id, title, date):
    made = entry("trip", id, title, date=date, body="전라남도 순천시")
    insert(base, "trips", id=id, title=title, start_date=date, search_id=made.rowid)
    index_entry(base, made)


def add_visit(base, id, trip, institution, date, agenda):
    name = INSTITUTIONS[institution][0]
    made = entry("visit", id, f"{name} 방문", subtitle="전라남도", body=agenda, date=date)
    values = {"name_as_written": name, "date": date, "status": "planned", "agenda": agenda, "block": "1"}
    insert(
        base,
        "visits",
        id=id,
        trip_id=trip,
        institution_id=institution,
        document_id="d1",
        **values,
        search_id=made.rowid,
    )
    index_entry(base, made)


def add_policy(base, id, institution, statement):
    made = entry("policy", id, statement)
    values = {"institution_id": institution, "document_id": "d1", "statement": statement, "block": "1"}
    insert(base, "policies", id=id, **values, search_id=made.rowid)
    index_entry(base, made)


def empty():
    connection = sqlite3.connect(":memory:")
    connection.execute("pragma foreign_keys = on")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return connection


@pytest.fixture(scope="module")
def base():
    connection = empty()
    for id, names in INSTITUTIONS.items():
        add_institution(connection, id, names)
    add_document(connection)
    add_trip(connection, "t1", "사회적경제 선진지 연수", "2019-06-16")
    add_trip(connection, "t2", "스페인 협동조합 출장", "2018-05-01")
    for visit in VISITS:
        add_visit(connection, *visit)
    add_policy(connection, "p1", "lagun-aro", "131개 협동조합이 가입한 상호부조")
    add_policy(connection, "p2", None, "치매마을의 운영")
    return connection


def top(base, query, **options):
    answer = search(base, query, **options)
    return [(result.type, result.id, result.why) for result in answer.results]


# names


@pytest.mark.parametrize(
    ("query", "id", "why"),
    [
        ("라군아로", "lagun-aro", "exact"),
        ("라군 아로", "lagun-aro", "spacing"),
        ("빌바오시청", "bilbao", "spacing"),
        ("MCC", "mondragon", "alias"),
        ("mcc", "mondragon", "alias"),
        ("몬드라곤", "mondragon", "alias"),
        ("몬드라곤 대학교", "mondragon-university", "exact"),
        ("LagunAro EPSV", "lagun-aro", "spacing"),
        ("카디아이", "kadiai", "exact"),
        ("라군아로의", "lagun-aro", "particle"),
        ("라군 아로에서는", "lagun-aro", "particle"),
        ("악티바", "activa", "partial"),
        ("악티바를", "activa", "particle"),
        ("Lagun Ar", "lagun-aro", "partial"),
    ],
)
def test_the_institution_comes_first_with_the_rule_that_found_it(base, query, id, why):
    assert top(base, query)[0] == ("institution", id, why)
    assert search(base, query).results[0].score >= 0.5


def test_the_name_itself_comes_before_longer_names(base):
    ids = [id for type, id, _ in top(base, "몬드라곤") if type == "institution"]
    assert ids == ["mondragon", "mondragon-university"]


def test_visits_follow_the_institution_the_latest_first(base):
    assert [found[:2] for found in top(base, "라군아로")[:3]] == [
        ("institution", "lagun-aro"),
        ("visit", "v1"),
        ("visit", "v2"),
    ]
    assert all(result.score >= 0.5 for result in search(base, "Lagun Aro EPSV").results)
    assert [found[:2] for found in top(base, "Lagun Aro EPSV", type="visit")] == [
        ("visit", "v1"),
        ("visit", "v2"),
    ]


def test_the_reading_says_what_was_left_out(base):
    assert search(base, "라군아로의").read_as == ["‘라군아로의’ → ‘라군아로’ (조사 ‘의’ 제외)"]
    assert search(base, "라군아로").read_as == []


def test_a_word_that_stands_in_a_text_is_not_cut(base):
    first = search(base, "사회적경제과").results[0]
    assert (first.type, first.id, first.why) == ("visit", "v3", "text")


# texts


def test_a_text_is_found_with_a_snippet_around_it(base):
    first = search(base, "고용재배치").results[0]
    assert (first.type, first.id, first.why) == ("visit", "v1", "text")
    assert first.snippet == "고용재배치 등의 업무 수행 협의 사회보장 재원"
    assert first.score >= 0.5


def test_particles_of_all_words_are_left_out_if_nothing_else_is_found(base):
    answer = search(base, "재배치의 재원을")
    assert (answer.results[0].id, answer.results[0].why) == ("v1", "particle")
    assert answer.results[0].score >= 0.5
    assert len(answer.read_as) == 2


def test_most_of_the_words_is_no_match_one_stands_by(base):
    answer = search(base, "라군아로에서 물어본 브라질 것")
    assert answer.results[0].title.startswith("라군아로")
    assert all(result.score < 0.5 for result in answer.results)


def test_words_far_apart_are_no_match_one_stands_by(base):
    (result,) = search(base, "연수단 치매마을", type="document").results
    assert result.score < 0.5
    (near,) = search(base, "치매마을 소감", type="document").results
    assert near.score >= 0.5
    assert near.snippet.startswith("…") or near.snippet.startswith("치매마을")
    assert "치매마을 견학 소감" in near.snippet


@pytest.mark.parametrize("query", ["", " ", "!?", '"*(', "금강산", "금강산의", "\x00", "\ud800"])
def test_nothing_found(base, query):
    answer = search(base, query)
    assert (answer.total, answer.results, answer.read_as) == (0, [], [])
    assert suggest(base, query) == []


# the answer


def test_the_json_is_that_of_the_contract(base):
    answer = search(base, "라군아로", limit=1).to_json()
    assert json.loads(json.dumps(answer)) == {
        "query": "라군아로",
        "read_as": [],
        "total": 3,
        "results": [
            {
                "type": "institution",
                "id": "lagun-aro",
                "title": "라군아로",
                "url": "/institutions/lagun-aro",
                "score": 1.0,
                "why": "exact",
                "snippet": "스페인",
            }
        ],
    }


def test_urls_lead_to_the_page_that_shows_the_entry(base):
    urls = {r.id: r.url for query in ("협동조합", "치매마을", "협의") for r in search(base, query).results}
    assert urls["v1"] == "/trips/t1#visit-v1"
    assert urls["t2"] == "/trips/t2"
    assert urls["p1"] == "/institutions/lagun-aro"
    assert urls["p2"] == "/documents/d1"
    assert urls["d1"] == "/documents/d1"


def test_totals_are_those_of_the_type_and_do_not_depend_on_the_limit(base):
    everything = search(base, "협동조합", limit=1)
    assert everything.total == sum(everything.counts.values()) == 4
    assert len(everything.results) == 1
    assert everything.counts == {"institution": 1, "policy": 1, "visit": 1, "trip": 1, "document": 0}
    for type in TYPES:
        answer = search(base, "협동조합", type=type)
        assert answer.total == len(answer.results) == everything.counts[type]


def test_a_total_counts_more_than_is_read():
    connection = empty()
    for number in range(620):
        index_entry(
            connection,
            entry("trip", str(number), "협동조합 출장" if number == 619 else "연수", body="협동조합"),
        )
    answer = search(connection, "협동조합", limit=1000)
    assert (answer.total, len(answer.results)) == (620, 100)
    assert answer.results[0].id == "619"
    assert len(search(connection, "협동조합", type="trip", limit=1000).results) == 200
    assert search(connection, "협").total == 620


@pytest.mark.parametrize("limit", [-5, 0, 1])
def test_a_limit_is_one_at_least(base, limit):
    assert len(search(base, "협동조합", limit=limit).results) == 1


def test_an_unknown_type_is_refused(base):
    with pytest.raises(ValueError, match="institution, policy, visit, trip, document"):
        search(base, "라군아로", type="person")


def test_an_empty_base_answers_with_nothing():
    assert search(empty(), "라군아로").results == []
    assert suggest(empty(), "라군") == []


def test_rows_of_any_factory_will_do(base):
    base.row_factory = sqlite3.Row
    try:
        assert top(base, "라군아로의")[0][1] == "lagun-aro"
        assert suggest(base, "라군")[0].id == "lagun-aro"
    finally:
        base.row_factory = None


def test_no_statement_scans_a_table(base):
    seen = []
    base.set_trace_callback(seen.append)
    for query in ("라군아로의", "악티바", "곤", "협동조합 연수", "없는 낱말"):
        search(base, query)
        suggest(base, query)
    base.set_trace_callback(None)
    plans = [
        row[3] for sql in set(seen) if sql.startswith("select") for row in base.execute(f"explain query plan {sql}")
    ]
    scans = [plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL TABLE" not in plan and "hit" not in plan]
    assert plans
    assert scans == []


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text() | st.text("라군아로의에서 mcc\"*()\x00\ud800'-%_", max_size=40),
    type=st.sampled_from([None, *TYPES]),
)
def test_every_query_is_answered(base, query, type):
    answer = search(base, query, type=type)
    scores = [result.score for result in answer.results]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert answer.total >= len(answer.results)
    json.dumps(answer.to_json(), ensure_ascii=False).encode()
    json.dumps([suggestion.to_json() for suggestion in suggest(base, query)], ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "query", ["라군아로" * 5000, "라군아로 의 " * 5000, "a" * 20000, '"' * 20000, "라군아로의 " * 3000]
)
def test_long_queries_are_answered(base, query):
    search(base, query)
    suggest(base, query)
    highlight("라군아로의 재원", query)


# suggestions


def test_names_that_begin_with_what_was_typed_come_first(base):
    assert [s.text for s in suggest(base, "몬드")] == ["몬드라곤", "몬드라곤 대학교"]
    assert [s.text for s in suggest(base, "mond")] == ["Mondragon University", "Mondragon Corporation"]


def test_then_what_holds_it(base):
    assert [(s.text, s.url) for s in suggest(base, "악티")] == [("바르셀로나 악티바", "/institutions/activa")]
    assert [s.text for s in suggest(base, "선진지")] == ["사회적경제 선진지 연수"]


def test_suggestions_are_no_more_than_asked_for_and_all_different(base):
    texts = [s.text for s in suggest(base, "라", limit=2)]
    assert len(texts) == len(set(texts)) <= 2


# highlighting


def test_hits_are_marked_in_any_spacing_and_without_particle():
    assert highlight("오늘 라군 아로, 내일 BATLLÓ", "라군아로의 batllo") == [
        ("오늘 ", False),
        ("라군 아로", True),
        (", 내일 ", False),
        ("BATLLÓ", True),
    ]


@given(st.text(), st.text())
def test_highlighting_loses_nothing(snippet, query):
    assert "".join(text for text, _ in highlight(snippet, query)) == snippet

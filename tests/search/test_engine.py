import json
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import highlight, search, suggest
from search.entries import TYPES, index_entry
from tests.search.conftest import empty, entry


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
        "total": 4,
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
        "suggestions": [],
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
    highlight("라군아로의 재원", [query])


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
    assert highlight("오늘 라군 아로, 내일 BATLLÓ", ["라군아로의", "batllo"]) == [
        ("오늘 ", False),
        ("라군 아로", True),
        (", 내일 ", False),
        ("BATLLÓ", True),
    ]


@settings(deadline=None)
@given(st.text(), st.lists(st.text()))
def test_highlighting_loses_nothing(snippet, words):
    assert "".join(text for text, _ in highlight(snippet, words)) == snippet

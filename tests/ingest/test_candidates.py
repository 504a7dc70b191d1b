import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authority import Authority
from ingest.candidates import FOUND, Asked, Candidate, candidates
from ingest.decided import Decisions
from ingest.decisions import institution_ref, make, name_ref
from ingest.matching import SAME

Best = Callable[..., Any]


@pytest.fixture(scope="module")
def decisions(authority: Authority) -> Decisions:
    return Decisions(authority)


@pytest.fixture(scope="module")
def connection(sample_base: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(sample_base)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def best(connection: sqlite3.Connection, decisions: Decisions) -> Best:
    """The likeliest institution of a name and of what else is told, or None."""

    def find(name: str, **told: Any) -> Candidate | None:
        return next(iter(candidates(connection, decisions, Asked(name, **told), 5)), None)

    return find


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("라군아로", "lagun-aro"),
        ("Lagun-Aro", "lagun-aro"),
        ("빌바오 시청", "bilbao-city"),
        ("Ville de Paris", "paris-city"),
        ("몬드라콘", "mondragon"),
        ("lagun-aro", "lagun-aro"),
    ],
)
def test_what_the_resolver_stands_by_is_a_match(best: Best, name: str, id: str) -> None:
    found = best(name)
    assert (found.known.id, found.match) == (id, True)
    assert found.score >= SAME


def test_an_institution_that_only_documents_know_is_a_match_by_its_name(best: Best) -> None:
    found = best("기푸스코아 주정부")
    assert found.known.id.startswith("doc-")
    assert (found.score, found.match) == (1.0, True)


@pytest.mark.parametrize("name", ["시청", "파리", "ㅁㄷㄹㄱ", "몬드라곤 어딘가의 무엇"])
def test_what_may_mean_several_is_offered_and_no_match(
    connection: sqlite3.Connection, decisions: Decisions, name: str
) -> None:
    found = candidates(connection, decisions, Asked(name), 5)
    assert found
    assert not any(one.match for one in found)
    assert all(one.score < SAME for one in found)


def test_what_only_the_search_finds_stays_below_the_mark(best: Best) -> None:
    found = best("ㅁㄷㄹㄱ")
    assert found.features["name"] == 0
    assert found.score == pytest.approx(FOUND * found.features["search"], abs=1e-4)
    assert FOUND < SAME


def test_a_name_that_nobody_bears_has_no_candidates(best: Best) -> None:
    assert best("없는 기관") is None


@pytest.mark.parametrize(
    ("told", "features"),
    [
        ({"countries": ("스페인",), "cities": ("Bilbao",)}, {"country": True, "city": True}),
        ({"countries": ("ES",), "kind_names": ("지방정부",)}, {"country": True, "kind": True}),
        ({"countries": ("Atlantis",)}, {}),
    ],
)
def test_evidence_for_a_match_is_told(best: Best, told: dict[str, tuple[str, ...]], features: dict[str, bool]) -> None:
    found = best("빌바오시청", **told)
    assert found.match
    assert {name: value for name, value in found.features.items() if name not in ("name", "search")} == features


@pytest.mark.parametrize(
    "told", [{"countries": ("프랑스",)}, {"cities": ("파리",)}, {"kind_names": ("은행·협동조합금융",)}]
)
def test_evidence_against_takes_the_match_away(best: Best, told: dict[str, tuple[str, ...]]) -> None:
    found = best("빌바오시청", **told)
    assert (found.known.id, found.match) == ("bilbao-city", False)
    assert found.score < 1


def test_a_kind_is_kept_to(best: Best) -> None:
    assert best("빌바오 시청", kinds=frozenset(["city-government"])).match
    assert best("빌바오 시청", kinds=frozenset(["care"])) is None


def test_without_a_name_what_is_told_is_searched_for(best: Best) -> None:
    found = best("", cities=("빌바오",))
    assert found.known.city == "빌바오"
    assert not found.match


def test_what_people_decided_counts(connection: sqlite3.Connection, authority: Authority) -> None:
    name = "라군아로 보험"
    told = make("same", name_ref(name, None), institution_ref("lagun-aro"), by="하늘", scope="name")
    assert not candidates(connection, Decisions(authority), Asked(name), 1)[0].match
    found = candidates(connection, Decisions(authority, [told]), Asked(name), 1)[0]
    assert (found.known.id, found.score, found.match) == ("lagun-aro", 1.0, True)


@given(st.text(max_size=300), st.integers(1, 8))
def test_whatever_is_asked_is_answered_in_order(
    connection: sqlite3.Connection, decisions: Decisions, name: str, limit: int
) -> None:
    found = candidates(connection, decisions, Asked(name), limit)
    assert len(found) <= limit
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)
    assert sum(one.match for one in found) <= 1

"""Names that nobody knows: which are one institution's, which are asked about, and which stay apart."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authority import load
from ingest.decided import Decisions
from ingest.decisions import make, name_ref
from ingest.grouping import Groups, Unknown, keys_of
from ingest.matching import Matcher
from ingest.resolve import provisional_id

AUTHORITY = load()
MATCHER = Matcher(AUTHORITY)
CARE, SPELLED = "호엔펠트 돌봄협동조합", "호엔펠드 돌봄 협동조합"
BOTH, ORIGINAL = f"Hohenfeld Care Cooperative({CARE})", "Hohenfeld Care Cooperative"


def met(name, country="DE", city=""):
    return Unknown(name, country, city, keys_of(MATCHER.cores(name)))


def grouped(*unknown: Unknown, decisions=()) -> Groups:
    made = Decisions(AUTHORITY, decisions)
    made.group(unknown)
    return made.groups


def ids(groups: Groups, *names, country="DE"):
    return [groups.ids.get(name_ref(name, country), provisional_id(name, country)) for name in names]


def different(left, right):
    return make("different", name_ref(left, "DE"), name_ref(right, "DE"), "홍길동", evidence={})


@pytest.mark.parametrize("other", [SPELLED, BOTH, "호엔펠트돌봄협동조합", "호헨펠트 돌봄협동조합"])
def test_spellings_and_either_part_are_one(other):
    groups = grouped(met(CARE), met(other))
    assert len(set(ids(groups, CARE, other))) == 1


def test_a_name_with_both_parts_brings_its_parts_together():
    groups = grouped(met(CARE), met(BOTH), met(ORIGINAL))
    assert len(set(ids(groups, CARE, BOTH, ORIGINAL))) == 1
    assert set(groups.moved.values()) == set(ids(groups, CARE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (met(CARE, city="뮌헨"), met(SPELLED, city="쾰른")),
        (met(CARE), met(SPELLED, "FR")),
        (met(CARE), met("호엔펠트 대학교")),
        (met("호엔펠트 주택협동조합"), met("호엔펠트 교통협동조합")),
        (met("빈 환경국", "AT"), met("그라츠 환경국", "AT")),
    ],
)
def test_another_city_country_kind_topic_or_place_is_another_institution(one, other):
    assert not grouped(one, other).ids


def test_what_may_be_one_is_asked_once():
    groups = grouped(met("호엔펠트"), met("호엔펠트 대학교"))
    assert not groups.ids
    ((ref, question),) = groups.questions.items()
    assert (ref, question.compared) == (name_ref("호엔펠트 대학교", "DE"), "호엔펠트")
    assert not grouped(
        met("호엔펠트"), met("호엔펠트 대학교"), decisions=[different("호엔펠트", "호엔펠트 대학교")]
    ).questions


@pytest.mark.parametrize("other", [SPELLED, f"{CARE}(ABC)"])
def test_names_that_people_told_apart_have_ids_of_their_own(other):
    groups = grouped(met(CARE), met(other), decisions=[different(CARE, other)])
    assert len(set(ids(groups, CARE, other))) == 2


def test_names_that_people_made_one_bring_their_groups_together():
    same = make("same", name_ref(SPELLED, "DE"), name_ref("돌봄의 집", "DE"), "홍길동", evidence={})
    groups = grouped(met(CARE), met(SPELLED), met("돌봄의 집"), decisions=[same])
    assert len(set(ids(groups, CARE, SPELLED, "돌봄의 집"))) == 1


NAMES = [CARE, SPELLED, BOTH, ORIGINAL, "호엔펠트 대학교", "호엔펠트"]


@given(st.lists(st.sampled_from(NAMES), unique=True), st.randoms())
def test_the_order_of_documents_changes_nothing(names: list[str], chance: random.Random):
    unknown = [met(name) for name in names]
    shuffled = [*unknown, *unknown]
    chance.shuffle(shuffled)
    assert grouped(*shuffled) == grouped(*unknown)

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from search.keyboard import strokes
from search.names import NameIndex
from search.shortlist import THOROUGH

NAMES = (
    "몬드라곤",
    "몬드라곤 대학교",
    "라군 아로",
    "에로스키",
    "레가코프",
    "레가코프 볼로냐",
    "Legacoop",
    "빌바오 시청",
)
KEY = st.text("abc", max_size=6) | st.text("가bクラ1", max_size=6) | st.text(max_size=100)
SHORT_LIST = st.lists(KEY, max_size=30)
LONGEST = 80  # letters of a key that are looked at


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex([strokes(name) for name in NAMES])


def found(index: NameIndex, text: str, **how: float) -> list[str]:
    return [NAMES[hit.position] for hit in index.find(strokes(text), **how)]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_finds_itself_first(index, name):
    best = index.find(strokes(name))[0]
    assert (NAMES[best.position], best.likeness) == (name, 1.0)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("몽드라곤", "몬드라곤"),
        ("몬드라고", "몬드라곤"),
        ("몬드곤", "몬드라곤"),
        ("라군아루", "라군 아로"),
        ("에로스끼", "에로스키"),
        ("래가코프", "레가코프"),
        ("Legacop", "Legacoop"),
        ("빌바호시청", "빌바오 시청"),
        ("ahsemfkrhs", "몬드라곤"),  # the Latin layout
        ("ㅣㄷㅎㅁ채ㅔ", "Legacoop"),  # the Korean one
    ],
)
def test_a_typo_finds_the_name_meant(index, typed, name):
    assert found(index, typed, least=0.7)[0] == name


@pytest.mark.parametrize("typed", ["ㅁ", "몬", "몬ㄷ", "몬드라", "몬드라곤"])
def test_a_beginning_finds_all_that_begin_so(index, typed):
    hits = index.find(strokes(typed), beginning=True, least=1.0)
    assert [NAMES[hit.position] for hit in hits] == ["몬드라곤", "몬드라곤 대학교"]


def test_a_beginning_may_have_a_typo(index):
    assert found(index, "몽드라", beginning=True)[0] == "몬드라곤"


def test_the_whole_of_a_name_counts_unless_it_is_a_beginning(index):
    assert found(index, "몬드라곤 대", limit=1) == ["몬드라곤"]
    assert found(index, "몬드라곤 대", limit=1, beginning=True) == ["몬드라곤 대학교"]


def test_of_equals_the_first_in_the_list_comes_first():
    twins = NameIndex(["abcx", "abcd", "abcy", "abcd"])
    assert [hit.position for hit in twins.find("abcd")] == [1, 3, 0, 2]


def test_a_limit_and_a_least_likeness(index):
    assert len(index.find(strokes("레가코프"), limit=2)) == 2
    assert found(index, "레가코프", least=0.99) == ["레가코프"]
    assert index.find(strokes("레가코프"), limit=0) == []


def test_a_name_with_nothing_in_common_is_not_found(index):
    assert index.find("zzzzzz") == []


@pytest.mark.parametrize("keys", [[], ["", ""], ["abc"]])
def test_nothing_is_found_by_nothing_and_nothing_in_nothing(keys):
    assert NameIndex(keys).find("") == []
    assert NameIndex([]).find("abc") == []
    assert len(NameIndex(keys)) == len(keys)


def test_a_query_leaves_nothing_behind(index):
    first = index.find(strokes("몬드라곤"))
    index.find(strokes("레가코프"))
    assert index.find(strokes("몬드라곤")) == first


def test_one_name_is_found_among_many_alike():
    many = NameIndex([f"apple{number:05d}" for number in range(30_000)])
    assert many.find("apple12345", limit=1) == [(12345, 1.0)]
    assert many.find("aple12345", limit=1)[0].position == 12345


@settings(deadline=None)
@given(SHORT_LIST, KEY, st.booleans(), st.integers(0, 40), st.floats(0, 1))
@example(["a" * 200], "a" * 200, False, 10, 0.0)
@example(["\ud800ab"], "\ud800ab", True, 10, 0.0)
def test_any_keys_and_any_query_will_do(keys, query, beginning, limit, least):
    hits = NameIndex(keys).find(query, limit, least, beginning)
    assert len(hits) <= limit
    assert len({hit.position for hit in hits}) == len(hits)
    assert all(0 <= hit.position < len(keys) and 0 < hit.likeness <= 1 for hit in hits)
    assert all(hit.likeness >= least - 1e-6 for hit in hits)
    assert hits == sorted(hits, key=lambda hit: (-hit.likeness, hit.position))


@settings(deadline=None)
@given(SHORT_LIST, SHORT_LIST, st.booleans())
def test_many_keys_at_once_find_what_each_finds(keys, queries, beginning):
    index = NameIndex(keys)
    together = index.find_many(queries, 5, 0.5, beginning, THOROUGH)
    assert together == [index.find(query, 5, 0.5, beginning) for query in queries]


def test_of_very_many_keys_each_is_found():
    keys = [f"apple{number:05d}" for number in range(3000)]
    assert [hits[0].position for hits in NameIndex(keys).find_many(keys, 1)] == list(range(3000))


@settings(deadline=None)
@given(SHORT_LIST, st.integers(0), st.booleans())
def test_a_key_of_the_list_is_found_first(keys, drawn, beginning):
    queries = [key for key in keys if key]
    if not queries:
        return
    query = queries[drawn % len(queries)][:LONGEST]
    best = NameIndex([key[:LONGEST] for key in keys]).find(query, 1, beginning=beginning)[0]
    assert best.likeness == 1
    assert keys[best.position].startswith(query)
    assert beginning or best.position == [key[:LONGEST] for key in keys].index(query)


@settings(deadline=None)
@given(SHORT_LIST, KEY.map(lambda key: key[:LONGEST]))
def test_no_name_with_a_gram_in_common_is_more_alike_than_the_best(keys, query):
    hits = NameIndex(keys).find(query, len(keys))
    scanned = {place: Levenshtein.normalized_similarity(query, key) for place, key in enumerate(keys)}
    sharing = {place: scanned[place] for place, key in enumerate(keys) if grams(key) & grams(query)}
    likely = max(sharing.values(), default=0.0)
    if query and likely:
        assert hits[0].likeness == pytest.approx(likely)
    assert all(hit.likeness == pytest.approx(scanned[hit.position]) for hit in hits)


@settings(deadline=None)
@given(st.lists(st.text("abcdef", min_size=8, max_size=14), min_size=1, max_size=30), st.data())
def test_the_best_of_a_short_list_is_that_of_a_scan_of_all(keys, data):
    meant = data.draw(st.sampled_from(keys))
    place = data.draw(st.integers(0, len(meant) - 1))
    typed = meant[:place] + data.draw(st.sampled_from(["", "z"])) + meant[place + 1 :]
    likely = max(Levenshtein.normalized_similarity(typed, key) for key in keys)
    assert NameIndex(keys).find(typed, 1)[0].likeness == pytest.approx(likely)


def grams(key: str) -> set[str]:
    edged = f"^{key[:LONGEST]}$"
    return {edged[start : start + 3] for start in range(len(edged) - 2)}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.hangul import fold, josa, name_key, quoted, squeeze, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("빌바오 시청", "빌바오시청"),
        ("Lagun-Aro", "LAGUN ARO"),
        ("ＭＣＣ（몬드라곤）", "mcc몬드라곤"),
        ("Mondragón", "mondragon"),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        ("빌바오\u200b시청", "빌바오시청"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_other_names_have_other_keys():
    assert name_key("MCC") != name_key("MCC본사")
    assert name_key("몬드라곤") != name_key("몬드라곤 대학교")


def test_a_name_key_of_no_name_is_empty():
    assert name_key(" ·—“” ") == ""


@given(st.text())
def test_a_name_key_is_letters_and_digits_and_its_own_key(text):
    key = name_key(text)
    assert name_key(key) == key
    assert all(char.isalnum() for char in key) or not key.isascii()


def test_fold_keeps_what_is_no_accent():
    assert fold("Batlló Ærø ガ 각") == "batllo aero ガ 각"


def test_white_space_between_syllables_goes_other_white_space_stays():
    assert squeeze("빌바오 시청과 Lagun Aro 의 2 층\n계단") == "빌바오시청과 Lagun Aro 의 2 층계단"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("라군아로의", ["라군아", "라군아로"]),
        ("라군아로에서는", ["라군아로", "라군아로에서"]),
        ("파리시청을", ["파리시청"]),
        ("샹티에와", ["샹티에"]),
        ("뷔르트조르흐로", ["뷔르트조르흐"]),
        ("서울로", ["서울"]),
        ("몬드라곤으로", ["몬드라곤"]),
        ("MCC의", ["MCC"]),
        ("오타롤라는", ["오타롤라"]),
        ("이켈란에게", ["이켈란"]),
        ("몬드라곤이나", ["몬드라곤"]),
    ],
)
def test_a_particle_is_taken_off(word, expected):
    assert stems(word) == expected


@pytest.mark.parametrize("word", ["카디아이", "이켈란", "몬드라곤", "회의", "시는", "의", "", "Otalora", "2019"])
def test_what_only_looks_like_a_particle_stays(word):
    assert stems(word) == []


@given(st.text(alphabet="가나다각낙의에서는을로MC 1", max_size=12))
def test_stems_are_beginnings_of_two_characters_or_more_the_shortest_first(word):
    found = stems(word)
    assert all(word.startswith(stem) and 2 <= len(stem) < len(word) for stem in found)
    assert found == sorted(set(found), key=len)


@pytest.mark.parametrize(
    ("word", "with_topic"),
    [
        ("파리", "파리는"),
        ("뮌헨", "뮌헨은"),
        ("‘뮌헨’", "‘뮌헨’은"),
        ("파리(프랑스)", "파리(프랑스)는"),
        ("2019-06-17", "2019-06-17은"),
        ("2019-06-24", "2019-06-24는"),
        ("OECD", "OECD는"),
        ("Otalora", "Otalora는"),
        ("Mondragon", "Mondragon은"),
        ("", "는"),
    ],
)
def test_a_particle_fits_what_is_read_last(word, with_topic):
    assert josa(word, "은는") == with_topic


def test_a_word_in_quotation_marks_has_its_particle_behind_them():
    assert quoted("몬드라곤", "이가") == "‘몬드라곤’이"
    assert quoted("라군아로", "과와") == "‘라군아로’와"

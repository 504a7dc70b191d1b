import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.phonetic import MAX_LETTERS, alike, consonants, other_vowels, sounds

NAMES = st.text("abcdeéghijlnñopqrstuvwxyz '-MC가몬드라곤ㄱカャ生1", max_size=30)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("몬드라곤", "montrakon"),
        ("라군 아로", "rakunaro"),
        ("뷔르트조르흐", "puirtcorh"),
        ("쇼팽", "sopen"),
        ("빌라", "pira"),
        ("몬드라ㄱ", "montrak"),
        ("グリーンコープ", "kurinkopu"),
        ("ひらがな", "hirakana"),
        ("シャキ", "saki"),
        ("生活クラブ", "生活kurapu"),
    ],
)
def test_syllables_have_one_key(text, key):
    assert sounds(text) == (key,)


@pytest.mark.parametrize(
    ("korean", "latin"),
    [
        ("몬드라곤", "Mondragón"),
        ("에로스키", "Eroski"),
        ("라보랄 쿠차", "Laboral Kutxa"),
        ("호르헤", "Jorge"),
        ("조르디", "Jordi"),
        ("볼로냐", "Bologna"),
        ("키안티", "Chianti"),
        ("보르도", "Bordeaux"),
        ("데자르댕", "Desjardins"),
        ("쇠나우", "Schönau"),
        ("프라이부르크", "Freiburg"),
        ("아인트호번", "Eindhoven"),
        ("예테보리", "Göteborg"),
        ("라이프", "Life"),
        ("크라쿠프", "Kraków"),
        ("칭다오", "Qingdao"),
        ("가나가와", "Kanagawa"),
        ("퀘벡", "Québec"),
        ("카디아이 2", "CADIAI 2"),
        ("코프 고베", "コープこうべ"),
    ],
)
def test_names_that_sound_alike(korean, latin):
    assert alike(korean, latin) >= 0.8


@pytest.mark.parametrize(
    ("korean", "latin"), [("몬드라곤", "Bologna"), ("빌바오", "Barcelona"), ("오스트리아", "Wien"), ("몬드라곤", "")]
)
def test_names_that_do_not(korean, latin):
    assert alike(korean, latin) < 0.6


@pytest.mark.parametrize("text", ["Mondragón", "MONDRAGON", "Mondrago\u0301n", "mondragon"])
def test_accents_and_capitals_change_nothing_here(text):
    assert sounds(text)[0] == "montrakon"


def test_a_latin_name_is_read_in_every_language():
    assert {"cantier", "santier", "kantier"} < set(sounds("Chantier"))


def test_consonants():
    assert consonants("montrakon") == "mntrkn"


@pytest.mark.parametrize("text", ["", " ", "·—", "\x00"])
def test_what_has_no_sound_is_like_nothing(text):
    assert sounds(text) == ()
    assert alike(text, text) == 0


@given(st.text() | NAMES | st.text("ﷺx\ud800ﬃ", min_size=60))
def test_keys_are_few_short_and_all_different(text):
    keys = sounds(text)
    assert keys == sounds(text)
    assert len(keys) == len(set(keys)) <= 12
    assert all(key and len(key) <= 4 * MAX_LETTERS and not set(key) & set(" '-") for key in keys)


@given(NAMES, NAMES)
def test_likeness_is_between_0_and_1_and_goes_both_ways(one, other):
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert alike(one, one) == (1 if sounds(one) else 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("글래스고", "글라스고우"), ("위트레흐트", "우트레히트"), ("호엔펠트", "호헨펠트"), ("앨버타", "알버타")],
)
def test_one_word_heard_with_other_vowels(one, other):
    assert other_vowels(one, other)
    assert other_vowels(other, one)


@pytest.mark.parametrize(("one", "other"), [("함부르크", "홈부르크"), ("랭스", "랑스"), ("튀빙겐", "괴팅겐")])
def test_other_vowels_that_make_another_word(one, other):
    assert not other_vowels(one, other)


def test_a_word_told_by_its_consonants_has_to_have_enough_of_them():
    assert not other_vowels("앨버타", "알버타", fewest=4)

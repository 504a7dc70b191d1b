import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.keyboard import choseong, is_choseong, jamo, strokes, to_hangul, to_latin

# The keys of initials, vowels and finals in the order of Unicode; the first final is none.
ROWS = """\
r R s e E f a q Q t T d w W c z x v g
k o i O j p u P h hk ho hl y n nj np nl b m ml l
 r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g"""
INITIALS, VOWELS, FINALS = (row.split(" ") for row in ROWS.split("\n"))


def typed(text):
    """The keys of modern syllables, Shift and all, reckoned from the code points."""
    places = [divmod(ord(syllable) - 0xAC00, 28) for syllable in text]
    return "".join(INITIALS[rest // 21] + VOWELS[rest % 21] + FINALS[final] for rest, final in places)


SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("몬드라곤", "ahsemfkrhs"),
        ("몬드라ㄱ", "ahsemfkr"),
        ("몬들", "ahsemf"),
        ("ㅁㄷㄹㄱ", "aefr"),
        ("와 값ㄳ", "dhkrkqtrt"),
        ("까 예", "rrkdpp"),
        ("Lagun-Aro", "lagunaro"),
        ("Batlló", "batllo"),
        ("MCC본사 2층", "mccqhstk2cmd"),
        ("생협クラブ", "todguqクラブ"),
        (" ·—", ""),
    ],
)
def test_strokes(text, keys):
    assert strokes(text) == keys


def test_the_wrong_layout_has_the_same_strokes():
    assert strokes("ahsemfkrhs") == strokes("AHSEMFKRHS") == strokes("몬드라곤")


def test_what_is_typed_half_is_a_beginning():
    assert all(strokes("몬드라곤").startswith(strokes(half)) for half in ("ㅁ", "모", "몬ㄷ", "몬들", "몬드라고"))


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("몬드라곤", "ㅁㄷㄹㄱ"),
        ("라군 아로", "ㄹㄱㅇㄹ"),
        ("몬ㄷㄹ곤", "ㅁㄷㄹㄱ"),
        ("ㄳ까", "ㄱㅅㄲ"),
        ("MCC본사 2층", "mccㅂㅅ2ㅊ"),
        ("", ""),
    ],
)
def test_choseong(text, initials):
    assert choseong(text) == initials


@pytest.mark.parametrize("text", ["ㅁㄷㄹㄱ", "ㅁㄷ ㄹㄱ", "ㄳ", "ㄲㅉ", "\u1106\u1103"])
def test_is_choseong(text):
    assert is_choseong(text)


@pytest.mark.parametrize("text", ["", "ㅁ", "ㅁ ", "ㅁㅏ", "ㅏㅓ", "몬ㄷ", "ㅁa", "ㅁㄷ!", "mc"])
def test_is_not_choseong(text):
    assert not is_choseong(text)


@pytest.mark.parametrize(
    ("text", "apart"), [("몬드", "ㅁㅗㄴㄷㅡ"), ("몬ㄷ", "ㅁㅗㄴㄷ"), ("꽈 값", "ㄲㅘ ㄱㅏㅄ"), ("Batlló", "batllo")]
)
def test_jamo(text, apart):
    assert jamo(text) == apart


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ahsemfkrhs", "몬드라곤"),
        ("AHSEMFKRHS", "몬드라곤"),
        ("Ekfrl", "딸기"),
        ("rkqtdl rkqt", "값이 값"),
        ("qkfrdl", "밝이"),
        ("qkfrl", "발기"),
        ("rkqtl", "갑시"),
        ("dhkdnp", "와웨"),
        ("RhRRcl", "꼮ㄲ치"),
        ("rt", "ㄱㅅ"),
        ("kk", "ㅏㅏ"),
        ("GSEF2018 한", "ㅎㄴㄷㄹ2018 한"),
        ("", ""),
    ],
)
def test_to_hangul(text, meant):
    assert to_hangul(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ㅡㅐㅜㅇㄱㅁ해ㅜ", "mondragon"),
        ("ㅣㅁ혀ㅜ ㅁ개", "lagun aro"),
        ("ㅡㅊㅊ", "mcc"),
        ("ㅡㅉ", "mw"),
        ("MCC 1", "mcc 1"),
    ],
)
def test_to_latin(text, meant):
    assert to_latin(text) == meant


@given(SYLLABLES)
def test_any_syllables_can_be_typed_on_the_latin_layout(text):
    keys = typed(text)
    assume(not keys.isupper())  # such as ROQP (꺠뼤), which reads as Caps Lock
    assert to_hangul(keys) == text


@given(SYLLABLES)
def test_the_strokes_are_the_keys_in_lower_case_those_with_shift_twice(text):
    assert strokes(text) == "".join(key.lower() * 2 if key.isupper() else key for key in typed(text))
    assert to_latin(text) == typed(text).lower()


@given(SYLLABLES)
def test_each_syllable_has_one_initial(text):
    initials = choseong(text)
    assert len(initials) == len(text)
    assert is_choseong(initials * 2)
    assert choseong(initials) == initials


@given(st.text("abcxyzRTQ ") | st.text())
def test_both_layouts_lead_back_in_lower_case(text):
    lower = text.lower() if text.isascii() else ""
    assert to_latin(to_hangul(lower)) == lower


@given(st.text() | st.text("ㄱㄳㅏㅘ가값\u1100\u11aa\ud800aR1 "))
def test_any_text_will_do(text):
    for change in (strokes, choseong, jamo, to_hangul, to_latin):
        assert change(text) == change(text)
    assert is_choseong(text) in (True, False)
    assert not set(strokes(text)) & set(" !·")

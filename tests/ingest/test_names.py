import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names import keys, parts

LEVELS = ("본사", "본부", "HQ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("빌바오 시청", ("빌바오 시청",)),
        ("LagunAro(라군아로)", ("LagunAro(라군아로)", "LagunAro", "라군아로")),
        ("CAE (사업고용협동조합)", ("CAE (사업고용협동조합)", "CAE", "사업고용협동조합")),
        ("레가코프[Legacoop]（볼로냐）", ("레가코프[Legacoop]（볼로냐）", "레가코프", "Legacoop", "볼로냐")),
        ("(사회적경제과)", ("(사회적경제과)", "사회적경제과")),
        ("MCC()", ("MCC()", "MCC")),
        ("  ", ()),
    ],
)
def test_parentheses_part_a_name(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("빌바오 시청", "빌바오시청"),
        ("Lagun-Aro", "LagunAro"),
        ("ＭＣＣ", "mcc"),
        ("Mondragón", "mondragon"),
        ("사회적경제·사회혁신지원기관", "사회적경제 사회혁신 지원기관"),
    ],
)
def test_spelling_makes_no_difference_to_the_key(one: str, other: str) -> None:
    assert keys(one) == keys(other)


def test_keys_begin_with_the_whole_name() -> None:
    assert keys("LagunAro(라군아로)") == ("lagunaro라군아로", "lagunaro", "라군아로")


def test_a_word_of_level_is_taken_off_last() -> None:
    assert keys("MCC본사", LEVELS) == ("mcc본사", "mcc")
    assert keys("Mondragon HQ", LEVELS) == ("mondragonhq", "mondragon")


def test_a_word_of_level_alone_is_kept() -> None:
    assert keys("본부", LEVELS) == ("본부",)


@pytest.mark.parametrize("name", ["", " ", "()", "·", "★★★★"])
def test_what_has_no_letters_is_no_name(name: str) -> None:
    assert keys(name, LEVELS) == ()


def test_one_letter_is_a_name_only_where_it_is_the_whole() -> None:
    assert keys("벵") == ("벵",)
    assert keys("몬드라곤(주)") == ("몬드라곤주", "몬드라곤")


@given(st.text(max_size=40))
def test_any_text_has_parts_and_keys(name: str) -> None:
    found = parts(name)
    assert found[:1] == ((name.strip(),) if name.strip() else ())
    assert len(set(found)) == len(found)
    assert all(found)
    assert all(len(key) > 1 for key in keys(name, LEVELS)[1:])


@given(st.text("가나다ABC", min_size=1, max_size=6), st.text("라마바DEF", min_size=1, max_size=6))
def test_outside_and_inside_are_both_names(outside: str, inside: str) -> None:
    assert parts(f"{outside}({inside})") == (f"{outside}({inside})", outside, inside)
    assert parts(f"{outside} （{inside}）")[1:] == (outside, inside)

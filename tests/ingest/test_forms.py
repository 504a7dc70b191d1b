"""The texts under which a name is compared."""

import pytest

from ingest.authority import load
from ingest.forms import Forms, alone, qualifies
from ingest.placenames import PlaceNames

KNOWN = load()
FORMS = Forms(KNOWN, PlaceNames(KNOWN).of)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("라군아로", ["라군아로", "라군아"]),
        ("LagunAro(라군아로)", ["LagunAro(라군아로)", "LagunAro", "라군아로", "라군아"]),
        ("에로스키와의 간담회", ["에로스키와의", "에로스키"]),
        ("바르셀로나의 시청", ["바르셀로나 시청"]),
        ("문화의 집", ["문화의 집"]),
        ("트리오도스은행에 대하여", ["트리오도스은행에", "트리오도스은행"]),
    ],
)
def test_a_name_as_written_and_without_what_is_no_part_of_it(name, forms):
    assert list(FORMS.written(name)) == forms


def test_chinese_characters_are_read_but_for_the_place_before_them():
    assert list(FORMS.further(["横浜市環境局"])) == ["횡빈시환경국", "横浜市 환경국"]


@pytest.mark.parametrize("name", ["ILO", "ILO 본부", "ilo HQ"])
def test_a_worldwide_acronym_in_full(name):
    assert list(FORMS.further([name])) == ["국제노동기구"]


def test_what_a_body_is_for_is_cut_off():
    assert FORMS.before_purpose("Verein Rad zur Förderung des Verkehrs") == "Verein Rad"
    assert FORMS.before_purpose("Verein Rad") is None


def test_parentheses_that_say_which_one_it_is():
    assert alone("Frankfurt (Oder)") == ("Frankfurt", "Oder")
    assert alone("Frankfurt") is None
    assert qualifies("Frankfurt", "Oder")
    assert not qualifies("Frankfurt", "FFM")
    assert not qualifies("라군아로", "LagunAro")

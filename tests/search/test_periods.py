"""Years and months in a query."""

from datetime import date

import pytest

from search.periods import dated, is_vague

TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("2019", ["year=2019"]),
        ("2019년", ["year=2019"]),
        ("2019년에", ["year=2019"]),
        ("2019년도의", ["year=2019"]),
        ("2017~2019년", ["year=2017", "year=2018", "year=2019"]),
        ("2018-19", ["year=2018", "year=2019"]),
        ("2018년부터 2019년까지", ["year=2018", "year=2019"]),
        ("18년", ["year=2018"]),
        ("19년도", ["year=2019"]),
        ("75년", []),
        ("6월", ["month=6"]),
        ("06월에는", ["month=6"]),
        ("13월", []),
        ("20190617", []),
        ("3000년", []),
        ("2분기", ["month=4", "month=5", "month=6"]),
        ("3/4분기", ["month=7", "month=8", "month=9"]),
        ("2019년 봄", ["year=2019", "month=3", "month=4", "month=5"]),
        ("2019 겨울에", ["year=2019", "month=12", "month=1", "month=2"]),
        ("봄", []),
        ("작년", ["year=2023"]),
        ("재작년에", ["year=2022"]),
        ("올해", ["year=2024"]),
        ("최근 2년간", ["year=2022", "year=2023", "year=2024"]),
        ("2022년 이후", ["year=2022", "year=2023", "year=2024", "year=2025"]),
        ("2023년부터", ["year=2023", "year=2024", "year=2025"]),
    ],
)
def test_years_and_months(words: str, lines: list[str]) -> None:
    assert [one.line for one in dated(words, TODAY)] == lines


def test_half_of_a_year() -> None:
    lines = [one.line for one in dated("2024년 상반기", TODAY)]
    assert lines == ["year=2024", *(f"month={month}" for month in range(1, 7))]
    assert {one.label for one in dated("하반기", TODAY)} == {"하반기"}


def test_up_to_a_year() -> None:
    lines = [one.line for one in dated("2018년 이전", TODAY)]
    assert lines[-1] == "year=2018"
    assert "year=2016" in lines


def test_two_digits_before_a_year_may_be_a_number_of_years() -> None:
    assert is_vague("18년")
    assert is_vague("18년에")
    assert not is_vague("18년도")
    assert not is_vague("2018년")

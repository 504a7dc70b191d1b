from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.dates import (
    WEEKDAYS,
    Calendar,
    as_written,
    nights_days,
    ordinals,
    readable,
    spans,
    times,
)

TRIP = Calendar(date(2019, 6, 16), date(2019, 6, 23))


def read(text: str, calendar: Calendar = TRIP) -> list[tuple[str | None, ...]]:
    """Each span of a text as ISO dates: one, or first and last."""
    found = []
    for span in spans(readable(text)):
        ends = (span.first, span.last) if span.last else (span.first,)
        found.append(tuple(made.isoformat() if (made := calendar.date(end)) else None for end in ends))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "2019. 6. 17.",
        "2019. 6. 17",
        "2019.6.17.(월)",
        "2019.06.17",
        "2019-06-17",
        "2019/6/17",
        "2019년 6월 17일",
        "2019년6월17일(월요일)",
        "2019년 6월 17일 월요일",
        "'19.6.17.",
        "’19. 6. 17.(월)",
        "‘19.6.17",
        "19.6.17.",
        "20190617",
        "６．１７．（월）",
        "6.17. (월)",
        "6. 17.(월)",
        "6/17(월)",
        "6/17",
        "06.17",
        "6월 17일",
        "6월17일(월)",
        "17일(월)",
        "17일",
        "DAY 2 (2019.06.17.)",
        "2일차(6월 17일)",
        "17일 (월)",
        "6. 17. [월]",
    ],
)
def test_a_date_as_offices_write_it(text: str) -> None:
    assert read(text) == [("2019-06-17",)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>", "2019-06-16", "2019-06-23"),
        ("2014.11.02 ~ 2014.11.10.", "2014-11-02", "2014-11-10"),
        ("20260527 ~ 20260531", "2026-05-27", "2026-05-31"),
        ("2025. 11. 22.(토) ~ 11. 30.(일) [7박 9일]", "2025-11-22", "2025-11-30"),
        ("2019.7.4~5", "2019-07-04", "2019-07-05"),
        ("2019. 7. 4.(목)∼7. 5.(금)", "2019-07-04", "2019-07-05"),
        ("2019. 7. 4. ～ 5.", "2019-07-04", "2019-07-05"),
        ("2019. 7. 4. - 7. 5.", "2019-07-04", "2019-07-05"),
        ("2019년 7월 4일부터 7월 5일까지", "2019-07-04", "2019-07-05"),
        ("2019. 12. 28. ~ 1. 3.", "2019-12-28", "2020-01-03"),
        ("'19. 12. 28.(토) ~ '20. 1. 3.(금)", "2019-12-28", "2020-01-03"),
        ("2019-06-16 ~ 2019-06-23", "2019-06-16", "2019-06-23"),
        ("2019. 6. 28. ~ 7. 2. (3박 5일)", "2019-06-28", "2019-07-02"),
        ("2019. 6. 17~18 (월~화)", "2019-06-17", "2019-06-18"),
        ("2018. 5. 13.(일) ~ 5.20. (일) <6박 8일>", "2018-05-13", "2018-05-20"),
        ("2018. 10. 1.~3.", "2018-10-01", "2018-10-03"),
    ],
)
def test_a_range_takes_from_its_first_date_what_the_last_leaves_out(text: str, first: str, last: str) -> None:
    assert read(text, Calendar())[0] == (first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.17~18 (월~화)", ("2019-06-17", "2019-06-18")),
        ("(6. 17.~18.)", ("2019-06-17", "2019-06-18")),
        ("6/17~18", ("2019-06-17", "2019-06-18")),
        ("17일~18일", ("2019-06-17", "2019-06-18")),
        ("6월 17일 ~ 18일", ("2019-06-17", "2019-06-18")),
        ("6.17.(월)~6.18.(화)", ("2019-06-17", "2019-06-18")),
    ],
)
def test_a_range_without_a_year_gets_it_from_the_trip(text: str, expected: tuple[str, str]) -> None:
    assert read(text) == [expected]


def test_a_trip_over_new_year_knows_which_january_is_meant() -> None:
    winter = Calendar(date(2019, 12, 28), date(2020, 1, 3))
    assert read("12.30.", winter) == [("2019-12-30",)]
    assert read("1. 2.(목)", winter) == [("2020-01-02",)]
    assert read("31일", winter) == [("2019-12-31",)]
    assert read("2일", winter) == [("2020-01-02",)]
    assert read("12. 31. ~ 1. 1.", winter) == [("2019-12-31", "2020-01-01")]


def test_several_dates_are_read_from_left_to_right() -> None:
    assert read("6.17.(월) 몬드라곤, 6.18.(화) 빌바오") == [("2019-06-17",), ("2019-06-18",)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "09:00",
        "09:05 14:10 17:05 18:40",
        "10:00~12:00",
        "3.5점",
        "10-12명",
        "6박 8일",
        "6박8일",
        "2일차",
        "제3일차",
        "8일간",
        "19,200천원",
        "131개 협동조합",
        "43.064,-2.49",
        "2019년 계획서",
        "MCC(몬드라곤협동조합복합체)",
        "GSEF 3차 총회",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["8. 32.(수)", "6.31.", "13. 1.(월)", "2019. 2. 29.", "2019-13-01", "6월 31일", "0.5.(월)"]
)
def test_a_date_that_cannot_exist_is_told_and_not_repaired(text: str) -> None:
    (span,) = spans(readable(text))
    made = TRIP.date(span.first)
    note = as_written(span.first, made, text, "5.2")
    assert (made, note.possible) == (None, False)


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert read("2020. 2. 29.") == [("2020-02-29",)]
    (span,) = spans("2. 29.")
    assert as_written(span.first, TRIP.date(span.first), "2. 29.", "1").possible


def test_a_date_keeps_its_words_and_its_weekday() -> None:
    (span,) = spans("일자 6.17. (화) 방문")
    note = as_written(span.first, TRIP.date(span.first), "일자 6.17. (화) 방문", "5.3")
    assert (note.text, note.date, note.weekday, note.possible) == ("6.17. (화)", date(2019, 6, 17), "화", True)


def test_without_a_period_the_year_of_the_title_counts() -> None:
    assert read("5월 30일", Calendar(year=2015)) == [("2015-05-30",)]
    assert read("5월 30일", Calendar()) == [(None,)]
    assert read("30일", Calendar(year=2015)) == [(None,)]


def test_the_nth_day_is_counted_from_the_first() -> None:
    assert TRIP.nth(1) == date(2019, 6, 16)
    assert TRIP.nth(8) == date(2019, 6, 23)
    assert (TRIP.nth(0), Calendar().nth(1)) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2일차", [2]),
        ("제 2일차", [2]),
        ("DAY 2 (2018.07.09.)", [2]),
        ("Day3", [3]),
        ("D-4", [4]),
        ("5일차(5월 30일)", [5]),
        ("1일차~2일차", [1, 2]),
        ("제4일", [4]),
        ("제 4 일(화)", [4]),
        ("제4일요일", []),
        ("5월 30일", []),
        ("2일", []),
    ],
)
def test_days_are_numbered(text: str, expected: list[int]) -> None:
    assert list(ordinals(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<6박 8일>", (6, 8)),
        ("6박8일", (6, 8)),
        ("[7박 9일]", (7, 9)),
        ("6 nights 8 days", (6, 8)),
        ("6 nights and 8 days", (6, 8)),
        ("8일", None),
        ("6박", None),
    ],
)
def test_nights_and_days_are_read_as_stated(text: str, expected: tuple[int, int] | None) -> None:
    assert nights_days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00", ["09:00"]),
        ("9:00", ["09:00"]),
        ("14시", ["14:00"]),
        ("14시 30분", ["14:30"]),
        ("09:05 14:10 17:05 18:40", ["09:05", "14:10", "17:05", "18:40"]),
        ("10:00~12:00", ["10:00"]),
        ("10:00 ∼ 12:00, 14:00 - 16:00", ["10:00", "14:00"]),
        ("오전 10시", ["10:00"]),
        ("오후 2시 ~ 4시", ["14:00"]),
        ("오후2:30", ["14:30"]),
        ("오후 14:00", ["14:00"]),
        ("오후 12:30", ["12:30"]),
        ("전일", []),
        ("2시간", []),
        ("2019. 6. 16.", []),
        ("25:00", []),
        ("09:70", []),
        ("12:30:00", ["12:30"]),
    ],
)
def test_times_are_read_and_of_a_range_the_first(text: str, expected: list[str]) -> None:
    assert times(readable(text)) == expected


STYLES = (
    "{y}. {m}. {d}.",
    "{y}. {m}. {d}.({w})",
    "{y}.{m:02}.{d:02}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}년 {m}월 {d}일",
    "{y}년 {m}월 {d}일({w})",
    "{y}{m:02}{d:02}",
    "'{s:02}.{m}.{d}.",
    "’{s:02}. {m}. {d}.({w})",
    "{s:02}.{m}.{d}.",
)
SHORT = ("{m}. {d}.({w})", "{m}.{d}. ({w})", "{m}/{d}", "{m}월 {d}일", "{m}월{d}일({w}요일)", "{d}일({w})", "{d}일")


def render(day: date, style: str) -> str:
    return style.format(y=day.year, s=day.year % 100, m=day.month, d=day.day, w=WEEKDAYS[day.weekday()])


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.sampled_from(STYLES), st.sampled_from(["", "기간 : ", "("]))
def test_any_date_in_any_style_is_read_back(day: date, style: str, before: str) -> None:
    assert read(before + render(day, style), Calendar()) == [(day.isoformat(),)]


@given(st.dates(date(2001, 1, 1), date(2048, 12, 31)), st.integers(0, 20), st.integers(0, 20), st.sampled_from(SHORT))
def test_any_date_of_a_trip_is_read_back_without_its_year(day: date, before: int, after: int, style: str) -> None:
    first, last = (date.fromordinal(day.toordinal() + shift) for shift in (-before, after))
    assert (day.isoformat(),) in read(render(day, style), Calendar(first, last)) or before + after >= 28


@given(
    st.dates(date(2001, 1, 1), date(2048, 12, 31)),
    st.integers(1, 30),
    st.sampled_from(STYLES),
    st.sampled_from(SHORT[:5] + STYLES),
    st.sampled_from(["~", " ~ ", "∼", " ～ ", " - "]),
)
def test_any_range_in_any_style_is_read_back(first: date, length: int, style: str, other: str, joint: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    text = render(first, style) + joint + render(last, other)
    assert read(text, Calendar()) == [(first.isoformat(), last.isoformat())]


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{h:02}:{m:02}", "{h}:{m:02}", "{h}시 {m:02}분"]))
def test_any_time_is_read_back(hour: int, minute: int, style: str) -> None:
    assert times(style.format(h=hour, m=minute)) == [f"{hour:02}:{minute:02}"]


@given(st.text("0123456789.~-/월일년() '’:박차DAY", max_size=30))
def test_any_text_is_read_from_left_to_right(text: str) -> None:
    found = spans(text)
    assert [span.first.start for span in found] == sorted({span.first.start for span in found})
    assert all(0 <= span.first.start < span.stop <= len(text) for span in found)
    for span in found:
        as_written(span.first, TRIP.date(span.first), text, "1")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019年 6月 16日(日) ~ 6月 23日(日)", "2019년 6월 16일(일) ~ 6월 23일(일)"),
        ("二〇一九年 六月 十六日", "2019년 6월 16일"),
        ("十二月 二十三日(月)", "12월 23일(월)"),
        ("November 20, 2022 (Sun)", "2022. 11. 20. (일)"),
        ("20 Nov. 2022", "2022. 11. 20."),
        ("15–21 October 2017", "10. 15. ~ 2017. 10. 21."),
        ("October 15-21, 2017", "10. 15. ~ 2017. 10. 21."),
        ("15 (Sun) – 21 (Sat) October 2017", "10. 15. (일) ~ 2017. 10. 21. (토)"),
        ("Day 2 – Monday, 18 November", "Day 2 – 11. 18.(월)"),
    ],
)
def test_hanja_and_english_dates_are_read_as_korean_ones(written: str, read: str) -> None:
    assert readable(written) == read


@pytest.mark.parametrize(
    ("text", "years"),
    [("15 October – 21 October 2017", (2017, 2017)), ("28 December – 3 January 2018", (2017, 2018))],
)
def test_a_year_that_stands_with_the_last_day_holds_for_the_first(text: str, years: tuple[int, int]) -> None:
    span = spans(readable(text))[0]
    assert span.last is not None
    assert (span.first.year, span.last.year) == years

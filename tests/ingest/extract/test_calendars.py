"""Calendars: a month's sheet with a row a week, a week's with a column a day."""

from datetime import date

import pytest

from ingest.plan import Trip
from tests.ingest.extract.conftest import Extract

HEAD = """# 공무국외연수 계획

- 기간 : 2025. 9. 28.(일) ~ 10. 4.(토)
- 방문국 : 프랑스(파리, 리옹)

"""
NUMBERS_IN_THE_CELLS = """
| 일 | 월 | 화 | 수 | 목 | 금 | 토 |
|---|---|---|---|---|---|---|
| **28**<br>인천 → 파리 | **29** 파리<br>▷10:00 파리시 관광사무소<br>- 예약 창구 통합 방법 | 30 | 10/1 | 2 | 3 | 4 |
"""
NUMBERS_ABOVE_THE_CELLS = """
| 일 | 월 | 화 | 수 | 목 | 금 | 토 |
|---|---|---|---|---|---|---|
| 28 | 29 | 30 | 10.1 | 2 | 3 | 4 |
| 인천 → 파리 이동 | (파리) 10:00 파리시 관광사무소<br>- 예약 창구 통합 방법 | | | | | |
"""


def trip(plan_of: Extract, sheet: str) -> Trip:
    (found,) = plan_of(HEAD + sheet).trips
    return found


@pytest.mark.parametrize("sheet", [NUMBERS_IN_THE_CELLS, NUMBERS_ABOVE_THE_CELLS])
def test_a_months_sheet_tells_its_days(plan_of: Extract, sheet: str) -> None:
    (visit,) = trip(plan_of, sheet).visits
    assert (visit.date, visit.start_time, visit.name) == (date(2025, 9, 29), "10:00", "파리시 관광사무소")
    assert (visit.city, [fact.text for fact in visit.agenda]) == ("파리", ["예약 창구 통합 방법"])


def test_a_month_goes_on_in_the_next(plan_of: Extract) -> None:
    sheet = NUMBERS_IN_THE_CELLS.replace("| 10/1 | 2 |", "| 1 | 2<br>리옹시청 방문 |")
    assert [visit.date for visit in trip(plan_of, sheet).visits] == [date(2025, 9, 29), date(2025, 10, 2)]


def test_a_weekday_that_does_not_fit_is_found(plan_of: Extract) -> None:
    shifted = NUMBERS_IN_THE_CELLS.replace("| 일 | 월 |", "| 월 | 일 |")
    assert "weekday_mismatch" in [problem.code for problem in trip(plan_of, shifted).problems]

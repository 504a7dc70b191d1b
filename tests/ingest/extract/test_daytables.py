from datetime import date

import pytest

from ingest.plan import Trip
from tests.ingest.extract.conftest import Extract

HEAD = """# 2019년 공무국외연수 계획서

- 기간 : 2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>
- 방문국 : 스페인(빌바오, 몬드라곤), 프랑스(파리)

"""
COLUMNS = "| 시간 | 지역 | 방문기관 |\n|---|---|---|\n"
VISITS = [
    (date(2019, 6, 17), "10:00", "라군아로", "몬드라곤"),
    (date(2019, 6, 17), "14:00", "MCC", "몬드라곤"),
    (date(2019, 6, 18), "09:00", "빌바오 시청", "빌바오"),
]


def brief(trip: Trip) -> list[tuple[date | None, str | None, str, str | None]]:
    return [(visit.date, visit.start_time, visit.name, visit.city) for visit in trip.visits]


@pytest.mark.parametrize(
    ("first", "second"), [("6. 17.(월)", "6. 18.(화)"), ("제2일차 : 6월 17일(월)", "제3일차 : 6월 18일(화)")]
)
def test_a_row_with_nothing_but_a_day_dates_the_rows_below_it(plan_of: Extract, first: str, second: str) -> None:
    (trip,) = plan_of(f"""{HEAD}{COLUMNS}| {first} | | |
| 10:00 | 몬드라곤 | 라군아로 |
| 14:00 | 몬드라곤 | MCC |
| {second} | | |
| 09:00 | 빌바오 | 빌바오 시청 |
""").trips
    assert brief(trip) == VISITS


def test_a_day_may_span_the_whole_row_and_be_told_by_its_number(plan_of: Extract) -> None:
    (trip,) = plan_of(f"""{HEAD}<table>
<tr><th>시간</th><th>지역</th><th>방문기관</th></tr>
<tr><td colspan=3>DAY 2</td></tr>
<tr><td>10:00</td><td>몬드라곤</td><td>라군아로</td></tr>
<tr><td>14:00</td><td>몬드라곤</td><td>MCC</td></tr>
<tr><td colspan=3>DAY 3</td></tr>
<tr><td>09:00</td><td>빌바오</td><td>빌바오 시청</td></tr>
</table>""").trips
    assert brief(trip) == VISITS


def test_a_line_above_a_table_dates_all_of_its_rows(plan_of: Extract) -> None:
    (trip,) = plan_of(f"""{HEAD}6. 17.(월)

{COLUMNS}| 10:00 | 몬드라곤 | 라군아로 |
| 14:00 | 몬드라곤 | MCC |

6. 18.(화)

{COLUMNS}| 09:00 | 빌바오 | 빌바오 시청 |
""").trips
    assert brief(trip) == VISITS


def test_only_the_line_right_above_a_table_dates_it(plan_of: Extract) -> None:
    (trip,) = plan_of(f"{HEAD}6. 17.(월)\n\n방문할 곳\n\n{COLUMNS}| 10:00 | 몬드라곤 | 라군아로 |\n").trips
    assert date(2019, 6, 17) not in [visit.date for visit in trip.visits]


def test_a_line_above_a_table_that_tells_no_day_dates_nothing(plan_of: Extract) -> None:
    (trip,) = plan_of(f"{HEAD}방문 시간 : 6. 17.부터\n\n{COLUMNS}| 10:00 | 몬드라곤 | 라군아로 |\n").trips
    assert date(2019, 6, 17) not in [visit.date for visit in trip.visits]


def test_a_table_with_a_column_of_days_keeps_its_own(plan_of: Extract) -> None:
    (trip,) = plan_of(f"""{HEAD}6. 19.(수)

| 일자 | 지역 | 방문기관 |
|---|---|---|
| 6. 17.(월) | 몬드라곤 | 라군아로 |
| 6. 18.(화) | 빌바오 | 빌바오 시청 |
""").trips
    assert [visit.date for visit in trip.visits] == [date(2019, 6, 17), date(2019, 6, 18)]


def test_a_visit_below_a_day_row_knows_its_own_place_in_the_document(plan_of: Extract) -> None:
    (trip,) = plan_of(
        f"{HEAD}{COLUMNS}| 6. 17.(월) | | |\n| 10:00 | | 라군아로 |\n| 6. 18.(화) | | |\n| 09:00 | | 빌바오 시청 |\n"
    ).trips
    assert [visit.block for visit in trip.visits] == ["4.3.3.1", "4.5.3.1"]
    assert [written.block for written in trip.written_dates][-2:] == ["4.2.1.1", "4.4.1.1"]

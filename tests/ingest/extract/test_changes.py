from datetime import date

import pytest

from ingest.document import Text
from ingest.extract.changes import changes
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import is_change
from ingest.readers import read_bytes
from tests.ingest.extract.conftest import Extract

REPORT = """# 2019년 공무국외출장 결과보고서

- 기간 : 2019. 6. 16. ~ 6. 23.
- 방문국 : 스페인(빌바오, 몬드라곤)

| 일자 | 시간 | 방문기관 |
|---|---|---|
| 6. 17.(월) | 10:00 | 라군아로 |
| 6. 18.(화) | 14:00 | 빌바오 시청 |

## 변경 사항

"""


def told(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(one.day.text, one.before.text) for one in changes(read_bytes(text.encode(), "a.txt"), lexicon)]


def visits(plan_of: Extract, text: str) -> list[tuple[date | None, str, str]]:
    (trip,) = plan_of(REPORT + text).trips
    return [(visit.date, visit.name, visit.status) for visit in trip.visits]


TOLD = [(date(2019, 6, 17), "라군아로", "done"), (date(2019, 6, 18), "빌바오 시청", "done")]


@pytest.mark.parametrize("before", ["당초", "당초 계획", "기존", "변경 전", "종전 일정"])
@pytest.mark.parametrize("after", ["변경", "변경 후", "실제", "수정"])
def test_what_was_there_before_a_change_is_told_with_its_day(lexicon: Lexicon, before: str, after: str) -> None:
    text = f"6. 18.(화) 14:00\n{before} : 몬드라곤대학교\n{after} : 빌바오 시청\n"
    assert told(lexicon, text) == [("6. 18.(화) 14:00", "몬드라곤대학교")]


def test_without_a_day_above_or_a_change_below_nothing_changed(lexicon: Lexicon) -> None:
    assert told(lexicon, "당초: 몬드라곤대학교\n변경: 빌바오 시청\n") == []
    assert told(lexicon, "6. 18.(화)\n당초: 몬드라곤대학교\n그대로 방문함\n") == []


def test_the_nearest_day_above_is_the_day_of_a_change(lexicon: Lexicon) -> None:
    far = "6. 17.(월)\n" + "사유 설명\n" * 6
    assert told(lexicon, far + "당초: 몬드라곤대학교\n변경: 방문 취소\n") == []
    assert told(lexicon, far + "6. 18.(화)\n당초: 몬드라곤대학교\n변경: 방문 취소\n") == [
        ("6. 18.(화)", "몬드라곤대학교")
    ]


def test_a_visit_planned_before_a_change_and_no_longer_told_is_cancelled(plan_of: Extract) -> None:
    found = visits(plan_of, "6. 18.(화)\n\n당초: 몬드라곤대학교\n\n변경: 빌바오 시청\n")
    assert found == [*TOLD, (date(2019, 6, 18), "몬드라곤대학교", "cancelled")]


def test_a_cancelled_visit_has_the_hour_of_its_day_s_line(plan_of: Extract) -> None:
    (trip,) = plan_of(REPORT + "6. 18.(화) 09:30\n\n당초: 몬드라곤대학교\n\n변경: 방문 취소\n").trips
    assert [visit.start_time for visit in trip.visits if visit.status == "cancelled"] == ["09:30"]


def test_a_visit_that_is_still_in_the_itinerary_of_that_day_is_not_cancelled(plan_of: Extract) -> None:
    assert visits(plan_of, "6. 17.(월)\n\n당초: 라군아로\n\n변경: 오후에서 오전으로\n") == TOLD


def test_a_visit_that_is_told_on_another_day_is_cancelled_on_the_first(plan_of: Extract) -> None:
    found = visits(plan_of, "6. 19.(수)\n\n당초: 라군아로\n\n변경: 6. 17.로 앞당김\n")
    assert found == [*TOLD, (date(2019, 6, 19), "라군아로", "cancelled")]


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("당초: 라군아로", True),
        ("변경 : 방문 취소", True),
        ("변경사유 : 휴관", True),
        ("실제 일정 : 빌바오 시청", True),
        ("장소 : 빌바오", False),
        ("당초 라군아로", False),
        ("라군아로 방문", False),
    ],
)
def test_a_line_tells_of_a_change_by_its_label(lexicon: Lexicon, line: str, change: bool) -> None:
    assert is_change(Text("paragraph", line), lexicon) is change

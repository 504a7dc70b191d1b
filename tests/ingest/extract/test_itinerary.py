from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.plan import Trip, Visit
from tests.ingest.extract.conftest import Extract

HEAD = """# 2019년 공무국외연수 계획서

- 기간 : 2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>
- 방문국 : 스페인(빌바오, 몬드라곤), 프랑스(파리)

"""


@pytest.fixture
def trip_of(plan_of: Extract):  # type: ignore[no-untyped-def]
    def trip(itinerary: str, head: str = HEAD) -> Trip:
        (found,) = plan_of(head + itinerary).trips
        return found

    return trip


def day(number: int) -> date:
    return date(2019, 6, number)


def brief(visits: tuple[Visit, ...]) -> list[tuple[date | None, str | None, str]]:
    return [(visit.date, visit.start_time, visit.name) for visit in visits]


def test_columns_are_known_by_their_headings_not_by_their_order(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 방문기관 | 주요내용 | 도시 | 날짜(요일) | 시각 |
|---|---|---|---|---|
| 라군아로 | 고용재배치 업무 협의 | 몬드라곤 | 6/17(월) | 10:00 |
| 빌바오 시청 | 협동조합 지원 정책 설명 | 빌바오 | 6/18(화) | 14:00~16:00 |
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(18), "14:00", "빌바오 시청")]
    assert [(visit.city, visit.country) for visit in trip.visits] == [("몬드라곤", "ES"), ("빌바오", "ES")]
    assert [[fact.text for fact in visit.agenda] for visit in trip.visits] == [
        ["고용재배치 업무 협의"],
        ["협동조합 지원 정책 설명"],
    ]


def test_days_may_be_numbered(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일차 | 지역 | 세부일정 |
|---|---|---|
| 2일차 | 몬드라곤 | 라군아로 방문 |
| 제3일차 | 빌바오 | 빌바오 시청 방문 |
""")
    assert brief(trip.visits) == [(day(17), None, "라군아로"), (day(18), None, "빌바오 시청")]


def test_a_date_spanning_rows_holds_for_all(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""<table>
<tr><th>일자</th><th>지역</th><th>시간</th><th>일정</th></tr>
<tr><td rowspan=2>6.17. (월)</td><td rowspan=2>몬드라곤</td><td>10:00</td><td>라군아로 방문</td></tr>
<tr><td>14:00</td><td>MCC 방문</td></tr>
</table>""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(17), "14:00", "MCC")]
    assert {visit.city for visit in trip.visits} == {"몬드라곤"}


def test_an_empty_date_is_that_of_the_row_above(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
일자	지역	시간	일정
6.17. (월)	몬드라곤	10:00	라군아로 방문
		14:00	MCC 방문
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(17), "14:00", "MCC")]


@pytest.mark.parametrize("mark", ["“", "〃", "″", '"', "상동"])
def test_a_ditto_mark_repeats_the_place_above(trip_of, mark: str) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(f"일자\t지역\t일정\n6.17. (월)\t파리\t파리시청 방문\n6.18. (화)\t{mark}\tAvise 방문\n")
    assert [(visit.name, visit.city, visit.country) for visit in trip.visits] == [
        ("파리시청", "파리", "FR"),
        ("Avise", "파리", "FR"),
    ]


def test_a_ditto_mark_after_a_round_trip_repeats_where_it_ended(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.17. (월)\t빌바오 몬드라곤 빌바오\tMCC 방문\n6.18. (화)\t“\t빌바오 시청 방문\n")
    assert [visit.city for visit in trip.visits] == ["몬드라곤", "빌바오"]


def test_the_head_of_a_table_may_come_again(trip_of) -> None:  # type: ignore[no-untyped-def]
    head = "일자\t지역\t교통편\t시간\t일정\t비고\n"
    rows = (
        "6.17. (월)\t몬드라곤\t전용차\t10:00\t라군아로 방문\t\n",
        "6.18. (화)\t빌바오\t\t09:00\t빌바오 시청 방문\t\n",
    )
    trip = trip_of(head + rows[0] + head + rows[1])
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(18), "09:00", "빌바오 시청")]


def test_times_pair_with_as_many_entries(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("| 일자 | 시간 | 일정 |\n|---|---|---|\n| 6.17. | 10:00<br>14:00 | · **라군아로**<br>· **MCC** |\n")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(17), "14:00", "MCC")]


def test_one_time_belongs_to_the_first_of_two_visits(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("| 일자 | 시간 | 일정 |\n|---|---|---|\n| 6.17. | 10:00 | · **라군아로**<br>· **MCC** |\n")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(17), None, "MCC")]


@pytest.mark.parametrize("time", ["전일", "오전", "-", ""])
def test_what_is_no_time_gives_none(trip_of, time: str) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(f"일자\t시간\t일정\n6.17.\t{time}\t라군아로 방문\n")
    assert brief(trip.visits) == [(day(17), None, "라군아로")]


def test_numbered_visits_in_one_cell_keep_their_order(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일자 | 일정 |
|---|---|
| 6.17. | [방문1] 10:00~12:00 라군아로<br>[방문2] 14:00~16:00 MCC(몬드라곤협동조합복합체) |
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(17), "14:00", "MCC(몬드라곤협동조합복합체)")]


def test_a_range_of_days_is_kept_as_a_range(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.17~18 (월~화)\t몬드라곤\t라군아로 방문\n")
    (visit,) = trip.visits
    assert (visit.date, visit.date_end) == (day(17), day(18))


def test_an_impossible_date_is_reported_and_dates_nothing(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.31.(월)\t몬드라곤\t라군아로 방문\n")
    assert brief(trip.visits) == [(None, None, "라군아로")]
    assert [(problem.code, problem.where) for problem in trip.problems] == [("invalid_date", "6.31.(월)")]


def test_a_wrong_weekday_is_reported(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.17.(화)\t몬드라곤\t라군아로 방문\n")
    assert ("weekday_mismatch", "2019-06-17") in [(problem.code, problem.where) for problem in trip.problems]


def test_what_is_no_visit_is_an_activity(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일자 | 지역 | 일정 |
|---|---|---|
| 6.16. | 인천 빌바오 | · 인천→빌바오<br>· 호텔 |
| 6.19. | 파리 | · 파리 문화 탐방<br>&nbsp;&nbsp;- 몽마르뜨 언덕, 폰네프 다리 |
| 6.21. | 파리 | 자유일정 |
""")
    assert trip.visits == ()
    kinds = [(activity.date, activity.kind, activity.text) for activity in trip.activities]
    assert kinds[:3] == [
        (day(16), "transfer", "인천→빌바오"),
        (day(16), "lodging", "호텔"),
        (day(19), "tourism", "파리 문화 탐방"),
    ]
    assert kinds[-1] == (day(21), "free", "자유일정")


def test_notes_are_nobody_s_agenda(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일자 | 일정 |
|---|---|
| 6.17. | · **라군아로**<br>※ 방문기관은 현지 사정에 따라 변경될 수 있음 |
""")
    (visit,) = trip.visits
    assert (visit.status, visit.agenda) == ("planned", ())


def test_several_institutions_in_one_cell_are_several_visits(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t일정\n6.17.\t코인스트리트·로컬리티·SEUK 방문\n")
    assert [visit.name for visit in trip.visits] == ["코인스트리트", "로컬리티", "SEUK"]


def test_a_dot_within_one_name_parts_nothing(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t일정\n6.17.\t사회적경제·사회혁신지원기관 방문\n")
    assert [visit.name for visit in trip.visits] == ["사회적경제·사회혁신지원기관"]


def test_a_comma_in_a_column_of_institutions_parts_names(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 날짜 | 도시 | 방문기관 | 이동·기타 |
|---|---|---|---|
| 6. 16.(일) | 빌바오 |  | 인천 출발, 빌바오 도착 |
| 6. 17.(월) | 몬드라곤 | 아리츠 하우스, 오나 랩 | 버스 |
""")
    assert [visit.name for visit in trip.visits] == ["아리츠 하우스", "오나 랩"]
    assert [(activity.kind, activity.text) for activity in trip.activities] == [("transfer", "인천 출발, 빌바오 도착")]


@pytest.mark.parametrize("number", ["제{}일", "제 {} 일", "{}일차"])
def test_days_may_be_numbered_under_any_heading(trip_of, number: str) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(f"""
| 일정 | 시간 | 방문기관 | 협의사항 |
|---|---|---|---|
| {number.format(2)} | 10:00 | 라군아로 | 고용재배치 업무 협의 |
| {number.format(3)} | 14:00 | 빌바오 시청 | 협동조합 지원 정책 설명 |
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(18), "14:00", "빌바오 시청")]


def test_what_stands_behind_a_slash_may_be_the_agenda(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 일정

- 6.17.(월) 10:00 라군아로 / 고용재배치 업무 협의
- 6.18.(화) 14:00 빌바오 시청 / 파리시청
""")
    assert [(visit.name, [fact.text for fact in visit.agenda]) for visit in trip.visits] == [
        ("라군아로", ["고용재배치 업무 협의"]),
        ("빌바오 시청", []),
        ("파리시청", []),
    ]


def test_a_row_that_tells_a_day_is_no_header(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
<table>
<tr><td>6월 17일(월)</td><td>10:00</td><td>라군아로</td><td>에너지 자문 창구 운영 방식 확인</td></tr>
<tr><td>6월 18일(화)</td><td>14:00</td><td>빌바오 시청</td><td>방문 인력 교육기관 선정 협의</td></tr>
<tr><td>6월 19일(수)</td><td>14:00</td><td>파리시청</td><td>민간 위탁기관 평가 지표 협의</td></tr>
</table>
""")
    assert [visit.name for visit in trip.visits] == ["라군아로", "빌바오 시청", "파리시청"]


def test_a_visit_may_be_said_to_be_cancelled_behind_its_name(trip_of) -> None:  # type: ignore[no-untyped-def]
    (visit,) = trip_of("""
| 날짜 | 시간 | 방문기관 | 협의사항 |
|---|---|---|---|
| 6. 17.(월) | 10:00 | 라군아로 - 방문 취소 | 고용재배치 업무 협의 |
""").visits
    assert (visit.name, visit.status) == ("라군아로", "cancelled")
    assert [fact.text for fact in visit.agenda] == ["고용재배치 업무 협의"]


def test_what_was_done_below_an_institution_s_day_is_its_agenda(trip_of) -> None:  # type: ignore[no-untyped-def]
    (visit,) = trip_of("""## 방문기관별 내용

### 라군아로

- 일시 : 2019. 6. 17.(월) 10:00
- 협의내용
  - 재활용센터 판매수입 현황 설명
  - 고용재배치 업무 협의
""").visits
    assert (visit.name, visit.date, visit.start_time) == ("라군아로", day(17), "10:00")
    assert [fact.text for fact in visit.agenda] == ["재활용센터 판매수입 현황 설명", "고용재배치 업무 협의"]


def test_the_trip_s_own_period_is_no_visit_to_its_title(plan_of: Extract) -> None:
    assert plan_of(HEAD + "라군아로를 둘러보았다.\n").trips[0].visits == ()


def test_hours_and_contents_below_one_heading_tell_whole_entries(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
<table>
<tr><th rowspan=2>구분</th><th rowspan=2>이동경로</th><th colspan=2>주요 방문지</th></tr>
<tr><th>시간</th><th>내용</th></tr>
<tr><td>2일차(6.17. 월)</td><td>빌바오</td><td>10:00</td><td>빌바오 시의회 방문<br>- 의정활동 지원제도 청취</td></tr>
<tr><td>4일차(6.19. 수)</td><td>파리</td><td>14:00</td><td>파리시청 방문</td></tr>
</table>
""")
    assert brief(trip.visits) == [(day(17), "10:00", "빌바오 시의회"), (day(19), "14:00", "파리시청")]


def test_what_describes_an_institution_of_a_list_is_no_visit(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 방문기관

□ 빌바오 시의회
 - 29명의 의원으로 구성되며 4년마다 선출

□ 몬드라곤
 - 몬드라곤시 노인복지센터
""")
    assert [visit.name for visit in trip.visits] == ["빌바오 시의회", "몬드라곤시 노인복지센터"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("라군아로 방문, 빌바오 시청 방문", ["라군아로", "빌바오 시청"]),
        ("빌바오 → 몬드라곤 이동, 라군아로 방문", ["라군아로"]),
        ("빌바오 시청 방문, 관계자 면담", ["빌바오 시청"]),
        ("(오전) 빌바오 시청 담당부서 면담 / (오후) 몬드라곤대학교 견학", ["빌바오 시청 담당부서", "몬드라곤대학교"]),
        ("라군아로 현장 방문", ["라군아로"]),
    ],
)
def test_a_line_of_several_doings(trip_of, written: str, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(f"## 일정\n\n- 6. 17.(월) : {written}\n- 6. 18.(화) : 파리시청 방문\n")
    assert [visit.name for visit in trip.visits] == [*names, "파리시청"]


def test_a_name_goes_on_in_its_own_language_on_the_next_line(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 월일 | 방문기관 | 업무수행 내용 |
|---|---|---|
| 6. 17.(월) | 해양치유센터<br>(Thermes Marins) | 프로그램 운영 현황 파악 |
""")
    assert [visit.name for visit in trip.visits] == ["해양치유센터(Thermes Marins)"]


def test_labels_below_a_day_tell_of_its_visit(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
**【2일차】 6월 17일(월) 빌바오**

▶ 방문기관 : 빌바오 시청, 미네바(Minc)
▶ 면 담 자 : 청년고용팀장
▶ 주요내용
 - 청년보장제 운영 현황

**【3일차】 6월 18일(화) 파리**

▶ 방문기관 : 파리시청
""")
    assert [(visit.name, [fact.text for fact in visit.agenda]) for visit in trip.visits] == [
        ("빌바오 시청", ["청년보장제 운영 현황"]),
        ("미네바(Minc)", ["청년보장제 운영 현황"]),
        ("파리시청", []),
    ]


def test_captions_below_a_visit_tell_its_hour_and_whom_one_meets_where(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 세부일정

### 6. 17.(월)
- 라군아로
  - 시간 : 14:00~16:00
  - 장소 : 몬드라곤
  - 면담자 : 고용재배치 팀장
  - 주요내용 : 고용재배치 절차

### 6. 18.(화)
- 빌바오 시청
  - 장소 : 시청 3층 회의실
  - 면담자 : 과장
""")
    said = [(v.name, v.start_time, v.city, v.contact, [fact.text for fact in v.agenda]) for v in trip.visits]
    assert said == [
        ("라군아로", "14:00", "몬드라곤", "고용재배치 팀장", ["고용재배치 절차"]),
        ("빌바오 시청", None, "빌바오", "과장", []),
    ]


def test_a_day_that_is_only_a_way_is_a_transfer(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 세부일정

- 6. 16.(일) 인천 → 빌바오
- 6. 17.(월) 빌바오 → 몬드라곤
  - 라군아로 방문
""")
    assert [(a.date, a.kind, a.text) for a in trip.activities] == [(day(16), "transfer", "인천 → 빌바오")]
    assert [(v.date, v.city, v.name) for v in trip.visits] == [(day(17), "몬드라곤", "라군아로")]


def test_a_day_s_number_may_stand_before_its_date(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 일정

▣ 제2일차 : 6월 17일(월)
  ○ 14:00 라군아로
▣ 제3일차~제4일차 : 6월 18일(화)~19일(수)
  ○ 10:00 빌바오 시청
""")
    assert brief(trip.visits) == [(day(17), "14:00", "라군아로"), (day(18), "10:00", "빌바오 시청")]


def test_an_office_of_ports_is_no_journey(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 날짜 | 일정 |
|---|---|
| 6. 17.(월) | 항만공항국 |
| 6. 18.(화) | 공항 이동 |
""")
    assert [visit.name for visit in trip.visits] == ["항만공항국"]
    assert [activity.kind for activity in trip.activities] == ["transfer"]


def test_a_report_tells_what_was_done_and_what_was_cancelled(plan_of: Extract) -> None:
    plan = plan_of("""# 공무국외출장 결과보고서

- 기간 : 2019. 6. 16. ~ 6. 23.

| 일자 | 방문기관 | 비고 |
|---|---|---|
| 6.17. | 라군아로 | |
| 6.18. | 빌바오 시청 | 현지 사정으로 취소 |
""")
    assert plan.kind == "report"
    assert [(visit.name, visit.status) for visit in plan.trips[0].visits] == [
        ("라군아로", "done"),
        ("빌바오 시청", "cancelled"),
    ]


def test_an_address_tells_the_city_by_its_first_known_word(plan_of: Extract) -> None:
    (trip,) = plan_of("""# 공무국외출장 결과보고서

- 기간 : 2019. 6. 16. ~ 6. 23.
- 방문국 : 핀란드(헬싱키, 탐페레)

## 방문기관별 내용

### 사회혁신센터

- 일시 : 6. 17.(월) 10:00
- 장소 : 헬싱키 하카니에멘란타 6
- 협의내용
  - 복지 예산 협의

### 노인복지센터

- 일시 : 6. 18.(화) 14:00
- 장소 : 하멘카투 28 탐페레
- 협의내용
  - 돌봄 인력 협의
""").trips
    assert [(visit.name, visit.city, visit.country) for visit in trip.visits] == [
        ("사회혁신센터", "헬싱키", "FI"),
        ("노인복지센터", "탐페레", "FI"),
    ]


CHANGED = HEAD.replace("계획서", "결과보고서")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("당초 승인 일정", "실제 추진 일정"),
        ("당초 승인받은 주요일정", "실제로 추진한 세부일정"),
        ("기존 방문기관", "수정 방문기관"),
    ],
)
def test_columns_before_and_after_a_change_are_known_by_how_their_headings_begin(  # type: ignore[no-untyped-def]
    trip_of, before: str, after: str
) -> None:
    trip = trip_of(
        f"일자\t{before}\t{after}\n"
        "6. 17.(월)\t라군아로 방문\t라군아로 방문\n"
        "6. 18.(화)\t몬드라곤대학교 방문\t빌바오 시청 방문\n",
        CHANGED,
    )
    assert [(visit.date, visit.name, visit.status) for visit in trip.visits] == [
        (day(17), "라군아로", "done"),
        (day(18), "빌바오 시청", "done"),
        (day(18), "몬드라곤대학교", "cancelled"),
    ]


@pytest.mark.parametrize("mark", ["⇒ 미실시", "▶ 방문 취소", "⇒ 불발(휴관)"])
@pytest.mark.parametrize(
    "itinerary",
    [
        "## 일정\n\n- 6. 17.(월)\n  - 10:00 라군아로 {}\n- 6. 18.(화)\n  - 14:00 빌바오 시청\n",
        "일자\t시간\t일정\n6. 17.(월)\t10:00\t라군아로 {}\n6. 18.(화)\t14:00\t빌바오 시청\n",
    ],
    ids=["outline", "table"],
)
def test_a_cancellation_behind_an_arrow_is_no_part_of_the_name(trip_of, itinerary: str, mark: str) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(itinerary.format(mark), CHANGED)
    assert [(v.start_time, v.name, v.status, v.agenda) for v in trip.visits] == [
        ("10:00", "라군아로", "cancelled", ()),
        ("14:00", "빌바오 시청", "done", ()),
    ]


def test_an_arrow_to_another_place_cancels_nothing(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t일정\n6. 17.(월)\t빌바오 ⇒ 몬드라곤 이동\n6. 18.(화)\t라군아로 ⇒ 고용재배치 협의\n", CHANGED)
    assert [(activity.kind, activity.text) for activity in trip.activities] == [("transfer", "빌바오 ⇒ 몬드라곤 이동")]
    assert [(v.name, v.status, [fact.text for fact in v.agenda]) for v in trip.visits] == [
        ("라군아로", "done", ["고용재배치 협의"])
    ]


def test_a_forum_is_an_event_and_its_guests_are_no_visits(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.17.\t빌바오\t국제사회적경제협의체(GSEF) 3차 총회 참석\n")
    assert trip.visits == ()
    assert [activity.kind for activity in trip.activities] == ["event"]


def test_a_type_of_institution_is_a_visit_to_nobody_in_particular(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of(
        "| 일자 | 지역 | 일정 |\n|---|---|---|\n| 6.20. | 파리 | **사업고용협동조합(CAE)**<br>- 지원관련 협의 |\n"
    )
    (visit,) = trip.visits
    assert (visit.name, visit.generic_type, visit.city) == ("사업고용협동조합(CAE)", True, "파리")


def test_days_that_stand_as_lines(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""## 일정

- DAY 2 (2019.06.17.)
  - 10:00 라군아로 방문
- DAY 3 (2019.06.18.)
  - 14:00 빌바오 시청 방문
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(18), "14:00", "빌바오 시청")]


def test_a_visit_knows_where_it_is_written(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("일자\t지역\t일정\n6.17.\t몬드라곤\t라군아로 방문\n")
    assert [visit.block for visit in trip.visits] == ["4.2.3.1"]


def test_another_table_is_no_itinerary(plan_of: Extract) -> None:
    plan = plan_of("# 협동조합 현황\n\n| 기관 | 조합원 |\n|---|---|\n| 라군아로 | 131개 |\n")
    assert (plan.kind, plan.trips) == ("other", ())


COLUMNS = {"일자": "6.17.(월)", "지역": "몬드라곤", "시간": "10:00", "방문기관": "라군아로", "비고": ""}


@given(order=st.permutations(sorted(COLUMNS)))
def test_any_order_of_columns_says_the_same(plan_of: Extract, order: list[str]) -> None:
    rows = (order, ["---"] * len(order), [COLUMNS[column] for column in order])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    (trip,) = plan_of(HEAD + table).trips
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로")]
    assert [(visit.city, visit.country) for visit in trip.visits] == [("몬드라곤", "ES")]


@given(
    cells=st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "“",
                    "6.17.",
                    "6.31.(화)",
                    "2일차",
                    "빌바오 → 몬드라곤",
                    "09:00 14:00",
                    "라군아로 방문",
                    "[방문1] MCC / [방문2] SEUK",
                    "호텔",
                    "· **MCC**<br>- 협의",
                    "취소",
                    "※ 변경",
                    "일자",
                    "::",
                    "6.17~18",
                ]
            ),
            min_size=4,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_any_table_is_extracted_and_every_fact_has_its_place(plan_of: Extract, cells: list[list[str]]) -> None:
    rows = [["일자", "지역", "시간", "일정"], ["---"] * 4, *cells]
    for trip in plan_of(HEAD + "\n".join("| " + " | ".join(row) + " |" for row in rows)).trips:
        for entry in (*trip.visits, *trip.activities, *trip.problems):
            assert entry.block
        assert all(visit.name.strip() for visit in trip.visits)


def test_what_a_column_holds_counts_more_than_its_heading(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 날짜 | 방문지 | 일정 | 프로그램 |
|---|---|---|---|
| 6/17(월) | 몬드라곤 | 10:00 | 라군아로<br>- 고용재배치 업무 협의 |
| 6/18(화) | 빌바오 | 14:00 | 빌바오 시청<br>- 협동조합 지원 정책 설명 |
""")
    assert brief(trip.visits) == [(day(17), "10:00", "라군아로"), (day(18), "14:00", "빌바오 시청")]
    assert [visit.city for visit in trip.visits] == ["몬드라곤", "빌바오"]


def test_the_rows_below_a_country_are_in_it(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일차 | 월/일 | 오전 | 오후 |
|---|---|---|---|
| **프랑스** | | | |
| 2 | 6/17(월) | 협동조합 지원센터<br>- 설립 절차 설명 | 자유시간 |
""")
    assert [(visit.name, visit.city, visit.country) for visit in trip.visits] == [("협동조합 지원센터", "파리", "FR")]


def test_days_may_be_counted_in_words_and_hours_written_in_four_digits(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 일정

< 둘째날 > 6. 17.(월)

* 1030 라군아로
  * 고용재배치 업무 협의

< 셋째날 > 6. 18.(화)

* 1400 빌바오 시청
  * 협동조합 지원 정책 설명
""")
    assert brief(trip.visits) == [(day(17), "10:30", "라군아로"), (day(18), "14:00", "빌바오 시청")]


def test_a_count_of_visits_names_nobody(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 일정

- 6. 17.(월) 기관방문(2개소)
- 6. 18.(화) 라군아로
""")
    assert [visit.name for visit in trip.visits] == ["라군아로"]


def test_of_a_change_in_columns_what_only_the_former_has_is_cancelled(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
<table>
<tr><th rowspan="2">일자</th><th colspan="2">당 초</th><th colspan="2">변 경</th></tr>
<tr><th>방문기관</th><th>협의내용</th><th>방문기관</th><th>협의내용</th></tr>
<tr><td>6.17.(월)</td><td>라군아로</td><td>급여 체계</td><td>좌동</td><td>좌동</td></tr>
<tr><td>6.18.(화)</td><td>빌바오 시청</td><td>지원 조례</td><td>바스크 관광청</td><td>관광세</td></tr>
<tr><td>6.19.(수)</td><td>에로스키 본사</td><td>출자</td><td>빌바오 시청</td><td>지원 조례</td></tr>
</table>
""")
    assert [(visit.date, visit.name, visit.status) for visit in trip.visits] == [
        (day(17), "라군아로", "planned"),
        (day(18), "바스크 관광청", "planned"),
        (day(19), "빌바오 시청", "planned"),
        (day(19), "에로스키 본사", "cancelled"),
    ]


def test_a_column_of_places_that_names_institutions_is_theirs(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
**제2일 6. 17.(월)**

| 시간 | 장소 | 내용 |
|---|---|---|
| 10:00 | 라군아로 본사 | 고용재배치 업무 협의 |
| | | 급여 체계 청취 |
| 12:00 | 인근 식당 | 중식 |
""")
    (visit,) = trip.visits
    assert (visit.name, visit.start_time) == ("라군아로 본사", "10:00")
    assert [fact.text for fact in visit.agenda] == ["고용재배치 업무 협의", "급여 체계 청취"]


def test_a_cell_with_as_many_places_and_hours_as_visits_tells_each(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 월/일 | 시각 | 방문처 및 활동내용 | 장소 |
|---|---|---|---|
| 6/17(월) | 1000<br>1430 | 라군아로<br>- 급여 체계<br>빌바오 시청<br>- 지원 조례 | 아라사테<br>빌바오 |
""")
    assert [(visit.name, visit.start_time, visit.city) for visit in trip.visits] == [
        ("라군아로", "10:00", "아라사테"),
        ("빌바오 시청", "14:30", "빌바오"),
    ]


def test_a_table_of_what_is_due_before_the_trip_is_none_of_its_days(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일자 | 방문기관 |
|---|---|
| 6. 17.(월) | 라군아로 |

| 과제 | 담당 | 기한 |
|---|---|---|
| 사전질문지 번역 | 서대문구 | 5. 31.(금) |
| 통역·차량 계약 | 은평구 | 6. 7.(금) |
""")
    assert [visit.name for visit in trip.visits] == ["라군아로"]
    assert not [problem for problem in trip.problems if problem.code == "date_outside_period"]


def test_a_line_of_a_country_heads_the_days_below_it(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
## 국가별 일정

【 스 페 인 】

- 6. 17.(월) 몬드라곤
  - 10시 라군아로 방문

【 프랑스 】

- 6. 18.(화) 파리
  - 10시 파리시청 방문
""")
    assert [(visit.name, visit.country) for visit in trip.visits] == [("라군아로", "ES"), ("파리시청", "FR")]


def test_a_sight_list_without_an_agenda_is_no_visit_where_others_have_one(trip_of) -> None:  # type: ignore[no-untyped-def]
    trip = trip_of("""
| 일자 | 찾아간 곳 | 무엇을 보고 들었나 |
|---|---|---|
| 6. 17.(월) | 라군아로 | 고용재배치 업무 절차 |
| 6. 18.(화) | 구겐하임 앞뜰, 옛 다리 | |
""")
    assert [(v.name, [fact.text for fact in v.agenda]) for v in trip.visits] == [("라군아로", ["고용재배치 업무 절차"])]

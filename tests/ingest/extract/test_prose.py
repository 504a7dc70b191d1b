"""Trips told in sentences: their overview, days, visits and what else is done."""

import pytest

from ingest.extract.lexicon import Lexicon
from ingest.extract.prose_sentences import clause, clauses, sentences, visit_in
from tests.ingest.extract.conftest import Extract

DIARY = """북유럽 돌봄 현장을 돌아보고

전라남도 순천시 노인복지과 공무원 세 명과 순천시의회 의원 2명은 2022년 9월 18일에 인천을 떠나 9월 24일에 돌아올 때까지 \
5박 7일 동안 덴마크와 스웨덴의 돌봄 현장을 살펴보았다.

첫날(9월 18일)

우리는 오전 11시 50분 인천국제공항을 출발하여 코펜하겐에 도착하였다.

둘째 날 (코펜하겐)

오전 9시 반에 코펜하겐시 보건돌봄국을 찾아 재가돌봄 시간표를 짜는 방식에 관한 설명을 들었다. \
담당 국장은 인력이 모자란다고 답하였다.

저녁은 숙소 근처 식당에서 먹었다.

이튿날인 9월 20일

오전에 코펜하겐 중앙역에서 열차를 타고 말뫼로 이동한 뒤 \
오후 1시 30분에 말뫼시청 사회복지과를 방문하여 처우 개선 대책을 들었다. \
오후 4시에는 스코네주 의료원을 방문할 예정이었으나 담당자의 병가로 취소되었다.

만난 기관들

치매센터(Demenscentrum) - 치매 환자와 가족에게 상담을 제공하는 시립 기관이다.

마치며

첫째, 재가돌봄 시간표를 이웃 단위로 다시 짤 것을 제안한다.
"""


def test_the_overview_is_told_in_the_first_sentences(plan_of: Extract) -> None:
    plan = plan_of(DIARY)
    trip = plan.trips[0]
    assert (str(trip.start_date), str(trip.end_date), trip.nights, trip.days) == ("2022-09-18", "2022-09-24", 5, 7)
    assert (trip.headcount, trip.countries) == (5, ("DK", "SE"))
    assert [(o.basic, o.department, o.headcount) for o in trip.organizers] == [
        ("순천시", "노인복지과", 3),
        ("순천시", "순천시의회", 2),
    ]
    assert plan.kind == "report"


def test_a_label_goes_before_what_sentences_tell(plan_of: Extract) -> None:
    trip = plan_of("연수기간 : 2022. 9. 17.(토) ~ 9. 23.(금)\n\n연수인원 : 7명\n\n" + DIARY).trips[0]
    assert (str(trip.start_date), trip.headcount) == ("2022-09-17", 7)


def test_days_stand_as_lines_with_sentences_below(plan_of: Extract) -> None:
    visits = plan_of(DIARY).trips[0].visits
    assert [(str(v.date), v.start_time, v.name, v.city, v.status) for v in visits] == [
        ("2022-09-19", "09:30", "코펜하겐시 보건돌봄국", "코펜하겐", "done"),
        ("2022-09-20", "13:30", "말뫼시청 사회복지과", "말뫼", "done"),
        ("2022-09-20", "16:00", "스코네주 의료원", "말뫼", "cancelled"),
    ]
    assert [fact.text for fact in visits[0].agenda] == [
        "재가돌봄 시간표를 짜는 방식에 관한 설명을 들었다",
        "담당 국장은 인력이 모자란다고 답하였다",
    ]
    assert not visits[2].agenda


def test_what_else_is_done_is_an_activity_with_its_sentence(plan_of: Extract) -> None:
    activities = [(str(a.date), a.kind, a.text) for a in plan_of(DIARY).trips[0].activities]
    assert activities == [
        ("2022-09-18", "transfer", "인천국제공항을 출발하여 코펜하겐에 도착"),
        ("2022-09-19", "meal", "저녁은 숙소 근처 식당에서 먹었다"),
        ("2022-09-20", "transfer", "코펜하겐 중앙역에서 열차를 타고 말뫼로 이동한 뒤"),
    ]


def test_institutions_are_told_of_in_lines_under_a_heading(plan_of: Extract) -> None:
    assert [(site.name, len(site.facts)) for site in plan_of(DIARY).sites] == [("치매센터(Demenscentrum)", 1)]


def test_days_stand_inside_sentences(plan_of: Extract) -> None:
    text = """일본 견학 보고서

경상남도 거창군 직원 등 모두 여덟 명은 2019년 10월 14일부터 10월 18일까지 4박 5일간 일본을 다녀왔다.

10월 14일 오후 3시에는 도쿄도청을 방문하여 빈집 은행 현황을 들었다. 다음 날에는 오부세 농업협동조합을 찾았다.

마지막 날에는 오전 9시에 도쿄를 출발하여 귀국하였다.
"""
    trip = plan_of(text).trips[0]
    assert [(str(v.date), v.start_time, v.name) for v in trip.visits] == [
        ("2019-10-14", "15:00", "도쿄도청"),
        ("2019-10-15", None, "오부세 농업협동조합"),
    ]
    assert [(str(a.date), a.kind) for a in trip.activities] == [("2019-10-18", "transfer")]
    assert trip.headcount == 8


def test_the_trip_period_and_dates_of_letters_open_no_day(plan_of: Extract) -> None:
    text = "2024. 5. 2. 회의에서 시청 교통국을 방문하여 협의하였다.\n"
    assert not plan_of("연수기간 : 2025. 6. 1. ~ 6. 7.\n\n" + text).trips[0].visits


@pytest.mark.parametrize(
    ("text", "names", "agenda"),
    [
        (
            "오전 10시에 할레 2(Halle 2)를 방문하여 수리 과정을 확인하였다",
            ("할레 2(Halle 2)",),
            "수리 과정을 확인하였다",
        ),
        ("호텔을 나서 시내에 있는 연구센터(CRISES)에 들러 의견을 나누었다", ("연구센터(CRISES)",), "의견을 나누었다"),
        ("시청 환경과에서 조례에 관한 설명을 들었다", ("시청 환경과",), "조례에 관한 설명을 들었다"),
        ("노동자기금(Fondaction)과 연대기금(FTQ)을 차례로 방문했다", ("노동자기금(Fondaction)", "연대기금(FTQ)"), ""),
        ("상점가 진흥조합과 간담회를 가졌다", ("상점가 진흥조합",), ""),
        ("이어 방문한 곳은 데자르댕 연대금고였다", ("데자르댕 연대금고",), ""),
    ],
)
def test_a_sentence_names_what_is_visited(text: str, names: tuple[str, ...], agenda: str, lexicon: Lexicon) -> None:
    found = visit_in(clause(text, lexicon), lexicon)
    assert found is not None
    assert (found.names, found.agenda, found.cancelled) == (names, agenda, False)


@pytest.mark.parametrize(
    "text",
    [
        "폐기물협회를 방문할 예정이었으나 병가로 취소되었다",
        "예정되어 있던 아코르데리 방문은 현지 사정으로 이루어지지 못했다",
        "도서관을 방문하지 못하였다",
    ],
)
def test_a_visit_that_did_not_come_about_is_cancelled(text: str, lexicon: Lexicon) -> None:
    found = visit_in(clause(text, lexicon), lexicon)
    assert found is not None
    assert found.cancelled


@pytest.mark.parametrize("text", ["담당자는 소각로를 2년마다 점검한다고 설명하였다", "내부 시설을 견학하였다"])
def test_a_sentence_may_name_nobody(text: str, lexicon: Lexicon) -> None:
    assert visit_in(clause(text, lexicon), lexicon) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [("저녁 7시에 출발하였다", "19:00"), ("낮 1시 반에 도착하였다", "13:30"), ("정오 무렵 도착하였다", "12:00")],
)
def test_hours_are_told_by_the_time_of_day(text: str, time: str, lexicon: Lexicon) -> None:
    assert clause(text, lexicon).time == time


def test_a_sentence_is_cut_where_another_visit_begins(lexicon: Lexicon) -> None:
    text = "뢰겔란 요양원을 견학하고 설명을 들었으며, 오후 3시에는 건강노화센터를 방문하여 연구 결과를 공유받았다"
    assert [told.time for told in clauses(text, lexicon)] == [None, "15:00"]


def test_sentences_end_in_verbs_and_nominal_forms() -> None:
    assert sentences("브리스톨로 이동함(기차 2시간). 운영 현황을 살펴봄. 5. 20. 설명을 들었다.") == [
        "브리스톨로 이동함(기차 2시간)",
        "운영 현황을 살펴봄",
        "5. 20. 설명을 들었다",
    ]

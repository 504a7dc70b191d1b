"""Institutions that are announced in the days and told elsewhere: in a list without days, in cards with them."""

from datetime import date

from tests.ingest.extract.conftest import Extract

HEAD = """# 공무국외연수 계획서

- 기간 : 2024. 11. 4.(월) ~ 11. 8.(금)
- 방문국 : 일본(사카이, 고베)

"""
DAYS = """## 일정

- 11. 4.(월) : 제주 → 간사이 출국
- 11. 5.(화) ~ 11. 7.(목) : 기관방문 (사카이, 고베)
- 11. 8.(금) : 간사이 → 제주 귀국

"""
TABLE = """## 방문기관

| 지역 | 기관명 | 기관 개요 | 협의사항 | 섭외현황 |
|---|---|---|---|---|
| 오사카부 사카이 | 사카이시 환경국 | 감량 계획을 수립 | 집단회수 장려금 단가 | 확정 |
| 효고현 고베 | 코프고베 | 일본 최대의 지역생협 | 수거 품목과 역회수 | 협의 중 |
"""
CARD = """## 방문기관

| 기관명 | {name} |
|---|---|
| 방문일시 | 11. {day}. 10:00 |
| 주요기능 | 감량 계획을 수립 |
| 질의사항 | 집단회수 장려금 단가 |
"""


def test_the_institutions_of_a_table_without_days_are_visits_without_a_date(plan_of: Extract) -> None:
    plan = plan_of(HEAD + DAYS + TABLE)
    visits = plan.trips[0].visits
    assert [(visit.date, visit.name, visit.city) for visit in visits] == [
        (None, "사카이시 환경국", "사카이"),
        (None, "코프고베", "고베"),
    ]
    assert [fact.text for visit in visits for fact in visit.agenda] == ["집단회수 장려금 단가", "수거 품목과 역회수"]
    assert [fact.text for site in plan.sites for fact in site.facts] == ["감량 계획을 수립", "일본 최대의 지역생협"]


def test_cards_tell_the_days_for_which_the_itinerary_only_announces_visits(plan_of: Extract) -> None:
    (visit,) = plan_of(HEAD + DAYS + CARD.format(name="사카이시 환경국", day=6)).trips[0].visits
    assert (visit.name, visit.date, visit.start_time) == ("사카이시 환경국", date(2024, 11, 6), "10:00")


def test_a_card_of_a_day_outside_the_trip_tells_no_visit(plan_of: Extract) -> None:
    told = DAYS.replace("기관방문 (사카이, 고베)", "사카이시 환경국 방문")
    visits = plan_of(HEAD + told + CARD.format(name="코프고베", day=20)).trips[0].visits
    assert [visit.name for visit in visits] == ["사카이시 환경국"]


def test_institutions_may_bear_their_day_behind_a_slash(plan_of: Extract) -> None:
    kept = "- 사카이시 환경국 / 11. 6.(수) 10시\n  - 장려금 단가\n"
    dropped = "- 코프고베 / 11. 7.(목) 14시 → 휴관으로 취소\n"
    visits = plan_of(f"{HEAD}## 방문 결과\n\n{kept}{dropped}").trips[0].visits
    assert [(visit.name, visit.start_time, visit.status) for visit in visits] == [
        ("사카이시 환경국", "10:00", "planned"),
        ("코프고베", "14:00", "cancelled"),
    ]

from collections.abc import Callable

from ingest.plan import Plan

PlanOf = Callable[..., Plan]


def amounts(plan: Plan) -> list[tuple[str | None, int, str]]:
    return [(cost.item, cost.amount, cost.currency) for cost in plan.trips[0].costs]


def test_the_total_and_the_share_of_each_are_told_as_written(plan_of: PlanOf) -> None:
    plan = plan_of("# 국외출장 계획서\n\n- 기간: 2019. 6. 16. ~ 6. 23.\n- 소요예산: 19,200천원 (1인당 3,200천원)\n")
    assert amounts(plan) == [("소요예산", 19_200_000, "KRW"), ("1인당", 3_200_000, "KRW")]


def test_other_currencies_keep_theirs(plan_of: PlanOf) -> None:
    plan = plan_of("# 국외출장 계획서\n\n- 기간: 2019. 6. 16. ~ 6. 23.\n- 여비: 항공료 1,250유로, 체재비 $900\n")
    assert amounts(plan) == [("항공료", 1250, "EUR"), ("체재비", 900, "USD")]


def test_a_table_of_costs_names_amounts_by_their_headings(plan_of: PlanOf) -> None:
    table = "| 구분 | 항공운임 | 숙박비 |\n|---|---|---|\n| 5명 | 7,000천원 | 625만원 |\n"
    plan = plan_of(f"# 국외출장 계획서\n\n- 기간: 2019. 6. 16. ~ 6. 23.\n\n## 출장경비\n\n{table}")
    assert amounts(plan) == [("항공운임", 7_000_000, "KRW"), ("숙박비", 6_250_000, "KRW")]


def test_numbers_without_a_currency_are_no_amounts(plan_of: PlanOf) -> None:
    plan = plan_of("# 국외출장 계획서\n\n- 기간: 2019. 6. 16. ~ 6. 23.\n- 소요예산: 추후 확정(2019년 6월, 15명)\n")
    assert amounts(plan) == []


def test_no_trip_costs_more_than_the_state_spends(plan_of: PlanOf) -> None:
    for written in ("9" * 40 + "원", "9,999,999,999,999,999억원", "9" * 5000 + "천원", "1." + "9" * 5000 + "억원"):
        plan = plan_of(f"# 국외출장 계획서\n\n- 기간: 2019. 6. 16. ~ 6. 23.\n- 소요예산: 항공료 1,250유로, {written}\n")
        assert ("항공료", 1250, "EUR") in amounts(plan)
        assert all(amount < 2**63 for _, amount, _ in amounts(plan)), "as much as a base can hold"

from ingest.plan import Plan
from tests.ingest.extract.conftest import Extract


def facts(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(site.name, [fact.text for fact in site.facts]) for site in plan.sites]


def test_a_table_below_its_heading_tells_names_and_facts(plan_of: Extract) -> None:
    plan = plan_of("""# 계획서
## 방문지 정보
스페인	MCC본사	• 8만여명의 조합원이 소속된 복합체
	라군아로	• 131개 협동조합이 가입한 상호부조협동조합
프랑스	파리시청	• 사회적경제 정책 관리
""")
    assert facts(plan) == [
        ("MCC본사", ["8만여명의 조합원이 소속된 복합체"]),
        ("라군아로", ["131개 협동조합이 가입한 상호부조협동조합"]),
        ("파리시청", ["사회적경제 정책 관리"]),
    ]
    assert plan.lists_sites


def test_columns_are_known_by_their_headings(plan_of: Extract) -> None:
    plan = plan_of("""# 계획서
## 방문기관 현황
| 주요특징 | 국가 | 기관명 |
|---|---|---|
| 협동조합 지원 정책 | 스페인 | 빌바오시청 |
""")
    assert facts(plan) == [("빌바오시청", ["협동조합 지원 정책"])]


def test_a_table_may_hold_its_own_caption(plan_of: Extract) -> None:
    plan = plan_of("# 계획서\n\n주요기관 및 특징\t\n라군아로\t• 상호부조협동조합\n")
    assert facts(plan) == [("라군아로", ["상호부조협동조합"])]


def test_a_line_tells_a_name_and_a_fact(plan_of: Extract) -> None:
    plan = plan_of(
        "# 계획서\n\n## 주요 방문기관\n\n- 샹티에 : 퀘벡 사회적경제 네트워크\n- 데자르댕 : 협동조합금융 그룹\n"
    )
    assert facts(plan) == [("샹티에", ["퀘벡 사회적경제 네트워크"]), ("데자르댕", ["협동조합금융 그룹"])]


def test_lines_below_a_name_are_its_facts(plan_of: Extract) -> None:
    plan = plan_of("# 계획서\n\n## 기관소개\n\n- 라군아로\n  - 1959년 설립\n  - 131개 조합이 가입\n- MCC\n  - 복합체\n")
    assert facts(plan) == [("라군아로", ["1959년 설립", "131개 조합이 가입"]), ("MCC", ["복합체"])]


def test_a_fact_knows_its_place(plan_of: Extract) -> None:
    (site,) = plan_of("# 계획서\n## 방문지 정보\n스페인\t라군아로\t• 상호부조협동조합\n").sites
    assert (site.block, [fact.block for fact in site.facts]) == ("3.1.2.1", ["3.1.3.1"])


def test_an_itinerary_is_no_list_of_sites(plan_of: Extract) -> None:
    plan = plan_of(
        "# 계획서\n\n- 기간 : 2019. 6. 16. ~ 6. 23.\n\n일자\t방문기관\t주요내용\n6.17.\t라군아로\t고용재배치 협의\n"
    )
    assert (plan.sites, plan.lists_sites) == ((), False)


def test_a_column_under_a_heading_nobody_knows_tells_facts(plan_of: Extract) -> None:
    plan = plan_of("""# 계획서
## 방문기관 현황
| 연번 | 기관명 | 소재지 | 눈여겨볼 점 |
|---|---|---|---|
| 1 | 라군아로 | 몬드라곤 | 협동조합들이 함께 세운 공제조합 |
""")
    assert facts(plan) == [("라군아로", ["협동조합들이 함께 세운 공제조합"])]


def test_plain_lines_below_a_name_are_its_facts(plan_of: Extract) -> None:
    plan = plan_of(
        "# 계획서\n\n## 방문처 개요\n\n▷ 라군아로\n\n공제조합\n\n▷ 파리시청\n\n소재지 : 파리\n\n현황 : 시 조직\n"
    )
    assert facts(plan) == [("라군아로", ["공제조합"]), ("파리시청", ["시 조직"])]


def test_a_dash_parts_a_name_from_its_fact(plan_of: Extract) -> None:
    plan = plan_of("# 보고서\n\n우리가 만난 기관들\n\n라군아로 - 공제조합이다.\n\n파리시청 - 시 행정조직이다.\n")
    assert facts(plan) == [("라군아로", ["공제조합이다."]), ("파리시청", ["시 행정조직이다."])]


def test_institutions_only_read_about_are_described_and_not_visited(plan_of: Extract) -> None:
    plan = plan_of("# 정책 비교\n\n## 참고한 기관\n\n- 라군아로(Lagun Aro) : 협동조합들이 함께 세운 공제조합\n")
    assert facts(plan) == [("라군아로(Lagun Aro)", ["협동조합들이 함께 세운 공제조합"])]
    assert plan.trips == ()

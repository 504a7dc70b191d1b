from ingest.document import Table
from ingest.extract.cards import is_card
from ingest.extract.lexicon import Lexicon
from ingest.plan import Plan, Visit
from ingest.readers import read_bytes
from tests.ingest.extract.conftest import Extract

OVERVIEW = "# 공무국외출장 결과보고서\n\n- 기간 : 2024. 5. 12.(일) ~ 5. 18.(토)\n- 출장지 : 이탈리아 밀라노\n\n"
ITINERARY = """월일\t시간\t방문기관
5. 13.(월)\t10:00\t밀라노시 복지국(Comune di Milano)
5. 14.(화)\t14:00\t콘솔리다

"""
CARD = """기관명\t밀라노시 복지국\t방문일시\t5. 13.(월) 10:00
소재지\t이탈리아 밀라노\t면담자\t통합돌봄 과장
기관현황\t돌봄을 한 창구에서 관장하는 시 행정조직
협의내용\t위탁 시 가점 기준 청취
질의응답\t문: 단가는 누가 정하는가<br>답: 시가 정함
시사점\t단가 근거를 규칙에 명시
"""


def table(text: str) -> Table:
    (found,) = [block for block in read_bytes(text.encode(), "card.md").blocks if isinstance(block, Table)]
    return found


def visits(plan: Plan) -> tuple[Visit, ...]:
    return plan.trips[0].visits


def agenda(visit: Visit) -> list[str]:
    return [fact.text for fact in visit.agenda]


def facts(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(site.name, [fact.text for fact in site.facts]) for site in plan.sites]


def test_a_table_of_keys_and_values_is_a_card(lexicon: Lexicon) -> None:
    assert is_card(table(CARD), lexicon)


def test_keys_alone_are_a_card_where_they_tell_of_an_institution_and_a_visit(lexicon: Lexicon) -> None:
    assert is_card(table("기관개요\t신용협동조합\n방문결과\t융자 심사 기준 청취\n"), lexicon)


def test_neither_an_itinerary_nor_an_overview_is_a_card(lexicon: Lexicon) -> None:
    assert not is_card(table(ITINERARY), lexicon)
    assert not is_card(table("기간\t2024. 5. 12. ~ 5. 18.\n장소\t밀라노\n방문목적\t돌봄 조례 개정\n"), lexicon)
    assert not is_card(table("기관명\t소재지\t주요현황\n콘솔리다\t트렌토\t협동조합 컨소시엄\n"), lexicon)


def test_a_card_adds_to_the_visit_that_the_itinerary_has(plan_of: Extract) -> None:
    first, second = visits(plan_of(OVERVIEW + ITINERARY + "## 3. 방문기관별 결과\n\n" + CARD))
    assert first.name == "밀라노시 복지국(Comune di Milano)"
    assert agenda(first)[0] == "위탁 시 가점 기준 청취"
    assert first.contact == "통합돌봄 과장"
    assert (agenda(second), second.contact) == ([], None)


def test_a_card_tells_what_an_institution_is_and_what_one_learns(plan_of: Extract) -> None:
    plan = plan_of(OVERVIEW + ITINERARY + "## 3. 방문기관별 결과\n\n" + CARD)
    assert facts(plan) == [("밀라노시 복지국", ["돌봄을 한 창구에서 관장하는 시 행정조직"])]
    assert [outcome.text for outcome in plan.trips[0].outcomes] == ["단가 근거를 규칙에 명시"]


def test_a_card_of_another_day_adds_nothing(plan_of: Extract) -> None:
    first, _ = visits(plan_of(OVERVIEW + ITINERARY + CARD.replace("5. 13.(월)", "5. 15.(수)")))
    assert agenda(first) == []


def test_a_line_that_the_visit_has_is_not_added_again(plan_of: Extract) -> None:
    itinerary = (
        "월일\t방문기관\t주요내용\n5. 13.(월)\t밀라노시 복지국\t위탁 시 가점 기준 청취\n5. 14.(화)\t콘솔리다\t-\n\n"
    )
    first, _ = visits(plan_of(OVERVIEW + itinerary + CARD))
    assert agenda(first).count("위탁 시 가점 기준 청취") == 1


def test_without_an_itinerary_cards_with_a_day_are_the_visits(plan_of: Extract) -> None:
    (visit,) = visits(plan_of(OVERVIEW + CARD))
    assert (visit.name, str(visit.date), visit.start_time) == ("밀라노시 복지국", "2024-05-13", "10:00")
    assert agenda(visit)[0] == "위탁 시 가점 기준 청취"


def test_a_card_without_a_name_belongs_to_the_heading_above_it(plan_of: Extract) -> None:
    cards = "### 1) 콘솔리다\n\n기관개요\t2차 컨소시엄\n방문결과\t공동 입찰 방식 확인\n"
    plan = plan_of(OVERVIEW + ITINERARY + cards)
    assert facts(plan) == [("콘솔리다", ["2차 컨소시엄"])]
    assert agenda(visits(plan)[1]) == ["공동 입찰 방식 확인"]


def test_one_table_holds_several_cards_one_below_or_beside_the_other(plan_of: Extract) -> None:
    below = "기관명\t가나센터\n기관개요\t돌봄 기관\n기관명\t다라센터\n기관개요\t주거 기관\n"
    beside = "기관명\t가나센터\t다라센터\n기관개요\t돌봄 기관\t주거 기관\n"
    for cards in (below, beside):
        assert facts(plan_of("# 계획서\n\n" + cards)) == [("가나센터", ["돌봄 기관"]), ("다라센터", ["주거 기관"])]


def test_captions_in_lines_part_what_an_institution_is_from_what_was_done(plan_of: Extract) -> None:
    plan = plan_of(
        OVERVIEW
        + """## 2. 방문기관별 결과

### ① 밀라노시 복지국

일시 : 5. 13.(월) 10:00

- 기관 개요
  - 시 행정조직
- 주요내용
  - 가점 기준 청취
- 질의응답
  - 질문: 단가는 누가 정하는가
"""
    )
    (visit,) = visits(plan)
    assert agenda(visit) == ["가점 기준 청취", "질문: 단가는 누가 정하는가"]
    assert facts(plan) == [("밀라노시 복지국", ["시 행정조직"])]


def test_a_caption_below_an_entry_of_a_day_tells_a_fact(plan_of: Extract) -> None:
    plan = plan_of(
        OVERVIEW
        + """## 일정

### 5. 13.(월)

- (10:00) 밀라노시 복지국
  - 기관소개 : 인허가를 맡은 부서
  - 채용 비율 협의

### 5. 14.(화)

- (10:00) 콘솔리다
  - 공동 입찰 협의
"""
    )
    assert [agenda(visit) for visit in visits(plan)] == [["채용 비율 협의"], ["공동 입찰 협의"]]
    assert facts(plan) == [("밀라노시 복지국", ["인허가를 맡은 부서"])]

import pytest

from ingest.document import Text
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import ToldDay, begins_day, days_of
from ingest.readers import read_bytes
from tests.ingest.extract.conftest import Extract

DAYS = """## 일정

- 6. 17.(월) {place}
  - 10:00 교통정책국 방문
- 6. 18.(화) 파리
  - 14:00 파리시청 방문
"""


def days(lexicon: Lexicon, text: str, cities: tuple[str, ...] = (), countries: tuple[str, ...] = ()) -> list[ToldDay]:
    return list(days_of(read_bytes(text.encode(), "plan.md"), lexicon, cities, countries))


@pytest.mark.parametrize("place", ["비르가우", "비르가우시"])
def test_a_city_that_only_the_overview_names_is_a_place_with_its_suffix_or_without(
    lexicon: Lexicon, place: str
) -> None:
    text = DAYS.format(place=place)
    first, _ = days(lexicon, text, cities=("비르가우시",))
    assert (first.chain, first.own) == ([place], ())
    unknown, _ = days(lexicon, text)
    assert (unknown.chain, [line.text for line in unknown.own]) == ([], [place])


def test_a_way_through_a_city_of_the_overview_is_a_chain_of_places(lexicon: Lexicon) -> None:
    first, _ = days(lexicon, DAYS.format(place="비르가우 → 파리"), cities=("비르가우시",))
    assert first.chain == ["비르가우", "파리"]


def test_a_city_of_the_overview_may_have_a_name_of_several_words(lexicon: Lexicon) -> None:
    first, _ = days(lexicon, DAYS.format(place="[비르 가우]"), cities=("비르 가우",))
    assert (first.chain, first.own) == (["비르 가우"], ())


def test_a_place_may_stand_behind_a_day_s_number_alone(lexicon: Lexicon) -> None:
    first, second = days(lexicon, "## 일정\n\n- DAY 2 빌바오\n  - 시청 방문\n- 제3일차 : 파리\n  - 시청 방문\n")
    assert [(day.number, day.chain, day.own) for day in (first, second)] == [(2, ["빌바오"], ()), (3, ["파리"], ())]


def test_the_country_of_the_trip_tells_which_london_is_meant(lexicon: Lexicon) -> None:
    text = DAYS.format(place="런던")
    assert [day.chain for day in days(lexicon, text, countries=("GB", "FR"))] == [["런던"], ["파리"]]
    assert [day.chain for day in days(lexicon, text)] == [[], ["파리"]]


@pytest.mark.parametrize(("written", "country"), [("영국", "GB"), ("캐나다", "CA")])
def test_visits_in_a_london_are_in_the_country_of_the_trip(plan_of: Extract, written: str, country: str) -> None:
    (trip,) = plan_of(f"""# 2019년 공무국외연수 계획서

- 기간 : 2019. 6. 16. ~ 6. 23.
- 방문국 : {written}

## 일정

- 6. 17.(월) 런던
  - 10:00 교통정책국
- 6. 18.(화) 런던
  - 14:00 시의회
""").trips
    assert [(visit.city, visit.country) for visit in trip.visits] == [("런던", country)] * 2


ENGLISH = """## Itinerary

Day 2 – Monday, 18 November (Hanoi)
- 10:00 Hanoi Metro Company

Day 3 – Tuesday, 19 November ({place})
- 14:00 Hanoi Tourism Office
"""


def test_an_english_day_has_its_number_its_date_and_its_place(lexicon: Lexicon) -> None:
    first, second = days(lexicon, ENGLISH.format(place="Hanoi"))
    assert (first.number, first.chain, first.own) == (2, ["Hanoi"], ())
    assert first.span is not None
    assert (first.span.first.month, first.span.first.day, first.span.first.weekday) == (11, 18, "월")
    assert second.span is not None
    assert (second.number, second.span.first.day, [line.text for line in second.lines]) == (
        3,
        19,
        ["14:00 Hanoi Tourism Office"],
    )


def test_visits_of_an_english_programme_are_dated_and_placed(plan_of: Extract) -> None:
    (trip,) = plan_of(
        "# Study visit plan\n\n- Period : 17 November 2024 - 23 November 2024\n- Country : Vietnam\n\n"
        + ENGLISH.format(place="Hanoi")
    ).trips
    assert [(str(v.date), v.start_time, v.name, v.city, v.country) for v in trip.visits] == [
        ("2024-11-18", "10:00", "Hanoi Metro Company", "Hanoi", "VN"),
        ("2024-11-19", "14:00", "Hanoi Tourism Office", "Hanoi", "VN"),
    ]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("4. 22.(월)", True),
        ("[제3일차] 파리", True),
        ("DAY 3", True),
        ("제1일차 : 6월 17일(월)", True),
        ("Day 2 – Monday, 18 November (Hanoi)", True),
        ("월요일, 6월 17일", True),
        ("기간 : 6. 17. ~ 6. 23.", False),
        ("라군아로와 6월 17일에 협의", False),
        ("17일", False),
        ("라군아로", False),
    ],
)
def test_a_line_begins_a_day_by_a_date_or_a_day_s_number(line: str, begins: bool) -> None:
    assert begins_day(Text("paragraph", line)) is begins


def test_a_heading_below_a_day_does_not_end_it(plan_of: Extract) -> None:
    text = """# 연수단 활동 보고서

- 연수기간 : 2019. 4. 7.(일) ~ 4. 13.(토)
- 연수지역 : 이탈리아(트렌토)

## 연수 내용

### 4월 8일(월) / 트렌토

#### 오전: 콘솔리다 컨소시엄

- 심사 기준

### 4월 9일(화) / 트렌토

#### 오전: 협동조합 랄테라 방문 - 일정 취소(대표 출장)

#### 오후: 트렌토시 복지국

- 위탁 기간
"""
    visits = plan_of(text).trips[0].visits
    assert [(visit.name, visit.status) for visit in visits] == [
        ("콘솔리다 컨소시엄", "done"),
        ("협동조합 랄테라", "cancelled"),
        ("트렌토시 복지국", "done"),
    ]

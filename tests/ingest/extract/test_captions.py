import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Text
from ingest.extract.captions import Caption, caption, stands_below, told, without_facts
from ingest.extract.lexicon import Lexicon


def lines(*texts: str) -> list[Text]:
    """Items two spaces apart are a level deeper; "= …" is a plain paragraph."""
    made = []
    for number, text in enumerate(texts, 1):
        depth = (len(text) - len(text.lstrip())) // 2 + 1
        plain = text.startswith("= ")
        body = text.removeprefix("= ").strip()
        made.append(
            Text("paragraph", body, place=str(number)) if plain else Text("item", body, depth, place=str(number))
        )
    return made


def said(lexicon: Lexicon, *texts: str) -> list[tuple[str, str]]:
    return [(role, line.text) for role, line in told(lines(*texts), lexicon)]


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("주요내용 : 고용재배치 절차", "content", "고용재배치 절차"),
        ("협의사항：위탁 기준", "content", "위탁 기준"),
        ("기관 개요 : 인허가를 맡은 부서", "fact", "인허가를 맡은 부서"),
        ("면 담 자 : 국장", "contact", "국장"),
        ("시간 : 10:00~12:00", "when", "10:00~12:00"),
        ("장소 : 빌바오", "where", "빌바오"),
        ("홈페이지 : example.org", "other", "example.org"),
        ("시사점 : 조례에 명시", "outcome", "조례에 명시"),
    ],
)
def test_a_caption_is_known_by_its_label(lexicon: Lexicon, text: str, role: str, value: str) -> None:
    assert caption(Text("item", text, 1), lexicon) == Caption(role, value)


@pytest.mark.parametrize("text", ["라군아로", "라군아로 : 고용재배치 협의", "6. 17.(월) : 방문", ""])
def test_a_line_of_other_words_is_no_caption(lexicon: Lexicon, text: str) -> None:
    assert caption(Text("item", text, 1), lexicon) is None


def test_a_question_is_content_as_a_whole(lexicon: Lexicon) -> None:
    assert caption(Text("item", "질문 : 단가는 누가 정하는가", 1), lexicon) == Caption(
        "content", "질문 : 단가는 누가 정하는가"
    )


def test_words_that_head_something_may_stand_without_a_colon(lexicon: Lexicon) -> None:
    assert caption(Text("item", "주요내용", 1), lexicon) == Caption("content", "", alone=True)
    assert caption(Text("item", "기관소개", 1), lexicon) == Caption("fact", "", alone=True)


@pytest.mark.parametrize("text", ["면담자", "장소", "홈페이지"])
def test_words_that_head_nothing_need_a_colon(lexicon: Lexicon, text: str) -> None:
    assert caption(Text("item", text, 1), lexicon) is None


@pytest.mark.parametrize(("text", "role"), [("조사결과", "content"), ("시사점", "outcome")])
def test_words_of_an_agenda_are_captions_only_where_something_stands_below(
    lexicon: Lexicon, text: str, role: str
) -> None:
    assert caption(Text("item", text, 1), lexicon) is None
    assert caption(Text("item", text, 1), lexicon, heads=True) == Caption(role, "", alone=True)


def test_a_label_that_only_holds_a_word_of_content_is_a_caption_loosely(lexicon: Lexicon) -> None:
    line = Text("item", "센터 주요 활동내용", 1)
    assert caption(line, lexicon) is None
    assert caption(line, lexicon, loosely=True) == Caption("content", "", alone=True)
    assert caption(Text("item", "우리 시에서 본 센터의 여러 가지 주요 활동내용", 1), lexicon, loosely=True) is None


def test_what_follows_a_caption_deeper_has_its_role(lexicon: Lexicon) -> None:
    assert said(lexicon, "기관 개요", "  1956년 설립", "  조합원 131개", "주요내용", "  가점 기준 청취") == [
        ("fact", "1956년 설립"),
        ("fact", "조합원 131개"),
        ("content", "가점 기준 청취"),
    ]


def test_plain_lines_below_a_caption_that_is_an_item_have_its_role(lexicon: Lexicon) -> None:
    assert said(lexicon, "기관 개요", "= 1956년 설립", "라군아로") == [("fact", "1956년 설립"), ("", "라군아로")]


def test_a_caption_s_role_ends_with_the_next_line_as_high(lexicon: Lexicon) -> None:
    assert said(lexicon, "  기관 개요", "    1956년 설립", "  고용 협의", "    절차") == [
        ("fact", "1956년 설립"),
        ("", "고용 협의"),
        ("", "절차"),
    ]


def test_what_stands_behind_a_colon_and_what_stands_below_have_the_same_role(lexicon: Lexicon) -> None:
    assert said(lexicon, "기관 개요 : 시 행정조직", "  직원 40명", "면담자 : 과장") == [
        ("fact", "시 행정조직"),
        ("fact", "직원 40명"),
        ("contact", "과장"),
    ]


def test_a_caption_alone_with_nothing_below_it_is_a_line_like_any_other(lexicon: Lexicon) -> None:
    assert said(lexicon, "기관 개요", "주요내용") == [("", "기관 개요"), ("", "주요내용")]


def test_below_an_item_stands_what_is_deeper_or_plain_and_below_a_paragraph_any_item() -> None:
    high, deep, plain = lines("가", "  나", "= 다")
    assert stands_below(deep, high)
    assert stands_below(plain, high)
    assert not stands_below(high, deep)
    assert not stands_below(high, high)
    assert stands_below(high, plain)
    assert not stands_below(plain, plain)


def test_an_itinerary_without_facts_keeps_every_other_line(lexicon: Lexicon) -> None:
    entry = lines("라군아로", "  기관 개요 : 재단", "  주요내용 : 고용 협의", "  면담자 : 팀장")
    assert [line.text for line in without_facts(entry, lexicon)] == [
        "라군아로",
        "주요내용 : 고용 협의",
        "면담자 : 팀장",
    ]


@given(
    st.lists(
        st.sampled_from(
            ["기관 개요", "  주요내용", "= 장소 : 빌바오", "    라군아로", "질문 : 왜", "  시사점", "= 면담"]
        ),
        max_size=8,
    )
)
def test_no_line_is_told_twice_and_their_order_stays(lexicon: Lexicon, texts: list[str]) -> None:
    places = [int(line.place) for _, line in told(lines(*texts), lexicon)]
    assert places == sorted(set(places))
    assert set(places) <= set(range(1, len(texts) + 1))

"""The ten questions that planners and auditors ask, each from the front page to its answer.

The way goes by words and links that are to be seen: no address is typed, nothing is known beforehand.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ingest import authority
from ingest.build import build
from tests.browser.conftest import Open
from tests.browser.served import serving
from tests.browser.test_browser import search_for
from tests.plugins.conftest import ROOT

QUEBEC = "[견본] 퀘벡 사회연대경제의 민관협력과 지역 연대기금"
BASQUE = "[견본] 바스크 협동조합의 고용안전망과 청년 창업교육"

# Lagun Aro was visited twice before, a town hall is new, and the last name means no institution.
DRAFT = """# 2025년 바스크 공무국외연수 계획

| 항목 | 내용 |
|---|---|
| 연수명 | 바스크 고용안전망 연수 |
| 연수기간 | 2025. 5. 11.(일) ~ 2025. 5. 16.(금), 4박 6일 |
| 연수국 | 스페인(빌바오, 몬드라곤) |
| 주관부서 | 경기도 수원시 지역경제과 |

| 날짜 | 지역 | 시간 | 방문기관 | 협의사항 |
|---|---|---|---|---|
| 5. 12.(월) | 몬드라곤 | 10:00 | 라군아로 | 고용재배치 절차와 재원 |
| 5. 13.(화) | 몬드라곤 | 10:00 | 파고르 | 파산 뒤 조합원의 재배치 |
| 5. 14.(수) | 빌바오 | 10:00 | 사업고용협동조합(CAE) | 창업 지원 |
"""


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The samples alone, as a fresh clone serves them."""
    base = tmp_path_factory.mktemp("samples") / "kb.db"
    build([ROOT / "plans"], base, authority.load())
    with serving(base) as served:
        yield served


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "초안.md"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def section(page: Page, heading: str) -> Locator:
    """The part of a page below a heading."""
    return page.locator("section", has=page.get_by_role("heading", level=2, name=re.compile(f"^{heading}")))


def to_trip(page: Page, title: str) -> None:
    """From the front page to a trip among the recent ones."""
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_1_who_has_been_to_mondragon_and_when(open_page: Open) -> None:
    page = open_page("/")
    search_for(page, "몬드라곤")
    page.get_by_role("link", name=re.compile("^방문 ")).click()
    expect(page.locator("[aria-current=page]")).to_contain_text("방문")
    visits = page.locator(".results > li")
    expect(visits.filter(has_text="2019-06-17")).not_to_have_count(0)
    expect(visits.filter(has_text="전라남도 순천시 자치혁신과")).not_to_have_count(0)
    expect(visits.filter(has_text="2024-05-14").filter(has_text="경기도 수원시 지역경제과")).not_to_have_count(0)
    visits.filter(has_text="2019-06-17").get_by_role("link", name="몬드라곤").first.click()
    head = page.locator(".head")
    expect(head).to_contain_text("15명")
    expect(head.get_by_role("link", name=re.compile("^(계획서|결과보고서) "))).to_have_count(1)  # papers of the trip
    line = page.locator("li.line.visit", has_text="몬드라곤협동조합복합체")
    line.get_by_role("link", name=re.compile("^계획서")).click()
    expect(page.locator(":target")).to_contain_text("몬드라곤협동조합복합체")


def test_2_which_institutions_of_this_plan_were_visited_lately(open_page: Open, draft: Path) -> None:
    page = open_page("/")
    page.get_by_role("link", name="계획 점검").click()
    page.get_by_label("파일").set_input_files(draft)
    page.get_by_role("button", name="점검하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("사전검토 자료")
    rows = section(page, "방문할 기관").locator("tbody tr")
    expect(rows.filter(has_text="라군아로")).to_contain_text("우리 1 · 다른 0")  # Suwon went along in 2024
    expect(rows.filter(has_text="라군아로")).to_contain_text("2024-05-14")
    expect(rows.filter(has_text="파고르")).to_contain_text("다녀온 기록이 없습니다")
    expect(rows.filter(has_text="CAE")).to_contain_text("확인 필요")
    expect(section(page, "라군아로")).to_contain_text("2019년 연수 뒤 달라진 고용재배치 절차와 재원")


def test_3_what_was_asked_there_and_what_was_not(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="라군아로", exact=True).click()
    asked = section(page, "이미 물은 것")
    expect(asked.get_by_role("heading", name="고용재배치·위기대응")).to_be_visible()
    expect(asked).to_contain_text("일자리가 줄어든 조합의 고용재배치 업무")
    expect(asked.get_by_role("link", name=re.compile("^원문")).first).to_be_visible()

    page.get_by_role("link", name="가본데").first.click()
    page.get_by_role("link", name="방문한 기관 모두 보기").click()
    page.get_by_role("link", name="카디아이", exact=True).click()
    expect(section(page, "이미 물은 것")).to_contain_text("물은 기록을 찾지 못한 것: 커뮤니티케어·지역통합돌봄")


def test_4_where_to_learn_of_redeployment_other_than_where_all_go(open_page: Open) -> None:
    page = open_page("/")
    search_for(page, "고용재배치")
    page.get_by_role("link", name="방문이 적은 곳부터 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주제별 기관")
    rows = page.locator("table.rows-and-columns tbody tr")
    expect(rows.first).to_contain_text("파고르")  # nobody was there
    expect(rows.last).to_contain_text("라군아로")
    rows.first.get_by_role("link", name="파고르").click()
    expect(section(page, "확인한 내용과 출처")).to_contain_text("출처:")
    expect(section(page, "지도").get_by_role("img")).to_be_visible()
    expect(section(page, "비슷한 곳 가운데 아직 안 간 곳")).to_contain_text(re.compile(r"같은 도시|약 [\d,]+ km"))


def test_5_is_an_institution_visited_on_every_workday(open_page: Open) -> None:
    page = open_page("/")
    to_trip(page, "[견본] 스페인·프랑스 사회적경제 정책 현장 연수")
    days = page.locator("section.day")
    expect(days).to_have_count(8)
    friday = days.filter(has_text="2019-06-21 (금)")
    expect(friday).to_contain_text("검토 신호 기관 방문 없음")
    expect(days.filter(has_text="2019-06-17 (월)")).to_contain_text("방문 ")
    expect(days.filter(has_text="기관 방문 없음")).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("위반")


def test_6_where_do_the_plan_and_the_report_differ(open_page: Open) -> None:
    page = open_page("/")
    to_trip(page, QUEBEC)
    apart = section(page, "문서끼리 다른 점")
    rows = apart.locator("tbody tr")
    expect(rows.filter(has_text="RISQ")).to_contain_text(re.compile("취소.*계획.*취소", re.DOTALL))
    expect(rows.filter(has_text="퐁닥시옹")).to_contain_text("계획서에 없던 방문")
    expect(rows.filter(has_text="티에스")).to_contain_text("시각이 다름")
    expect(apart).to_contain_text("계획대로인 방문 3곳")
    rows.filter(has_text="RISQ").get_by_role("link", name=re.compile("^원문")).last.click()
    expect(page.locator(":target")).to_contain_text("RISQ")


def test_7_which_sentences_stand_in_another_report_too(open_page: Open) -> None:
    page = open_page("/")
    to_trip(page, QUEBEC)
    page.get_by_role("link", name=re.compile("^결과보고서 ")).first.click()
    expect(page.locator("article.paper")).to_be_visible()
    repeated = section(page, "다른 문서에도 있는 문장").locator(".quotes > li", has_text="위탁 심사표")
    expect(repeated).to_contain_text("넣는 조례 개정 검토 같음: 출장 2022-10-16")
    repeated.get_by_role("link", name=re.compile("chungbuk")).click()
    expect(page.locator(":target")).to_contain_text("위탁 심사표에 사회적 조항")


def test_8_what_did_it_cost_and_who_paid(open_page: Open) -> None:
    page = open_page("/")
    to_trip(page, QUEBEC)
    costs = section(page, "경비").locator("tbody tr")
    each = costs.filter(has_text="1인당").filter(has_text="4,100,000원")
    expect(each).to_contain_text("순천시(자체 예산)")
    expect(each.get_by_role("link", name=re.compile("^결과보고서"))).to_be_visible()
    expect(costs.filter(has_text="24,600,000원")).to_contain_text("총")

    page.get_by_role("link", name="가본데").first.click()
    to_trip(page, BASQUE)
    expect(section(page, "경비").locator("tbody tr").first).to_contain_text("기재되어 있지 않음")  # who paid


def test_9_was_the_report_handed_in_in_time(open_page: Open) -> None:
    page = open_page("/")
    to_trip(page, QUEBEC)
    deadlines = section(page, "제출일과 기한")
    report = deadlines.locator("tbody tr", has_text="결과보고서")
    expect(report).to_contain_text("2023-10-12")
    expect(report).to_contain_text("귀국일(2023-09-16)에서 26일")
    expect(report).to_contain_text("순천시 공무국외출장 규칙: 귀국 뒤 30일")
    expect(report).to_contain_text("판: 확인하지 않음")
    expect(deadlines).to_contain_text("판정이 아닙니다")


def test_10_what_became_of_the_visit_at_home(open_page: Open) -> None:
    page = open_page("/")
    search_for(page, "퐁닥시옹")
    page.locator(".results > li", has_text="기관").get_by_role("link").first.click()
    page.get_by_role("link", name="2023-09-14").click()
    outcomes = section(page, "기대효과와 시사점")
    ordinance = outcomes.locator("li", has_text="기금 운용 조례에 당사자 조직의 심의 참여를 넣는 개정안 검토")
    expect(ordinance.get_by_role("link", name=re.compile("^원문"))).to_be_visible()
    expect(outcomes).to_contain_text("연결 근거 없음")


def test_the_samples_say_that_they_are_samples() -> None:
    for file in (ROOT / "plans").iterdir():
        assert "견본 문서입니다" in file.read_text(encoding="utf-8"), file

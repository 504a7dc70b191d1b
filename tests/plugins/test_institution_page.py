"""What documents say of an institution side by side, where they don't say the same."""

from pathlib import Path

import pytest
from lxml import html

from ingest import authority
from ingest.build import build
from tests.plugins.conftest import Site

PLAN = """# {year}년 협동조합 연수 계획

| 항목 | 내용 |
|---|---|
| 연수명 | {year}년 협동조합 연수 |
| 연수기간 | {year}. 6. 16. ~ {year}. 6. 22., 5박 7일 |
| 주관부서 | 전라남도 사회적경제과 |

## 일정

| 날짜 | 지역 | 방문기관 | 협의사항 |
|---|---|---|---|
| 6. 17. | {city} | 라군아로 | 고용재배치 재원 |

## 방문기관 소개

| 국가 | 기관명 | 주요 특징 |
|---|---|---|
| 스페인 | 라군아로 | {told} |
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    """The page of an institution of which two plans speak."""
    folder = tmp_path_factory.mktemp("two plans")
    (folder / "plans").mkdir()
    plans = {
        "a.md": {"year": 2018, "city": "빌바오", "told": "협동조합 120곳이 들어 있는 상호부조 조직"},
        "b.md": {"year": 2023, "city": "몬드라곤", "told": "협동조합 131곳이 들어 있는 상호부조 조직"},
    }
    for name, told in plans.items():
        (folder / "plans" / name).write_text(PLAN.format(**told), encoding="utf-8")
    build([folder / "plans"], folder / "kb.db", authority.load())
    return html.fromstring(Site(Path(folder / "kb.db")).get("/institutions/lagun-aro").text)


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_other_numbers_and_another_city_stand_side_by_side(page: html.HtmlElement) -> None:
    numbers, city = [words(each) for each in page.xpath("//div[@class='signals']/div[@class='sides']")]
    assert "120곳" in numbers
    assert "131곳" in numbers
    assert city.startswith("몬드라곤 기준 목록 빌바오 a.md")
    assert "모두 맞을 수도 있습니다" in words(page.xpath("//div[@class='signals']")[0])


def test_each_document_has_its_own_column(page: html.HtmlElement) -> None:
    columns = page.xpath("//section[@aria-labelledby='says']/div[@class='sides']/div")
    heads = [words(column.xpath("./h3")[0]) for column in columns]
    assert heads == ["2023년 협동조합 연수 계획", "2018년 협동조합 연수 계획"]
    assert [words(column.xpath("./p")[0])[:4] for column in columns] == ["b.md", "a.md"]
    assert all(column.xpath(".//a[@class='source']") for column in columns)

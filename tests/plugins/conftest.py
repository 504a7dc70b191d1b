"""A base built from the samples and from a hostile report of one of their trips, in a real Datasette."""

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from datasette.app import Datasette

from ingest import authority
from ingest.build import build

ROOT = Path(__file__).parents[2]

PLAN, REPORT, REJECTED = "sample-2019-jeonnam-plan.md", "report.html", "<img src=x onerror=alert(1)>.txt"
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example/","눌러 보세요")'
ADDRESS = "javascript:alert(1)"
SOURCE = 'https://evil.example/"onmouseover="alert(1)'

# A report of the trip that the plan of 2019 plans, by someone who means harm.
HOSTILE = """<!DOCTYPE html>
<html lang="ko" onload="alert(1)"><head><title>결과보고서</title><script>alert(1)</script></head>
<body onload="alert(1)" style="background: url(http://evil.example/)">
<h1>2019년 스페인·프랑스 사회적경제 공무국외연수 결과보고서</h1>
<table>
<tr><th>연수명</th><td>사회적경제 정책 현장 연수 &lt;script&gt;alert(1)&lt;/script&gt;</td></tr>
<tr><th>연수기간</th><td>2019. 6. 16.(일) ~ 2019. 6. 23.(일), 6박 8일</td></tr>
<tr><th>연수국</th><td>스페인(빌바오, 몬드라곤), 프랑스(파리)</td></tr>
<tr><th>주관부서</th><td>전라남도 사회적경제과</td></tr>
</table>
<h2>연수 일정(실적)</h2>
<table>
<tr><th>날짜</th><th>지역</th><th>시간</th><th>방문기관</th><th>협의사항</th><th>결과</th></tr>
<tr><td>6. 17.(월)</td><td>몬드라곤</td><td>14:00</td><td>라군아로</td>
  <td onclick="alert(1)">고용재배치 재원 질의<br>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>완료</td></tr>
<tr><td>6. 18.(화)</td><td>빌바오</td><td>15:00</td><td>&lt;script&gt;alert(1)&lt;/script&gt; 협동조합</td>
  <td>=HYPERLINK("http://evil.example/","눌러 보세요")</td><td>완료</td></tr>
<tr><td>6. 18.(화)</td><td>빌바오</td><td>16:00</td><td>@SUM(A1) 협동조합</td>
  <td>javascript:alert(1)</td><td>완료</td></tr>
<tr><td>6. 19.(수)</td><td>파리</td><td>14:00</td><td>파리시청</td>
  <td>시의 협동조합 정책</td><td>취소(현지 사정)</td></tr>
</table>
<p><a href="javascript:alert(1)">눌러 보세요</a> javascript:alert(1) <img src="x" onerror="alert(1)"></p>
</body></html>
"""


def write_authority(folder: Path) -> Path:
    """A copy of authority/ with one hostile institution more: an address that runs, a source that quotes."""
    copy = Path(shutil.copytree(ROOT / "authority", folder / "authority"))
    claims = [
        ("name", "ko", FORMULA, ""),
        ("name", "en", SCRIPT, SOURCE),
        ("description", "ko", SCRIPT, ""),
        ("country", "", "IT", ""),
        ("website", "", ADDRESS, ""),
        ("theme", "", "P05", SOURCE),
    ]
    with (copy / "institutions.tsv").open("a", encoding="utf-8") as table:
        table.write("hostile\tcity-government\t0\t\n")
    with (copy / "claims.tsv").open("a", encoding="utf-8") as table:
        table.writelines("\t".join(("hostile", *claim)) + "\n" for claim in claims)
    return copy


def write_plans(folder: Path) -> Path:
    """The samples, the hostile report and an empty file with a hostile name."""
    plans = Path(shutil.copytree(ROOT / "plans", folder / "plans"))
    (plans / REPORT).write_text(HOSTILE, encoding="utf-8")
    (plans / REJECTED).write_bytes(b"")
    return plans


def base_path(folder: Path) -> Path:
    """Build the base that all tests read; the one place to change when it is built another way."""
    path = folder / "kb.db"
    build([write_plans(folder)], path, authority.load(write_authority(folder)))
    return path


class Site:
    """The pages as a browser gets them."""

    def __init__(self, path: Path, private: bool = False, lists: Path | None = None, **settings: Any) -> None:
        metadata = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
        metadata["databases"]["kb"] |= {"allow": {"id": "someone"}} if private else {}
        metadata["plugins"]["gabonde"] = {"authority": str(lists)} if lists else {}
        self.datasette = Datasette(
            [str(path)],
            metadata=metadata,
            plugins_dir=str(ROOT / "plugins"),
            template_dir=str(ROOT / "templates"),
            static_mounts=[("static", str(ROOT / "static"))],
            settings={"suggest_facets": False, "num_sql_threads": 1} | settings,
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def request() -> httpx.Response:
            await self.datasette.invoke_startup()
            response: httpx.Response = await self.datasette.client.request(method, path, **options)
            return response

        return asyncio.run(request())


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_path(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def site(base: Path) -> Site:
    return Site(base)


@pytest.fixture(scope="session")
def ids(base: Path) -> dict[str, str]:
    """What the tests call by a name: documents, the trip of 2019, institutions that only documents know."""
    db = sqlite3.connect(base)

    def one(sql: str, *values: str) -> str:
        return str(db.execute(sql, values).fetchone()[0])

    document = "select id from documents where path = ?"
    known_as = "select institution_id from visits where instr(name_as_written, ?)"
    return {
        "plan": one(document, PLAN),
        "report": one(document, REPORT),
        "rejected": one(document, REJECTED),
        "chungbuk": one(document, "sample-2022-chungbuk-report.html"),
        "gyeonggi": one(document, "sample-2024-gyeonggi-plan.txt"),
        "trip": one("select id from trips where start_date = '2019-06-16'"),
        "met": one(known_as, "기푸스코아 주정부"),
        "script": one(known_as, SCRIPT),
        "unchecked": one("select institution_id from unvisited_institutions where checked = '출처 미확인'"),
    }

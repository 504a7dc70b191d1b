"""Pages answer while a build runs, and show the new base when it is done."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from ingest import authority
from ingest.build import build
from tests.browser.served import serving

PLAN = """# 2024년 공무국외출장 계획서

- 기간: 2024. 5. 13.(월) ~ 5. 17.(금)

| 일자 | 방문기관 | 협의사항 |
| --- | --- | --- |
| 5. 14.(화) | {name} | 조합원 교육 |
"""


def write(folder: Path, number: int, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.md").write_text(PLAN.format(name=name), encoding="utf-8")


def search(address: str, query: str) -> list[str]:
    """The titles that the served base finds for a query; raises for any answer but 200."""
    with urlopen(f"{address}/search.json?q={quote(query)}&type=visit", timeout=30) as answer:
        return [result["title"] for result in json.load(answer)["results"]]


def test_pages_answer_while_a_build_runs_and_then_show_the_new_base(tmp_path: Path) -> None:
    plans, base = tmp_path / "plans", tmp_path / "kb.db"
    for number in range(300):
        write(plans, number, f"가온조합 {number}")
    build([plans], base, authority.load())
    for number in range(300, 600):
        write(plans, number, f"누리공사 {number}")
    with serving(base) as address:
        assert search(address, "가온조합")
        assert not search(address, "누리공사")
        running = subprocess.Popen(
            [sys.executable, "-m", "ingest", "build", plans, "--db", base], stderr=subprocess.DEVNULL
        )
        answered = 0
        while running.poll() is None:
            assert search(address, "가온조합"), "the old base or the new one, never half of one"
            answered += 1
        assert running.returncode == 0
        assert answered > 3
        assert search(address, "누리공사")

"""The real plan, whole: every figure of the scorer, and the base that comes of it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from ingest import authority
from ingest.build import build

KB = f"{sys.executable} -m ingest"


def test_every_figure_of_the_scorer_is_one(shared: Path) -> None:
    command = [sys.executable, shared / "eval" / "score.py", shared / "eval" / "seed", "--kb", KB, "--show"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures.pop("personal_data_leaks") == 0
    assert figures.pop("crashes") == 0
    resolution = figures.pop("resolution")
    assert resolution == {"resolved_to_the_right_site": 1.0, "pairs_p": 1.0, "pairs_r": 1.0, "n": 5}
    assert {name: row["f1"] for name, row in figures.items()} == dict.fromkeys(figures, 1.0), done.stdout


def test_institutions_resolve_to_their_entries(seed: Path, tmp_path: Path) -> None:
    build([seed], tmp_path / "kb.db", authority.load())
    base = sqlite3.connect(tmp_path / "kb.db")
    rows = base.execute(
        "select v.name_as_written, i.id, i.is_type, i.latitude from visits v "
        "join institutions i on i.id = v.institution_id order by v.date, v.id"
    ).fetchall()
    assert [(name, id) for name, id, _, _ in rows] == [
        ("MCC(몬드라곤협동조합복합체)", "mondragon"),
        ("LagunAro(라군아로)", "lagun-aro"),
        ("빌바오 시청", "bilbao-city"),
        ("파리시청", "paris-city"),
        ("사업고용협동조합(CAE)", "cae"),
    ]
    assert rows[-1][2:] == (1, None), "a type has no coordinates"


def test_days_are_counted_against_a_named_rule(tmp_path: Path) -> None:
    text = (
        "# 2019년 공무국외출장 결과보고서\n\n- 출장기간: 2019. 6. 16. ~ 6. 23.\n"
        "- 주관부서: 전라남도 순천시 자치혁신과\n- 제출일: 2019. 7. 30.\n"
    )
    (tmp_path / "report.md").write_text(text, encoding="utf-8")
    build([tmp_path / "report.md"], tmp_path / "kb.db", authority.load())
    base = sqlite3.connect(tmp_path / "kb.db")
    columns = "role, document_date, days_before_departure, days_after_return, rule, report_days_after"
    assert base.execute(f"select {columns} from deadline_log").fetchall() == [
        ("report", "2019-07-30", None, 37, "순천시 공무국외출장 규칙", 30)
    ]


def test_every_fact_stands_in_its_block(seed: Path, tmp_path: Path) -> None:
    build([seed], tmp_path / "kb.db", authority.load())
    base = sqlite3.connect(tmp_path / "kb.db")
    for table, column in (("visits", "name_as_written"), ("activities", "text"), ("policies", "statement")):
        rows = base.execute(
            f"select t.{column}, b.text from {table} t "
            "left join blocks b on b.document_id = t.document_id and b.block = t.block"
        ).fetchall()
        assert rows, table
        assert [row for row in rows if row[0] not in (row[1] or "")] == [], table

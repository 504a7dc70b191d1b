"""An institution that only documents know becomes an entry of the lists, and its address goes on."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from ingest import authority as authorities
from ingest.authority import DEFAULT, AuthorityError
from ingest.build import build
from ingest.promote import NotPromotedError, promote
from ingest.resolve import provisional_id

PLAN = """# 독일 연수 계획서

- 연수명: 독일 연수
- 기간: 2024. 3. 1. ~ 2024. 3. 9.
- 연수국: 독일

| 일자 | 시간 | 도시 | 방문기관 | 협의사항 |
|---|---|---|---|---|
| 2024. 3. 3. | 10:00 | 뮌헨 | {} | 운영 현황 |
"""
NAMES = ("호엔펠트 돌봄협동조합", "호엔펠드 돌봄협동조합(Hohenfeld Care)")
OLD = provisional_id(NAMES[0], "DE")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plans that name one unknown institution twice, the base of them, and the lists."""
    (tmp_path / "plans").mkdir()
    for number, name in enumerate(NAMES):
        (tmp_path / "plans" / f"{number}.md").write_text(PLAN.format(name), encoding="utf-8")
    shutil.copytree(DEFAULT, tmp_path / "lists")
    build([tmp_path / "plans"], tmp_path / "kb.db", authorities.load())
    return tmp_path


def rows(base: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(base)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_names_and_place_go_along_and_the_old_address_leads_to_the_new(folder: Path) -> None:
    made = promote(folder / "kb.db", folder / "lists", OLD, "hohenfeld", "care")
    assert made.left_out == ()
    known = authorities.load(folder / "lists")
    one = known.institutions["hohenfeld"]
    assert {claim.value for claim in one.names} >= {NAMES[0], "Hohenfeld Care", "호엔펠드 돌봄협동조합"}
    assert (one.first("country"), one.first("city"), one.kind) == ("DE", "munchen", "care")
    assert all("(" not in claim.value for claim in one.names if claim.property == "name")
    build([folder / "plans"], folder / "kb.db", known)
    assert rows(folder / "kb.db", "select distinct institution_id from visits") == [("hohenfeld",)]
    redirects = "select old_id from institution_redirects where institution_id = 'hohenfeld'"
    assert {(provisional_id(name, "DE"),) for name in NAMES} <= set(rows(folder / "kb.db", redirects))


def test_what_cannot_be_promoted_leaves_the_lists_as_they_were(folder: Path) -> None:
    before = [(folder / "lists" / table).read_bytes() for table in ("institutions.tsv", "claims.tsv")]
    with pytest.raises(NotPromotedError, match="이미 있습니다"):
        promote(folder / "kb.db", folder / "lists", OLD, "lagun-aro", "care")
    with pytest.raises(NotPromotedError, match="문서에서만 나온 기관"):
        promote(folder / "kb.db", folder / "lists", "doc-0000000000", "hohenfeld", "care")
    with pytest.raises(AuthorityError, match="kinds"):
        promote(folder / "kb.db", folder / "lists", OLD, "hohenfeld", "no-such-kind")
    assert before == [(folder / "lists" / table).read_bytes() for table in ("institutions.tsv", "claims.tsv")]

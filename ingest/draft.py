"""A draft plan against all that was visited before: who was there, when, for what."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.decided import Decisions
from ingest.excel import safe_csv
from ingest.plan import Plan, Problem
from ingest.resolve import Resolver, provisional_id
from search.hangul import particle

_EARLIER = """
select date, who, city, country, status, agenda, document, block, trip_id
from visit_log where institution_id = ? order by date desc, visit_id
"""
_REDIRECT = "select institution_id from institution_redirects where old_id = ?"
_DRAFT = "draft"  # stands in for a document's id
_COLUMNS = ("기관", "이전 방문일", "누가", "상태", "협의사항", "문서", "위치")
_STATUS = {"planned": "계획", "done": "실시", "cancelled": "취소"}
_OPEN = {
    "ambiguous": "여러 기관이 이 이름을 씁니다. 어느 기관인지 확인해 주세요.",
    "unknown": "이 이름으로 다녀온 기록이 없습니다.",
    "doubtful": "‘{compared}’{and_} 이름이 비슷합니다. 같은 기관인지 확인해 주세요.",
    "type": "기관 유형입니다. 특정 기관이 적혀 있지 않습니다.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """An institution of the draft, what it was taken for, and the visits before."""

    name: str
    institution_id: str | None
    note: str
    visits: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A draft checked: its institutions in order, and the signals of its arithmetic."""

    document: str
    institutions: tuple[Checked, ...]
    problems: tuple[Problem, ...]


def check(plan: Plan, connection: sqlite3.Connection, decisions: Decisions) -> Check:
    """Look each visit of a draft up in the base; the draft itself is stored nowhere."""
    connection.row_factory = sqlite3.Row
    resolver = Resolver(decisions.authority)
    checked = []
    for trip in plan.trips:
        for visit in trip.visits:
            machine = resolver.resolve(visit.name, visit.country, visit.city)
            # No document bears this name yet: only what is decided on names can be decided on it.
            found = decisions.applied(_DRAFT, visit.block, visit.name, visit.country, machine).resolution
            unknown = found.rule in ("unknown", "doubtful") and not visit.generic_type
            id = _grouped(provisional_id(visit.name, visit.country), connection) if unknown else found.institution_id
            rows = tuple(dict(row) for row in connection.execute(_EARLIER, (id,)))
            why = "type" if visit.generic_type else found.rule
            note = _note(why, rows, found.compared or "")
            checked.append(Checked(visit.name, id if rows or not unknown else None, note, rows))
    problems = tuple(problem for trip in plan.trips for problem in trip.problems)
    return Check(plan.document, tuple(checked), problems)


def _grouped(id: str, connection: sqlite3.Connection) -> str:
    """The institution that a provisional one is in the base."""
    row = connection.execute(_REDIRECT, (id,)).fetchone()
    return str(row[0]) if row else id


def _note(why: str, rows: tuple[dict[str, Any], ...], compared: str) -> str:
    if why in ("type", "ambiguous") or (why in ("unknown", "doubtful") and not rows):
        return _OPEN[why].format(compared=compared, and_=particle(compared, "과", "와"))
    return f"이전 방문 {len(rows)}회" if rows else "다녀온 기록이 없습니다."


def as_json(checked: Check) -> str:
    """The check as JSON."""
    institutions = [
        {"name": one.name, "institution_id": one.institution_id, "note": one.note, "visits": list(one.visits)}
        for one in checked.institutions
    ]
    problems = [{"code": p.code, "where": p.where, "message": p.message} for p in checked.problems]
    value = {"document": checked.document, "institutions": institutions, "problems": problems}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_csv(checked: Check) -> str:
    """One row a previous visit; an institution without any has a row with its note. Safe for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for one in checked.institutions:
        for row in one.visits:
            status = _STATUS[row["status"]]
            values = (one.name, row["date"], row["who"], status, row["agenda"], row["document"], row["block"])
            writer.writerow(values)
        if not one.visits:
            writer.writerow((one.name, "", "", one.note, "", "", ""))
    return safe_csv(out.getvalue().encode()).decode()


def as_text(checked: Check) -> str:
    """The check for a terminal."""
    lines = []
    for one in checked.institutions:
        lines.append(f"■ {one.name}: {one.note}")
        for row in one.visits:
            where = f"{row['document']} §{row['block']}"
            lines.append(f"  - {row['date'] or '날짜 없음'} {row['who'] or ''} ({_STATUS[row['status']]}) {where}")
            lines += [f"      {agenda}" for agenda in row["agenda"].splitlines()]
    for problem in checked.problems:
        lines.append(f"[검토 신호] {problem.message}")
    return "\n".join(lines) + "\n"


RENDERERS: dict[str, Callable[[Check], str]] = {"text": as_text, "json": as_json, "csv": as_csv}

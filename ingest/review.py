"""Names that the machine is in doubt about, as questions to people; their answers are noted in ingest/answers.py.

A question shows two names and why it is asked, never how sure the machine is: who decides should
look, not follow.
"""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import authority as authorities
from ingest.authority import Authority, AuthorityError
from ingest.decided import Decisions
from ingest.decisions import FILE, Decision, load
from ingest.folding import fold

_QUEUE = """
select name, country, country_code, candidate, candidate_id, why, document, block, unsure, reference
from review_queue
"""
_VISITS = """
select distinct visit_log.date, visit_log.who, visit_log.document, visit_log.block
from mentions
join visits on visits.document_id = mentions.document_id
  and visits.block = mentions.block and visits.name_as_written = mentions.text
join visit_log on visit_log.visit_id = visits.id
where mentions.reference is ? and mentions.candidate_id = ?
order by visit_log.date desc, visit_log.document, visit_log.block
"""
_OPS = {
    "same": "같은 기관",
    "different": "다른 기관",
    "unsure": "알 수 없음",
    "alias": "다른 이름",
    "revert": "되돌림",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that would change: when, who, and where the document says so."""

    date: str | None
    who: str | None
    document: str
    block: str


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a name (in a country, where known) is the candidate institution."""

    name: str
    country: str | None
    country_code: str | None
    candidate: str
    candidate_id: str
    why: str
    document: str
    block: str
    unsure: bool
    visits: tuple[Visit, ...]


def queue(connection: sqlite3.Connection) -> list[Question]:
    """The open questions of a base, those that most visits hang on first, those nobody could answer last."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return [_question(connection, row) for row in cursor.execute(_QUEUE).fetchall()]


def _question(connection: sqlite3.Connection, row: sqlite3.Row) -> Question:
    visits = connection.execute(_VISITS, (row["reference"], row["candidate_id"]))
    copied = (name for name in row.keys() if name not in ("unsure", "reference"))  # noqa: SIM118
    return Question(
        **{name: row[name] for name in copied},
        unsure=bool(row["unsure"]),
        visits=tuple(Visit(*found) for found in visits),
    )


def as_text(questions: Sequence[Question], options: Sequence[str] = ()) -> str:
    """The questions for a terminal; options: what the commands shown need besides, --db and the like."""
    if not questions:
        return "확인할 이름이 없습니다.\n"
    lines = [f"확인할 이름이 {len(questions)}건 있습니다."]
    for number, one in enumerate(questions, 1):
        lines += ["", *_lines(number, one, options)]
    return "\n".join(lines) + "\n"


def _lines(number: int, one: Question, options: Sequence[str]) -> Iterator[str]:
    where = f" ({one.country})" if one.country else ""
    yield f"{number}. ‘{one.name}’{where} ↔ ‘{one.candidate}’ [{one.candidate_id}]"
    yield f"   까닭: {one.why}"
    yield f"   처음 나오는 곳: {one.document} §{one.block}"
    yield f"   바뀔 수 있는 방문 {len(one.visits)}건" + (":" if one.visits else "")
    for visit in one.visits:
        yield f"     - {visit.date or '날짜 없음'} {visit.who or ''} {visit.document} §{visit.block}"
    for op, meaning in (("same", "같으면"), ("different", "다르면"), ("unsure", "모르겠으면")):
        yield f"   {meaning}: {command(op, one, options)}"


def command(op: str, one: Question, options: Sequence[str] = ()) -> str:
    """The command that answers a question; the name of who decides is to be filled in."""
    country = ["--country", one.country_code] if one.country_code else []
    words = ["kb", "decide", op, one.name, one.candidate_id, *country, "--by", "이름", *options]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def check(folder: Path) -> tuple[Authority | None, list[str]]:
    """(authority/ where it can be read, Korean sentences on all that is wrong with it and with the decisions)."""
    found: list[str] = []
    authority, made = None, None
    try:
        authority = authorities.load(folder)
    except AuthorityError as error:
        found += error.messages
    try:
        made = load(folder)
    except AuthorityError as error:
        found += error.messages
    if authority and made:
        found += _located(folder, made, Decisions(authority, made).problems)
    return authority, found


def _located(folder: Path, made: Iterable[Decision], problems: Iterable[str]) -> Iterator[str]:
    """The problems of decisions, each with the line of the decision it is about."""
    for problem in problems:
        named = next((one.id for one in made if problem.startswith(f"결정 {one.id}")), "")
        lines = (folder / FILE).read_text(encoding="utf-8-sig").split("\n")
        number = next((n for n, line in enumerate(lines, 1) if f'"id": "{named}"' in line), 1)
        yield f"{folder.name}/{FILE} {number}번째 줄: {problem}"


def history(decisions: Iterable[Decision]) -> str:
    """All decisions for a terminal, newest first, each with whether it is in force."""
    entries = fold(decisions).history
    if not entries:
        return "결정이 아직 없습니다.\n"
    return "".join(_entry(entry.decision, entry.in_force) for entry in entries)


def _entry(one: Decision, in_force: bool) -> str:
    about = f"결정 {one.left}" if one.op == "revert" else f"{one.left} · {one.right}"
    reason = f" — {one.reason}" if one.reason else ""
    state = "쓰임" if in_force else "쓰지 않음"
    return f"{one.id} [{state}] {one.at[:16].replace('T', ' ')} {one.by} {_OPS[one.op]}: {about}{reason}\n"

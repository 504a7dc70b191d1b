"""A draft plan against the base: what a review committee may want to ask about, each with its place.

Signals, never verdicts: a repeated visit may have good reasons, and a date may be a slip.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from typing import Any

from ingest.alternatives import Alternative, alternatives
from ingest.decided import Decisions
from ingest.draft import Draft
from ingest.earlier import Earlier, Row, View, alike, earlier, own_trips, same_trips
from ingest.extract.dates import WEEKDAYS
from ingest.governments import Pair, full_name, with_predecessors
from ingest.overlap import Repeated, overlap
from ingest.plan import Activity, Date, Plan, Trip, Visit, iso
from ingest.resolve import Resolution, provisional_id
from search.hangul import quoted

YEARS = 3
"""Years that are looked back where nobody says another number."""

MOST_YEARS = 50
_LONGEST_TITLE = 200  # characters
_LONGEST = 60  # days of a trip that are listed
_REDIRECT = "select institution_id from institution_redirects where old_id = ?"
_DRAFT = "draft"  # stands in for a document's id
_OPEN = {
    "ambiguous": "확인 필요: 여러 기관이 이 이름을 씁니다. 어느 기관인지 확인해 주세요.",
    "unknown": "이 이름으로 다녀온 기록이 없습니다.",
    "doubtful": "확인 필요: {compared} 이름이 비슷합니다. 같은 기관인지 확인해 주세요.",
    "type": "확인 필요: 기관 유형입니다. 특정 기관이 적혀 있지 않습니다.",
}
# What a committee looks for in a plan, by the field of the trip that would hold it.
_TOLD = {
    "start_date": "연수 기간(첫날)",
    "end_date": "연수 기간(마지막 날)",
    "organizers": "주관 기관",
    "headcount": "인원",
    "purpose": "목적",
    "costs": "경비",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """From where one looks back: today (where the draft bears no date), over some years, as a government (or none)."""

    today: Date
    years: int = YEARS
    government: Pair | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the draft's agenda, and lines like it that were asked at this institution before."""

    text: str
    similar: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A visit of the draft, what its institution was taken for, and what the base has on it.

    open: it has to be found out which institution is meant; candidate: the one it may be. records, lines: how many
    visits there are, and lines that were asked at them; visits and asked tell the newest.
    """

    name: str
    date: str | None
    institution_id: str | None
    open: bool
    candidate: str | None
    note: str
    visits: tuple[Row, ...]
    records: int
    counts: dict[str, int]
    last: Row | None
    asked: tuple[Row, ...]
    lines: int
    unasked: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the draft: its entries by kind, counted. signal: a workday on which no institution is visited."""

    date: str
    weekday: str
    visits: int
    kinds: dict[str, int]
    signal: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A draft checked. government: whose visits are own ones, "" for nobody's; assumed: it is the draft's organizer.

    same_trips: trips of the base that are the draft's own: {id, title, start_date}.
    """

    document: str
    title: str | None
    since: str
    day: str
    years: int
    government: str
    assumed: bool
    institutions: tuple[Checked, ...]
    days: tuple[Day, ...]
    problems: tuple[Row, ...]
    missing: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    sentences: tuple[Repeated, ...]
    same_trips: tuple[Row, ...]

    def to_json(self) -> dict[str, Any]:
        """The check as JSON values; rows of the base are not copied."""
        made: dict[str, Any] = _plain(self)
        return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def check(draft: Draft, connection: sqlite3.Connection, decisions: Decisions, asked: Asked) -> Check:
    """Look everything up that a draft says; the draft itself is stored nowhere."""
    connection.row_factory = sqlite3.Row
    plan = draft.plan
    government = asked.government or _organizer(plan)
    view = _view(draft, connection, decisions, asked, government)
    checked = tuple(_checked(visit, view, connection, decisions) for trip in plan.trips for visit in trip.visits)
    ids = {one.institution_id for one in checked if one.institution_id}
    introduced = {fact.block for site in plan.sites for fact in site.facts}
    titles = (plan.title, *(trip.title for trip in plan.trips))
    problems = ({"code": p.code, "where": p.where, "message": p.message} for t in plan.trips for p in t.problems)
    return Check(
        draft.name,
        next((title[:_LONGEST_TITLE] for title in titles if title), None),
        view.since,
        view.day.isoformat(),
        asked.years,
        full_name(government) if government else "",
        government is not None and asked.government is None,
        checked,
        tuple(day for trip in plan.trips for day in _days(trip)),
        tuple(problems),
        tuple(_missing(plan)),
        alternatives(plan, ids, decisions, connection),
        overlap(draft.sentences, introduced, connection, view.same, draft.sha256),
        tuple(_trip(connection, id) for id in sorted(view.same)),
    )


def _view(
    draft: Draft, connection: sqlite3.Connection, decisions: Decisions, asked: Asked, government: Pair | None
) -> View:
    plan = draft.plan
    starts = [trip.start_date for trip in plan.trips if trip.start_date]
    days = [
        (trip.start_date, trip.end_date, (one.government, one.basic))
        for trip in plan.trips
        for one in trip.organizers
        if trip.start_date and trip.end_date and one.government
    ]
    same = same_trips(connection, draft.sha256, days)
    own = with_predecessors(government, decisions.authority) if government else ()
    return View(min(starts, default=plan.date or asked.today), asked.years, own_trips(connection, own), same)


def _organizer(plan: Plan) -> Pair | None:
    """The government that leads the draft's first trip."""
    told = [one for trip in plan.trips for one in trip.organizers if one.government]
    first = min(told, key=lambda one: one.role != "lead", default=None)
    return (first.government, first.basic) if first and first.government else None


def _trip(connection: sqlite3.Connection, id: str) -> Row:
    return dict(connection.execute("select id, title, start_date from trips where id = ?", (id,)).fetchone())


# -- institutions -----------------------------------------------------------------------------


def _checked(visit: Visit, view: View, connection: sqlite3.Connection, decisions: Decisions) -> Checked:
    machine = decisions.resolver.resolve(visit.name, visit.country, visit.city)
    # No document bears this name yet: only what is decided on names can be decided on it.
    found = decisions.applied(_DRAFT, visit.block, visit.name, visit.country, machine).resolution
    unknown = found.rule in ("unknown", "doubtful") and not visit.generic_type
    id = _grouped(provisional_id(visit.name, visit.country), connection) if unknown else found.institution_id
    before = earlier(connection, id, view) if id else Earlier()
    told = before.records > 0 or not unknown
    rule = "type" if visit.generic_type else found.rule
    questions = tuple(Question(fact.text, tuple(alike(connection, fact.text, before))) for fact in visit.agenda)
    return Checked(
        visit.name,
        iso(visit.date),
        id if told else None,
        rule in ("type", "ambiguous", "doubtful"),
        found.candidate,
        _note(rule, found, before, view),
        before.visits,
        before.records,
        before.counts,
        before.last,
        before.asked,
        len(before.lines),
        before.unasked,
        questions,
    )


def _grouped(id: str, connection: sqlite3.Connection) -> str:
    """The institution that a provisional one is in the base."""
    row = connection.execute(_REDIRECT, (id,)).fetchone()
    return str(row[0]) if row else id


def _note(rule: str, found: Resolution, before: Earlier, view: View) -> str:
    if rule in _OPEN and not (rule == "unknown" and before.records):
        return _OPEN[rule].format(compared=quoted(found.compared or "", "과와"))
    counts = before.counts
    held = counts["recent"] + counts["older"] + counts["undated"]
    if held:
        return f"이전 방문 {held}회(최근 {view.years}년 {counts['recent']}회)"
    return "이전에 다녀온 기록이 없습니다." if before.records else "다녀온 기록이 없습니다."


# -- days and what is not told ----------------------------------------------------------------


def _days(trip: Trip) -> Iterator[Day]:
    """Every day from the first to the last, with the entries that bear its date."""
    if not trip.start_date or not trip.end_date:
        return
    signals = {problem.where for problem in trip.problems if problem.code == "workday_without_visit"}
    visits = [visit for visit in trip.visits if visit.status != "cancelled"]
    for offset in range(min(_LONGEST, (trip.end_date - trip.start_date).days + 1)):
        day = trip.start_date + timedelta(days=offset)
        kinds: dict[str, int] = {}
        for activity in trip.activities:
            if _on(activity, day):
                kinds[activity.kind] = kinds.get(activity.kind, 0) + 1
        count = sum(_on(visit, day) for visit in visits)
        yield Day(day.isoformat(), WEEKDAYS[day.weekday()], count, kinds, day.isoformat() in signals)


def _on(entry: Visit | Activity, day: Date) -> bool:
    return entry.date is not None and entry.date <= day <= (entry.date_end or entry.date)


def _missing(plan: Plan) -> Iterator[str]:
    """Korean sentences on what the draft doesn't say, or what could not be read from it."""
    if not any(trip.visits for trip in plan.trips):
        yield "방문기관을 찾지 못했습니다. 일정표에 날짜와 방문기관이 글자로 적혀 있는지 확인해 주세요."
    for trip in plan.trips or (Trip(),):
        for name, label in _TOLD.items():
            if not getattr(trip, name):
                yield f"{label}: 적힌 곳을 찾지 못했습니다."
        for visit in trip.visits:
            if visit.status != "cancelled" and not visit.agenda:
                yield f"‘{visit.name}’에서 물을 것(협의사항): 적힌 곳을 찾지 못했습니다."

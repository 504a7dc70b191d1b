"""The visits of the base to one institution, seen from a draft: when they were, whose, and what was asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from rapidfuzz.distance import Indel

from ingest.governments import Pair
from ingest.plan import Date
from ingest.sentences import letters

When = Literal["recent", "older", "later", "undated", "same"]
Row = dict[str, Any]

LISTED = 60  # records of visits to an institution that are told
_COMPARED = 3_000  # lines of earlier visits that a question is compared with
LIKE = 0.5
"""Likeness of two questions' letters from which on a person is shown both."""

_VISITS = """
select visits.date, visits.year, visits.status, visits.agenda, visits.city, visits.name_as_written,
  visits.id as visit_id, visits.trip_id, visits.document_id, visits.block,
  countries.name_ko as country, documents.path as document, trips.title as trip
from visits
join documents on documents.id = visits.document_id
join trips on trips.id = visits.trip_id
left join countries on countries.code = visits.country_code
where visits.institution_id = ? order by visits.date desc, visits.trip_id, visits.id
"""
_WHO = """
select distinct government, basic, department, role from trip_participants
where trip_id = ? order by role, government, basic, department
"""
_ASKED = """
select policies.statement, policies.document_id, policies.block, policies.visit_id, documents.path as document
from visits join policies on policies.visit_id = visits.id
join documents on documents.id = policies.document_id
where visits.institution_id = ? order by visits.date desc, policies.id limit ?
"""
_THEMES = """
select themes.id, themes.name_ko from institution_themes join themes on themes.id = institution_themes.theme_id
where institution_themes.institution_id = ? order by themes.id
"""
_ASKED_THEMES = """
select distinct visits.trip_id, policy_themes.theme_id
from visits join policies on policies.visit_id = visits.id join policy_themes on policy_themes.policy_id = policies.id
where visits.institution_id = ?
"""
_SAME_FILE = """
select trip_documents.trip_id from documents join trip_documents on trip_documents.document_id = documents.id
where documents.sha256 = ?
"""
_SAME_DAYS = """
select trips.id from trips join trip_participants as who on who.trip_id = trips.id
where trips.start_date = ? and trips.end_date = ? and who.government = ? and who.basic is ?
"""


@dataclass(frozen=True)
class View:
    """From where a draft looks back: at a day, over some years, as some governments; same: its own trip in the base."""

    day: Date
    years: int
    own: frozenset[Pair]
    same: frozenset[str] = frozenset()
    who: dict[str, list[sqlite3.Row]] = field(default_factory=dict)

    @cached_property
    def since(self) -> str:
        """The first day that counts as recent."""
        try:
            return self.day.replace(year=self.day.year - self.years).isoformat()
        except ValueError:  # 29 February
            return self.day.replace(year=self.day.year - self.years, day=28).isoformat()

    def when(self, date: str | None, year: int | None, trip_id: str) -> When:
        """Where a visit lies; one without a date goes by its year."""
        told = date or (str(year) if year else "")
        if trip_id in self.same or not told:
            return "same" if trip_id in self.same else "undated"
        if told > self.day.isoformat()[: len(told)] or told == self.day.isoformat():
            return "later"
        return "recent" if told >= self.since[: len(told)] else "older"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the base has on one institution.

    counts: of visits, a plan and its report being one. unasked: themes of the institution, by name, that nobody
    asked about.
    """

    visits: tuple[Row, ...] = ()
    records: int = 0  # how many there are, told or not
    counts: dict[str, int] = field(default_factory=dict)
    last: Row | None = None
    asked: tuple[Row, ...] = ()
    unasked: tuple[str, ...] = ()


def same_trips(connection: sqlite3.Connection, sha256: str, days: Iterable[tuple[Date, Date, Pair]]) -> frozenset[str]:
    """Trips of the base that the draft itself tells of: the same file, or the same days of the same government."""
    found = {row[0] for row in connection.execute(_SAME_FILE, (sha256,))}
    for first, last, pair in days:
        found |= {row[0] for row in connection.execute(_SAME_DAYS, (first.isoformat(), last.isoformat(), *pair))}
    return frozenset(found)


def earlier(connection: sqlite3.Connection, institution_id: str, view: View) -> Earlier:
    """The visits to an institution, newest first, with what was asked there."""
    rows = [dict(row) for row in connection.execute(_VISITS, (institution_id,))]
    for row in rows:
        row["when"] = view.when(row["date"], row["year"], row["trip_id"])
    ours = _own_trips(connection, rows, view)
    for row in rows:
        row["own"] = row["trip_id"] in ours
    told = rows[:LISTED]
    for row in told:
        row["who"] = _who(connection, row["trip_id"], view)
    held = [row for row in rows if row["status"] != "cancelled" and row["when"] not in ("same", "later")]
    last = next((row for row in held if row["date"]), held[0] if held else None)
    if last and "who" not in last:
        last["who"] = _who(connection, last["trip_id"], view)
    asked, unasked = _asked(connection, institution_id, rows), _unasked(connection, institution_id, view)
    return Earlier(tuple(told), len(rows), _counts(rows), last, asked, unasked if held else ())


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    kinds = ("recent", "recent_own", "recent_others", "older", "later", "undated", "same")
    made: dict[str, set[tuple[str, str | None]]] = {kind: set() for kind in kinds}
    for row in (row for row in rows if row["status"] != "cancelled"):
        visit = (row["trip_id"], row["date"])
        made[row["when"]].add(visit)
        if row["when"] == "recent":
            made["recent_own" if row["own"] else "recent_others"].add(visit)
    return {kind: len(visits) for kind, visits in made.items()}


def _own_trips(connection: sqlite3.Connection, rows: Sequence[Row], view: View) -> Collection[str]:
    if not view.own:
        return ()
    trips = dict.fromkeys(row["trip_id"] for row in rows)
    return {trip for trip in trips if not view.own.isdisjoint(_pairs(connection, trip, view))}


def _pairs(connection: sqlite3.Connection, trip: str, view: View) -> set[Pair]:
    return {(row["government"], row["basic"]) for row in _participants(connection, trip, view)}


def _participants(connection: sqlite3.Connection, trip: str, view: View) -> list[sqlite3.Row]:
    if trip not in view.who:
        view.who[trip] = connection.execute(_WHO, (trip,)).fetchall()
    return view.who[trip]


def _who(connection: sqlite3.Connection, trip: str, view: View) -> str:
    rows = _participants(connection, trip, view)
    names = (" ".join(filter(None, (row["government"], row["basic"], row["department"]))) for row in rows)
    return ", ".join(dict.fromkeys(names))


def _asked(connection: sqlite3.Connection, institution_id: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Every line asked at the visits, once each by its letters, with the visit it was asked at."""
    visits = {row["visit_id"]: row for row in rows}
    found: dict[str, Row] = {}
    for row in connection.execute(_ASKED, (institution_id, _COMPARED)):
        visit = visits[row["visit_id"]]
        about = {key: visit[key] for key in ("date", "year", "when", "own", "status", "trip_id", "visit_id")}
        place = {key: row[key] for key in ("statement", "document_id", "block", "document")}
        found.setdefault(letters(row["statement"]) or row["statement"], place | about)
    return tuple(found.values())


def _unasked(connection: sqlite3.Connection, institution_id: str, view: View) -> tuple[str, ...]:
    rows = connection.execute(_ASKED_THEMES, (institution_id,))
    asked = {theme for trip, theme in rows if trip not in view.same}
    return tuple(name for theme, name in connection.execute(_THEMES, (institution_id,)) if theme not in asked)


def alike(question: str, asked: Sequence[Row], most: int = 3) -> list[Row]:
    """The lines asked before that are most like a question of the draft, the likest first. likeness: 0 to 1."""
    key = letters(question)
    pairs = ((_likeness(key, letters(row["statement"])), row) for row in asked if row["when"] != "same")
    near = sorted(((how, row) for how, row in pairs if how >= LIKE), key=lambda pair: -pair[0])
    return [{**row, "likeness": round(how, 2)} for how, row in near[:most]]


def _likeness(one: str, other: str) -> float:
    """How many letters of the shorter line stand in the other in its order, and how many of both at all."""
    if not one or not other:
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=LIKE)

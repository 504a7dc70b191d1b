"""The visits of the base to one institution, seen from a draft: when they were, whose, and what was asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from ingest.governments import Pair
from ingest.plan import Date
from ingest.sentences import letters

When = Literal["recent", "older", "later", "undated", "same"]
Row = dict[str, Any]

LISTED, LINES = 60, 200  # records of visits to an institution, and lines that were asked there, that are told
_COMPARED = 3_000  # lines of earlier visits that a question is compared with
LIKE = 0.5
"""Likeness of two questions' letters from which on a person is shown both."""

# Of every visit what decides when it was and whose; of those that are told the rest.
_HELD = """
select id, trip_id, date, year, status from visits where institution_id = ? order by date desc, trip_id, id
"""
_VISITS = """
select visits.date, visits.year, visits.status, visits.agenda, visits.city, visits.name_as_written,
  visits.id as visit_id, visits.trip_id, visits.document_id, visits.block,
  countries.name_ko as country, documents.path as document, trips.title as trip
from json_each(?) as told cross join visits on visits.id = told.value
join documents on documents.id = visits.document_id
join trips on trips.id = visits.trip_id
left join countries on countries.code = visits.country_code
order by told.key
"""
_WHO = """
select distinct government, basic, department, role from trip_participants
where trip_id = ? order by role, government, basic, department
"""
_ASKED = """
select policies.id, policies.visit_id, policies.statement from visits join policies on policies.visit_id = visits.id
where visits.institution_id = ? order by visits.date desc, policies.id limit ?
"""
_LINES = """
select policies.statement, policies.document_id, policies.block, policies.visit_id, documents.path as document
from json_each(?) as told cross join policies on policies.id = told.value
join documents on documents.id = policies.document_id order by told.key
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
select trips.id from trips cross join trip_participants as who on who.trip_id = trips.id
where trips.start_date = ? and trips.end_date = ? and who.government = ? and who.basic is ?
"""
_OWN = "select trip_id from trip_participants where government = ? and basic is ?"


@dataclass(frozen=True)
class View:
    """From where a draft looks back: at a day, over some years.

    own: trips of one's own governments; same: the draft's own trip in the base.
    """

    day: Date
    years: int
    own: frozenset[str] = frozenset()
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


class Held(NamedTuple):
    """A visit: what decides when it was, and whose."""

    id: str
    trip_id: str
    date: str | None
    year: int | None
    status: str
    when: When
    own: bool


Line = tuple[str, Held]
"""The id of a line that was asked (policies), and the visit it was asked at."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the base has on one institution.

    counts: of visits, a plan and its report being one. asked: the newest of the lines that were asked. unasked:
    themes of the institution, by name, that nobody asked about. lines: all that was asked, by its letters.
    """

    visits: tuple[Row, ...] = ()
    records: int = 0  # how many there are, told or not
    counts: dict[str, int] = field(default_factory=dict)
    last: Row | None = None
    asked: tuple[Row, ...] = ()
    unasked: tuple[str, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)


def same_trips(connection: sqlite3.Connection, sha256: str, days: Iterable[tuple[Date, Date, Pair]]) -> frozenset[str]:
    """Trips of the base that the draft itself tells of: the same file, or the same days of the same government."""
    found = {row[0] for row in connection.execute(_SAME_FILE, (sha256,))}
    for first, last, pair in days:
        found |= {row[0] for row in connection.execute(_SAME_DAYS, (first.isoformat(), last.isoformat(), *pair))}
    return frozenset(found)


def own_trips(connection: sqlite3.Connection, own: Iterable[Pair]) -> frozenset[str]:
    """The trips that some governments went on."""
    return frozenset(row[0] for pair in own for row in connection.execute(_OWN, pair))


def earlier(connection: sqlite3.Connection, institution_id: str, view: View) -> Earlier:
    """The visits to an institution, newest first, with what was asked there."""
    held = [
        Held(id, trip, date, year, status, view.when(date, year, trip), trip in view.own)
        for id, trip, date, year, status in connection.execute(_HELD, (institution_id,))
    ]
    before = [one for one in held if one.status != "cancelled" and one.when not in ("same", "later")]
    last = next((one for one in before if one.date), before[0] if before else None)
    rows = _told(connection, list(dict.fromkeys([*held[:LISTED], *([last] if last else [])])), view)
    lines = _lines(connection, institution_id, held)
    return Earlier(
        tuple(rows[one.id] for one in held[:LISTED]),
        len(held),
        _counts(held),
        rows[last.id] if last else None,
        tuple(_asked(connection, list(lines.values())[:LINES])),
        _unasked(connection, institution_id, view) if before else (),
        lines,
    )


def _told(connection: sqlite3.Connection, held: Sequence[Held], view: View) -> dict[str, Row]:
    """All that is told of some visits, by their ids."""
    rows = connection.execute(_VISITS, (json.dumps([one.id for one in held]),))
    return {
        one.id: {**dict(row), "when": one.when, "own": one.own, "who": _who(connection, one.trip_id, view)}
        for one, row in zip(held, rows, strict=True)
    }


def _counts(held: Sequence[Held]) -> dict[str, int]:
    kinds = ("recent", "recent_own", "recent_others", "older", "later", "undated", "same")
    made: dict[str, set[tuple[str, str | None]]] = {kind: set() for kind in kinds}
    for one in (one for one in held if one.status != "cancelled"):
        visit = (one.trip_id, one.date)
        made[one.when].add(visit)
        if one.when == "recent":
            made["recent_own" if one.own else "recent_others"].add(visit)
    return {kind: len(visits) for kind, visits in made.items()}


def _who(connection: sqlite3.Connection, trip: str, view: View) -> str:
    if trip not in view.who:
        view.who[trip] = connection.execute(_WHO, (trip,)).fetchall()
    rows = view.who[trip]
    names = (" ".join(filter(None, (row["government"], row["basic"], row["department"]))) for row in rows)
    return ", ".join(dict.fromkeys(names))


def _lines(connection: sqlite3.Connection, institution_id: str, held: Sequence[Held]) -> dict[str, Line]:
    """Every line asked at the visits by its letters, the newest once each; what the draft's own trip asks is none."""
    visits = {one.id: one for one in held if one.when != "same"}
    rows = [row for row in connection.execute(_ASKED, (institution_id, _COMPARED)) if row["visit_id"] in visits]
    keys = letters("\n".join([row["statement"].replace("\n", " ") for row in rows])).split("\n")
    found: dict[str, Line] = {}
    for key, row in zip(keys, rows, strict=False):
        found.setdefault(key or row["statement"], (row["id"], visits[row["visit_id"]]))
    return found


def _asked(connection: sqlite3.Connection, lines: Sequence[Line]) -> Iterator[Row]:
    """Lines that were asked, each with where it stands and the visit it was asked at."""
    rows = connection.execute(_LINES, (json.dumps([id for id, _ in lines]),))
    for row, (_, visit) in zip(rows, lines, strict=True):
        about = {key: getattr(visit, key) for key in ("date", "year", "when", "own", "status", "trip_id")}
        yield {**dict(row), **about}


def _unasked(connection: sqlite3.Connection, institution_id: str, view: View) -> tuple[str, ...]:
    rows = connection.execute(_ASKED_THEMES, (institution_id,))
    asked = {theme for trip, theme in rows if trip not in view.same}
    return tuple(name for theme, name in connection.execute(_THEMES, (institution_id,)) if theme not in asked)


def alike(connection: sqlite3.Connection, question: str, before: Earlier, most: int = 3) -> list[Row]:
    """The lines asked before that are most like a question of the draft, the likest first. likeness: 0 to 1.

    That is how many letters of the two stand in both in the same order, of all they have.
    """
    if not (key := letters(question)):
        return []
    like = Indel.normalized_similarity
    near = process.extract(key, before.lines.keys(), scorer=like, score_cutoff=LIKE, limit=most)
    rows = _asked(connection, [before.lines[other] for other, _, _ in near])
    return [{**row, "likeness": round(how, 2)} for row, (_, how, _) in zip(rows, near, strict=True)]

"""What was decided as a person reads it: newest first, with names instead of references, and what is at odds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.decisions import INSTITUTION, NAME, VISIT, Decision, name_of, standing
from ingest.folding import Entry, fold

_INSTITUTION = "select coalesce(name_ko, name_en, name_local) from institutions where id = ?"
_NAME = "select text from mentions where reference = ? group by text order by count(*) desc, text limit 1"
_PLACE = "select text from mentions where document_id = ? and block = ? order by id limit 1"
_COUNTRY = "select name_ko from countries where code = ?"
_EFFECTS = "select reference, effect from decision_effects"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a decision: an institution, a name (in a country), or the name at one place of a document.

    label: None where the base doesn't have it any more.
    """

    reference: str
    label: str | None
    country: str | None = None
    institution_id: str | None = None
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A decision and what became of it. sides: none for a revert; reverted: what that takes back.

    stands: nobody took it back. against: the decision because of which it isn't in force.
    """

    decision: Decision
    sides: tuple[Side, ...]
    in_force: bool
    stands: bool
    against: Decision | None = None
    reverted: Decision | None = None


class Past:
    """All decisions, folded once."""

    def __init__(self, made: Sequence[Decision]) -> None:
        self.made = tuple(made)
        folded = fold(made)
        self._history = folded.history
        self._effects = {ref: effect for ref, effect in folded.effects().items() if effect}
        self._against = {conflict.left_out.id: conflict.different for conflict in folded.conflicts}
        self._by_id = {one.id: one for one in made}
        self._stands = {one.id for one in standing(made)}

    def told(self, connection: sqlite3.Connection, limit: int, offset: int) -> list[Told]:
        """Some of the decisions, newest first."""
        return [self._told(connection, entry) for entry in self._history[offset : offset + limit]]

    def at_odds(self, connection: sqlite3.Connection) -> list[Told]:
        """The decisions that are not in force because of others that say the opposite."""
        return [self._told(connection, entry) for entry in self._history if entry.decision.id in self._against]

    def of_id(self, connection: sqlite3.Connection, id: str) -> Told | None:
        """The decision with an id."""
        found = (self._told(connection, entry) for entry in self._history if entry.decision.id == id)
        return next(found, None)

    def is_pending(self, connection: sqlite3.Connection) -> bool:
        """Whether something is decided that the base does not show yet."""
        return self._effects != dict(connection.execute(_EFFECTS).fetchall())

    def _told(self, connection: sqlite3.Connection, entry: Entry) -> Told:
        one = entry.decision
        return Told(
            one,
            tuple(side(connection, ref, one) for ref in one.references),
            entry.in_force,
            one.id in self._stands,
            self._against.get(one.id),
            self._by_id.get(one.left) if one.op == "revert" else None,
        )


def side(connection: sqlite3.Connection, ref: str, decision: Decision) -> Side:
    """A reference of a decision in words."""
    if ref.startswith(INSTITUTION):
        id = ref.removeprefix(INSTITUTION)
        return Side(ref, _first(connection, _INSTITUTION, id), institution_id=id)
    if ref.startswith(VISIT):
        document, _, block = ref.removeprefix(VISIT).partition(":")
        return Side(ref, _first(connection, _PLACE, document, block), place=(document, block))
    assert ref.startswith(NAME)
    key, code = name_of(ref)
    written = decision.evidence.get("name") if ref == decision.left else None
    label = str(written) if written else _first(connection, _NAME, ref) or key
    return Side(ref, label, _first(connection, _COUNTRY, code) if code else None)


def _first(connection: sqlite3.Connection, sql: str, *values: str) -> str | None:
    found = connection.execute(sql, values).fetchone()
    return found[0] if found else None

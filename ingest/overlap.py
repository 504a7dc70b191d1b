"""Sentences of a draft that stand in documents of the base too, with where; forms and names set apart.

A sentence is a form when many trips' documents have it; that is counted, not listed. All numbers here
are limits on what is read of the base, so that the time a draft takes does not grow with it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import Indel

from ingest.sentences import Fingerprint, Sentence, fingerprints, letters, sentences
from search.hangul import name_key

Kind = Literal["text", "introduction", "name", "form"]
Row = dict[str, Any]

NEARLY = 0.85
"""Likeness of two sentences' letters from which on they are shown as nearly the same."""

LONGEST = 3_000  # sentences of a draft that are looked up
_FEW, _MANY = 4, 20  # trips up to which a sentence is no form, in a small base and in a large one
_SHARE = 20  # one trip of so many may have it
_READ = 60  # places of a fingerprint that are read
_NEAR = 20  # places that share one hash of two
_SHOWN = 3  # places of a sentence that are told

_PLACES = """
select document_id, block, (select min(trip_id) from trip_documents where document_id = found.document_id) as trip_id
from (select document_id, block from sentences where {} limit ?) as found
"""
_EQUAL = _PLACES.format("first = ? and second = ?")
_NEARBY = _PLACES.format("first = ?"), _PLACES.format("second = ?")
_BLOCK = """
select blocks.text, blocks.kind, documents.path, documents.title, documents.date, (
  select min(trips.start_date) from trip_documents join trips on trips.id = trip_documents.trip_id
  where trip_documents.document_id = documents.id) as trip_date
from blocks join documents on documents.id = blocks.document_id where blocks.document_id = ? and blocks.block = ?
"""
# What a line tells of a trip as a whole (who, when, where), but for why.
_LABELS = "select 1 from trip_statements where document_id = ? and block = ? and field <> 'purpose' limit 1"
_INTRODUCES = "select 1 from policies where document_id = ? and block = ? and visit_id is null limit 1"
_INTRODUCTIONS = "select block from policies where document_id = ? and visit_id is null"
_OWN_TRIPS = "select trip_id from trip_documents where document_id = ?"
_BLOCKS = "select block, seq, kind, text from blocks where document_id = ? order by seq"
_TRIPS = "select count(*) from (select 1 from trips limit ?)"
_NAME = "select 1 from institution_names where name_key = ? limit 1"
# The name of a law or a programme, in its brackets or with its article.
_TITLE = re.compile(
    r"[\s\W\d가-하]{0,6}(?:[「『｢<〈《].{1,80}[」』｣>〉》]|\S.{0,60}(?:법률?|조례|규칙|규정|훈령|예규|지침))(?:\s*제\s*\d+조.{0,12})?[\s.]*"
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A sentence of the draft, its kind, how many trips have it, and some of the places, likest first.

    A place: document_id, block, document (path), title, date, trip_date (its trip's first day), text (the
    sentence there), same, likeness.
    """

    text: str
    block: str
    kind: Kind
    trips: int
    places: tuple[Row, ...]


def overlap(
    found: Sequence[Sentence],
    introduced: Collection[str],
    connection: sqlite3.Connection,
    same: Collection[str],
    sha256: str,
) -> tuple[Repeated, ...]:
    """The repeated sentences of a draft in its order, each once.

    introduced: its blocks that say what an institution is. same: trips of the base that are the draft's own,
    whose documents don't count. sha256: the draft's.
    """
    own = {row[0] for row in connection.execute("select id from documents where sha256 = ?", (sha256,))}
    looked = _Base(connection, same, own)
    made: dict[str, Repeated] = {}
    for one, print in fingerprints(found)[:LONGEST]:
        key = letters(one.text)
        if key not in made and (repeated := looked.repeated(one, print, one.block in introduced)):
            made[key] = repeated
    return tuple(made.values())


def repeated_of(connection: sqlite3.Connection, document_id: str, sha256: str) -> tuple[Repeated, ...]:
    """The sentences of a document of the base that stand in other trips' documents too."""
    introduced = {row[0] for row in connection.execute(_INTRODUCTIONS, (document_id,))}
    trips = {row[0] for row in connection.execute(_OWN_TRIPS, (document_id,))}
    found = sentences(connection.execute(_BLOCKS, (document_id,)))
    return overlap(found, introduced, connection, trips, sha256)


class _Base:
    """The sentences of the base, without those of the draft's own trips and documents."""

    def __init__(self, connection: sqlite3.Connection, trips: Collection[str], documents: Collection[str]) -> None:
        self._connection = connection
        self._trips = trips
        self._documents = documents
        (total,) = connection.execute(_TRIPS, (_MANY * _SHARE,)).fetchone()
        self._form = max(_FEW, min(_MANY, total // _SHARE))

    def repeated(self, one: Sentence, print: Fingerprint, introduced: bool) -> Repeated | None:
        """The sentence with where else it stands, or None where it doesn't."""
        equal = self._places(_EQUAL, (*print, _READ))
        trips = len({row["trip_id"] or row["document_id"] for row in equal})
        if trips > self._form:
            return Repeated(one.text, one.block, "form", trips, ())
        near = [row for sql, half in zip(_NEARBY, print, strict=True) for row in self._places(sql, (half, _NEAR))]
        places = dict.fromkeys((row["document_id"], row["block"]) for row in (*equal, *near))
        told = sorted(filter(None, (self._told(one, *place) for place in places)), key=_order)[:_SHOWN]
        if not told:
            return None
        return Repeated(one.text, one.block, self._kind(one, told, introduced), max(trips, 1), tuple(told))

    def _places(self, sql: str, values: tuple[int, ...]) -> list[sqlite3.Row]:
        rows = self._connection.execute(sql, values)
        return [row for row in rows if row["trip_id"] not in self._trips and row["document_id"] not in self._documents]

    def _told(self, one: Sentence, document: str, block: str) -> Row | None:
        """The place with its sentence, where that is alike enough: a shared hash alone says little."""
        row = self._connection.execute(_BLOCK, (document, block)).fetchone()
        text, likeness = max(_compared(one.text, row, block), key=lambda pair: pair[1], default=("", 0.0))
        if likeness < NEARLY:
            return None
        place = {"document_id": document, "block": block, "document": row["path"], "title": row["title"]}
        same = "".join(text.split()) == "".join(one.text.split())
        told = {"text": text, "kind": row["kind"], "same": same, "likeness": round(likeness, 2)}
        return {**place, "date": row["date"], "trip_date": row["trip_date"], **told}

    def _kind(self, one: Sentence, places: Sequence[Row], introduced: bool) -> Kind:
        named = self._connection.execute(_NAME, (name_key(one.text),)).fetchone()
        heading = "heading" in (one.kind, places[0]["kind"])
        if named or heading or _TITLE.fullmatch(one.text) or self._any(_LABELS, places):
            return "name"
        return "introduction" if introduced or self._any(_INTRODUCES, places) else "text"

    def _any(self, sql: str, places: Sequence[Row]) -> bool:
        return any(self._connection.execute(sql, (row["document_id"], row["block"])).fetchone() for row in places)


def _compared(text: str, row: sqlite3.Row, block: str) -> Iterator[tuple[str, float]]:
    key = letters(text)
    for other in sentences([(block, 0, row["kind"], row["text"])]):
        yield other.text, Indel.normalized_similarity(key, letters(other.text), score_cutoff=NEARLY)


def _order(row: Row) -> tuple[bool, float, str, str, str]:
    return not row["same"], -row["likeness"], row["date"] or "9999", row["document_id"], row["block"]

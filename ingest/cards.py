"""Questions about names as a person is shown them: both sides, what is alike, the quotes, what would change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.decisions import institution_ref, visit_ref
from ingest.matching import Matcher

QUOTED = 4  # quotes shown of a name
NAMED = 50  # names of an institution in documents
LISTED = 200  # visits of a name that can be chosen one by one

_OPEN = "select count(*) from (select 1 from mentions where candidate_id is not null group by candidate_id, reference)"
_QUEUE = (
    "select name, reference, country, candidate_id, compared, why, unsure, score, document_id, block from review_queue"
)
_PAGE = f"{_QUEUE} limit ? offset ?"
_ONE = f"{_QUEUE} where reference = ? and candidate_id = ?"
_TAKEN = """
select mentions.text as name, mentions.reference, countries.name_ko as country,
  mentions.institution_id as candidate_id,
  case when mentions.candidate_id is null then mentions.compared end as compared,
  '이 이름을 이 기관으로 보고 있습니다.' as why,
  0 as unsure, mentions.score, mentions.document_id, mentions.block
from mentions
left join countries on countries.code = substr(mentions.reference, instr(mentions.reference, '@') + 1)
where mentions.reference = ? and mentions.institution_id = ?
order by mentions.id limit 1
"""
_WRITTEN = """
select reference, min(text) as name, count(distinct document_id) as documents
from mentions
where institution_id = ? and reference is not null
group by reference order by documents desc, name limit ?
"""
_INSTITUTION = """
select institutions.id, coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as name,
  kinds.name_ko as kind, institutions.city, countries.name_ko as country, institutions.checked,
  (select count(distinct trip_id || ' ' || coalesce(date, '')) from visits
   where institution_id = institutions.id and status <> 'cancelled') as visits
from institutions
left join kinds on kinds.id = institutions.kind
left join countries on countries.code = institutions.country_code
where institutions.id = ?
"""
_NAMES = "select distinct name from institution_names where institution_id = ? order by language <> 'ko', name limit 8"
_QUOTES = """
select mentions.document_id, documents.path as document, mentions.block, count(*) over () as total,
  -- of a table the whole row, without the lines of its cells
  coalesce((
    select group_concat(text, ' · ') from (
      select text from blocks as cells
      where cells.document_id = blocks.document_id and cells.kind = 'cell' and cells.text <> ''
        and cells.block glob substr(blocks.block, 1, instr(blocks.block, '.')) || '*'
        and cells.row = (select row from blocks as own where own.document_id = blocks.document_id
          and own.kind = 'cell' and blocks.block || '.' glob own.block || '.*' order by length(own.block) limit 1)
        and length(cells.block) - length(replace(cells.block, '.', '')) = 2
      order by cells.seq)
  ), blocks.text) as text
from mentions
join documents on documents.id = mentions.document_id
join blocks on blocks.document_id = mentions.document_id and blocks.block = mentions.block
where mentions.reference = ?
order by mentions.candidate_id is not ?, documents.date desc, mentions.document_id, mentions.id limit ?
"""
_VISITS = """
select distinct visits.id, visits.trip_id, visits.date, visits.city, visits.status, trip_who.who,
  visits.document_id, visits.block, visits.institution_id, kinds.name_ko as kind
from mentions
join visits on visits.document_id = mentions.document_id
  and visits.block = mentions.block and visits.name_as_written = mentions.text
left join institutions on institutions.id = visits.institution_id
left join kinds on kinds.id = institutions.kind
left join trip_who on trip_who.trip_id = visits.trip_id
where mentions.reference = ?
order by visits.date desc, visits.document_id, visits.block
"""

Rows = list[sqlite3.Row]


@dataclass(frozen=True, slots=True)
class Known:
    """An institution to compare a name with. visits: how many the base has of it."""

    id: str
    name: str
    kind: str | None
    city: str | None
    country: str | None
    checked: str
    visits: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Whether a name is an institution.

    taken: the base takes it for the institution; else that is an open question. cities, kinds: of the
    name's visits, as the documents say. rule: what is alike (ingest.matching). visits: all of the name,
    told by plan and report each; changing: how many, told twice counted once. quoted: how often the
    name is written at all. score: 0–1, not for eyes before the answer.
    """

    name: str
    reference: str
    country: str | None
    cities: tuple[str, ...]
    kinds: tuple[str, ...]
    candidate: Known
    compared: str | None
    why: str
    rule: str
    unsure: bool
    score: float
    document_id: str
    block: str
    quotes: Rows
    quoted: int
    visits: Rows
    changing: int
    taken: bool

    @property
    def about(self) -> tuple[str, ...]:
        """The references on which a decision would be one on this card."""
        return (self.reference, *dict.fromkeys(visit_ref(one["document_id"], one["block"]) for one in self.visits))

    @property
    def own(self) -> frozenset[str]:
        """The institutions that the name stands for now."""
        return frozenset(one["institution_id"] for one in self.visits if one["institution_id"])

    def on_pair(self, references: Iterable[str]) -> bool:
        """Whether a decision on `references` is one on the name and the candidate."""
        ours = {self.reference}
        if not self.candidate.id.startswith("doc-"):
            ours.add(institution_ref(self.candidate.id))
        return ours <= set(references)


def open_questions(connection: sqlite3.Connection) -> int:
    """How many there are."""
    return int(connection.execute(_OPEN).fetchone()[0])


def page(connection: sqlite3.Connection, matcher: Matcher, limit: int, offset: int) -> list[Card]:
    """Some of the open questions, those that most visits hang on first."""
    return [_card(connection, matcher, row) for row in _rows(connection, _PAGE, limit, offset)]


def one(connection: sqlite3.Connection, matcher: Matcher, reference: str, candidate: str) -> Card | None:
    """The open question on a name and an institution, or one on what the name is taken for; None for neither."""
    for query in (_ONE, _TAKEN):
        if rows := _rows(connection, query, reference, candidate):
            return _card(connection, matcher, rows[0], taken=query is _TAKEN)
    return None


def written(connection: sqlite3.Connection, institution: str) -> Rows:
    """The names in documents that are taken for an institution: reference, name, documents; the most frequent first."""
    return _rows(connection, _WRITTEN, institution, NAMED)


def known(connection: sqlite3.Connection, id: str) -> Known | None:
    """An institution of the base."""
    rows = _rows(connection, _INSTITUTION, id)
    if not rows:
        return None
    names = tuple(row["name"] for row in _rows(connection, _NAMES, id) if row["name"] != rows[0]["name"])
    return Known(**dict(rows[0]), names=names)


def _card(connection: sqlite3.Connection, matcher: Matcher, row: sqlite3.Row, taken: bool = False) -> Card:
    visits = _rows(connection, _VISITS, row["reference"])
    quotes = _rows(connection, _QUOTES, row["reference"], row["candidate_id"], QUOTED)
    candidate = known(connection, row["candidate_id"])
    assert candidate  # the view joins it
    copied = ("name", "reference", "country", "compared", "why", "score", "document_id", "block")
    return Card(
        **{name: row[name] for name in copied},
        cities=tuple(dict.fromkeys(visit["city"] for visit in visits if visit["city"])),
        kinds=tuple(dict.fromkeys(visit["kind"] for visit in visits if visit["kind"])),
        candidate=candidate,
        rule=matcher.match(row["name"], row["compared"] or candidate.name).rule,
        unsure=bool(row["unsure"]),
        quotes=quotes,
        quoted=quotes[0]["total"] if quotes else 0,
        visits=visits,
        changing=len({(visit["trip_id"], visit["date"]) for visit in visits}),
        taken=taken,
    )


def _rows(connection: sqlite3.Connection, sql: str, *values: object) -> Rows:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, values).fetchall()

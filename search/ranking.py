"""The matches of a reading, scored: institutions by name, what is about them, and texts, all in one order."""

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search import lookup
from search.asked import Reading, Term
from search.excerpt import positions
from search.lookup import Hits, Row
from search.named import Named, holding, is_hangul, sounding
from search.rowids import TYPES, recency_of, type_of
from search.scoring import SURE, Scale, all_words, answers, by_facet, has_any, some_words

_VISIT = 0.74  # a visit to the institution asked for
_ANSWERED_BY_TEXT = 0.52  # an institution by its name, where entries about it answer the rest of the query
_UNANSWERED = 0.45  # an institution by its name, where the rest of the query is not answered
CERTAIN = 0.5
"""From this score on one would stand by a result."""
_SAME_THEME = 0.5  # an entry on the theme of a word, which does not have the word; quality adds a little
_WANTED = 0.02  # what an entry of the type that a word asks for has more
_AGAIN = 0.75  # what is left of the distance to SURE for each better match from the same trip
_WORDS_OF_NAME, _WORDS_AND_PLACE = (
    0.72,
    0.62,
)  # an institution with several words in its names, with one
_DESCRIBED = 0.1  # what is left of the distance to SURE for an institution by its text: what was seen comes first
_UNVISITED = 0.505  # an institution by its text that nobody visited, behind all that papers say
_NARROWED = {"trip": 0.05, "visit": 0.04, "document": 0.02, "institution": 0.0, "policy": 0.0}  # by filters alone
_FEW = 20  # hits up to which other words for the same thing are looked for
_COMMON = 1000  # a word in as many entries says little
_SOURCE = re.compile(r"^(?:trip|document)=.*$", re.M)
_PARTS = 50  # institutions of whose name the query is a part
_FOLLOWED = 3  # institutions whose latest visits are read
_TOO_FEW = 5  # matches up to which entries that lack some of the words follow
_ENOUGH = 0.34  # the share of a query's weight that entries have to have that lack some of it


@dataclass(frozen=True)
class Match:
    """An entry that answers the query, and how well by which rule."""

    row: Row
    score: float
    why: str


@dataclass(frozen=True)
class Found:
    """The matches in order, the number of matches of each type (unlisted ones too), and what finds them all."""

    reading: Reading
    matches: list[Match]
    counts: dict[str, int]
    expression: str = ""

    @property
    def best(self) -> float:
        """The score of the best match, 0 without one."""
        return self.matches[0].score if self.matches else 0.0


def find(
    connection: sqlite3.Connection,
    reading: Reading,
    given: Sequence[str],
    only: str | None,
    per_type: int = lookup.PER_TYPE,
) -> Found:
    """All that answers a reading. given: facets besides, one a kind. only: the type of which texts are wanted.

    per_type: how many texts of a type are scored, if no type is wanted.
    """
    expression = reading.expression(given)
    hits = lookup.text_hits(connection, expression, only, per_type)
    texts = lookup.rows(connection, hits.rowids)
    matches = {match.row.rowid: match for match in by_text(reading, texts, lookup.visited(connection, texts))}
    if any(term.is_widened for term in reading.terms) and _at_most(_FEW, connection, hits.counts, reading, given):
        expression = reading.expression(given, wider=True)
        hits = lookup.text_hits(connection, expression, only, per_type)
        fresh = [rowid for rowid in hits.rowids if rowid not in matches]
        themed = {match.row.rowid: match for match in _by_theme(connection, reading, fresh)}
        reading = _noting_themes(reading) if themed else reading
        matches |= themed
    recent = [row for row in _recent_visits(connection, reading, hits, given) if row.rowid not in matches]
    matches |= {match.row.rowid: match for match in by_text(reading, recent)}
    sure = [match.row for match in matches.values() if match.score >= SURE]
    for match in _by_name(connection, reading, given, sure):
        if match.row.rowid not in matches or matches[match.row.rowid].score < match.score:
            matches[match.row.rowid] = match
    return Found(reading, _in_order(matches.values()), _counted(reading, matches, hits), expression)


# -- names ---------------------------------------------------------------------------------


def _by_name(
    connection: sqlite3.Connection, reading: Reading, given: Sequence[str], sure: Sequence[Row]
) -> Iterable[Match]:
    """The institutions that are named, and those of whose name the query is a part.

    sure: the texts that answer the whole reading.
    """
    named = {one.rowid: (one, term) for term in reading.terms for one in reversed(term.named)}
    part, whole = _part(reading)
    parts = holding(connection, part) if part else []
    if part and not whole and not is_hangul(part):
        parts += sounding(connection, part)
    for one in sorted(parts, key=lambda one: -one.score)[:_PARTS]:
        named.setdefault(one.rowid, (_less_than(one, whole), Term(part)))
    for row in lookup.rows(connection, list(named)):
        one, term = named[row.rowid]
        if not all(map(row.has, given)) or has_any(row, reading.excluded):
            continue
        if (score := _named_score(row, one, term, reading, sure)) is not None:
            yield _as_read(row, score, one.why, reading)


def _part(reading: Reading) -> tuple[str, Named | None]:
    """What of a reading may be a part of a name: all but what narrows it for certain; and whose name it is."""
    terms = [term for term in reading.terms if not term.strict]
    if len(terms) == 1 and terms[0].named:
        return terms[0].named[0].name, terms[0].named[0]
    # A part of a name counts as one where the query has no other name in it.
    return "" if any(term.named for term in terms) else " ".join(term.text for term in terms), None


def _less_than(part: Named, whole: Named | None) -> Named:
    """An institution whose name goes on from another's, which was not typed but meant."""
    return part._replace(score=_scaled(part.score, whole.score), why=whole.why) if whole else part


def _named_score(row: Row, one: Named, term: Term, reading: Reading, sure: Sequence[Row]) -> float | None:
    """The score of an institution by its name; what else was asked for has to be answered, unless that is another name.

    None where only a part of its name was asked for, and the rest of the query narrows it away.
    """
    others = [other for other in reading.terms if not other.named and (term.named or other.strict)]
    if answers(row, others):
        return one.score
    if any(text.has(one.line) for text in sure):  # what is said about the institution answers
        return min(one.score, _ANSWERED_BY_TEXT)
    return min(one.score, _UNANSWERED) if term.named else None


def _as_read(row: Row, score: float, why: str, reading: Reading) -> Match:
    """A match as it is under a reading: what was found by other words than those typed says so."""
    return Match(row, _scaled(score, reading.less), reading.why or why)


def _scaled(score: float, certainty: float) -> float:
    """A score under what is itself certain to a degree only; what one would stand by stays so, if that is."""
    if min(score, certainty) < CERTAIN:
        return score * certainty
    return CERTAIN + (score - CERTAIN) * (2 * certainty - 1)


# -- texts ---------------------------------------------------------------------------------


def _recent_visits(connection: sqlite3.Connection, reading: Reading, hits: Hits, given: Sequence[str]) -> list[Row]:
    """The latest visits to the institutions that are named, if there are more visits than were read."""
    if hits.counts["visit"] <= sum(type_of(rowid) == "visit" for rowid in hits.rowids):
        return []
    named = [one.rowid for term in reading.terms for one in term.named[:_FOLLOWED]]
    visits = lookup.rows(connection, [rowid for one in named for rowid in lookup.visits_of(connection, one)])
    fitting = (row for row in visits if all(map(row.has, given)) and not has_any(row, reading.excluded))
    return [row for row in fitting if answers(row, reading.terms)]


def by_text(reading: Reading, rows: Iterable[Row], seen: Collection[str] = ()) -> Iterable[Match]:
    """Entries that have all that the reading asks for, scored. seen: institutions that somebody visited."""
    scale = Scale(reading)
    lines = [(f"\n{one.line}\n", one) for term in reading.terms for one in term.named]  # as a row has them
    for row in rows:
        named = [one for line, one in lines if line in row.facets]
        visited = row.type == "visit" and named and all(term.is_filter or term.named for term in reading.terms)
        score, why = all_words(scale.fit(row)), "text"
        if not reading.asked:
            score += _NARROWED[row.type]
        if visited:
            score, why = _scaled(_VISIT, named[0].score), named[0].why
        elif named:
            score, why = _about(named[0], score)
        elif row.type == "institution":
            score, why = _described(row, reading, score, row.entity_id in seen)
        if row.type in reading.types:
            score += _WANTED
        yield _as_read(row, score, why, reading)


def _described(row: Row, reading: Reading, score: float, seen: bool) -> tuple[float, str]:
    """An institution that has the words: in its names, here and there, or only in what is said of it."""
    texts = [term for term in reading.terms if not term.strict]
    named = positions(f"{row.title}\n{row.names}", [term.text for term in texts])
    inside = sum(map(bool, named))
    if inside and all(hits or by_facet(row, term) for hits, term in zip(named, texts, strict=True)):
        return (_WORDS_OF_NAME if inside > 1 else _WORDS_AND_PLACE), "partial"
    if score > SURE:
        score = SURE + (score - SURE) * _DESCRIBED if seen else _UNVISITED
    return score, "text"


def _about(one: Named, score: float) -> tuple[float, str]:
    """What is about an institution is not more certain than the name."""
    return _scaled(score, one.score), "text" if one.score >= SURE else one.why


def _by_theme(connection: sqlite3.Connection, reading: Reading, rowids: Sequence[int]) -> Iterable[Match]:
    """Entries on the theme of the words, those first that have some of the words themselves or others for them."""
    scale = Scale(_with_themes(reading))
    each = [(word, *term.same) for term in reading.asked for word in term.text.split()]
    for row in lookup.rows(connection, rowids):
        text = f"{row.title}\n{row.body}"
        said = sum(any(positions(text, words)) for words in each) / max(len(each), 1)
        quality = (scale.fit(row).quality + said) / 2
        score = _SAME_THEME + (row.type != "institution") * (0.005 + 0.02 * quality)
        yield _as_read(row, score, "text", reading)


def _noting_themes(reading: Reading) -> Reading:
    """The reading, saying that other words count, and entries on the themes of its words."""
    words = dict.fromkeys(word for term in reading.terms for word in term.same)
    names = dict.fromkeys(name for term in reading.terms for name in term.theme_names)
    told = [f"{label}: {', '.join(said)}" for label, said in (("비슷한 말", words), ("주제", names)) if said]
    return replace(reading, notes=(*reading.notes, *told))


def _with_themes(reading: Reading) -> Reading:
    """A reading of which the themes of words count as the words."""
    terms = (replace(term, facets=(*term.facets, *term.themes)) for term in reading.terms)
    return replace(reading, terms=tuple(terms))


def few(connection: sqlite3.Connection, found: Found, given: Sequence[str]) -> bool:
    """Whether so little was found that more is looked for."""
    return _at_most(_TOO_FEW, connection, found.counts, found.reading, given)


def _at_most(
    number: int, connection: sqlite3.Connection, counts: Mapping[str, int], reading: Reading, given: Sequence[str]
) -> bool:
    """Whether a reading finds so few entries, narrowed or not: by narrowing nobody is to find more."""
    if sum(counts.values()) > number:
        return False
    return not given or lookup.count(connection, reading.expression()) <= number


def joined(found: Found, wider: Found) -> Found:
    """What was found, and what a reading that finds all of it found besides: words without their particles."""
    matches = {match.row.rowid: match for match in (*wider.matches, *found.matches)}
    return replace(wider, matches=_in_order(matches.values())) if wider.best >= CERTAIN else found


def with_some_words(connection: sqlite3.Connection, found: Found, given: Sequence[str]) -> Found:
    """Few matches, and behind them entries that lack some of the words."""
    if len(found.reading.asked) < 2 or sum(found.counts.values()) > _TOO_FEW:
        return found
    known = {match.row.rowid for match in found.matches}
    more = [match for match in _lacking(connection, found.reading, given) if match.row.rowid not in known]
    matches = [*found.matches, *more[:_TOO_FEW]]
    counts = Counter(found.counts) + Counter(match.row.type for match in more[:_TOO_FEW])
    return replace(found, matches=matches, counts={type: counts[type] for type in TYPES})


def most_words(connection: sqlite3.Connection, reading: Reading, given: Sequence[str]) -> Found:
    """Entries that have most of the words; below 0.5."""
    matches = _lacking(connection, reading, given)
    counts = Counter(match.row.type for match in matches)
    by_type = {type: counts[type] for type in TYPES}
    told = matches or any(term.strict for term in reading.terms)
    return Found(reading if told else replace(reading, notes=()), matches, by_type)


def _lacking(connection: sqlite3.Connection, reading: Reading, given: Sequence[str]) -> list[Match]:
    """Entries that have most of the words, a rare word counting for more than a common one; filters are kept to."""
    terms = [term for term in reading.terms if not term.strict]
    if not terms:
        return []
    kept = [term for term in reading.terms if term.strict]
    each = [replace(reading, terms=(term, *kept)).expression(given) for term in terms]
    found = [lookup.first_rowids(connection, expression, _COMMON) for expression in each]
    if not any(found):
        return []
    rarity = [math.log(1 + _COMMON / max(len(rowids), 1)) for rowids in found]
    weights = [weight / sum(rarity) for weight in rarity]
    sums: dict[int, float] = {}
    for rowids, weight in zip(found, weights, strict=True):
        for rowid in rowids:
            sums[rowid] = sums.get(rowid, 0.0) + weight
    enough = max(_ENOUGH, max(sums.values(), default=0.0) / 2)
    rowids = sorted((rowid for rowid in sums if sums[rowid] >= enough), key=lambda r: (-sums[r], r))[: lookup.NAMES]
    scale = Scale(replace(reading, terms=tuple(terms)), weights)
    rows = lookup.rows(connection, rowids)
    seen = lookup.visited(connection, rows)
    return _in_order(Match(row, some_words(scale.fit(row)) * _known(row, seen), "text") for row in rows)


def _known(row: Row, seen: Collection[str]) -> float:
    """What is left of a score for an institution that nobody visited."""
    return _AGAIN if row.type == "institution" and row.entity_id not in seen else 1.0


# -- order and number ----------------------------------------------------------------------


def _in_order(matches: Iterable[Match]) -> list[Match]:
    """The best first, of equals in order of their rowids; what a trip tells again comes after what others tell."""
    ordered = sorted(matches, key=_place)
    seen: dict[str, int] = {}
    spread = []
    for match in ordered:
        again = 0
        for source in _sources(match.row):
            times = seen.get(source, 0)
            again, seen[source] = max(again, times), times + 1
        spread.append(_told_again(match, again) if again else match)
    return sorted(spread, key=_place)


def _told_again(match: Match, times: int) -> Match:
    """A match after so many better ones from the same trip or document."""
    floor = next((floor for floor in (SURE, _SAME_THEME) if match.score >= floor), 0.0)
    return replace(match, score=floor + (match.score - floor) * _AGAIN**times)


def _place(match: Match) -> tuple[float, int, int, int]:
    """What an order goes by: the score, among equals the latest of each type."""
    return -match.score, TYPES.index(match.row.type), recency_of(match.row.rowid), match.row.rowid


def _sources(row: Row) -> list[str]:
    """The trip or document that an entry comes from; none for an institution."""
    own = [f"document={row.entity_id}"] if row.type == "document" else []
    return own + _SOURCE.findall(row.facets)


def _counted(reading: Reading, matches: dict[int, Match], hits: Hits) -> dict[str, int]:
    """The number of matches of each type: all full-text hits, and the others that are no full-text hits."""
    read = set(hits.rowids)
    of_type = Counter(matches[rowid].row.type for rowid in read)
    counts = dict(hits.counts)
    for row in (match.row for rowid, match in matches.items() if rowid not in read):
        # Where not all hits were read, an entry matched by its name may be among them already.
        all_read = of_type[row.type] == hits.counts[row.type]
        counts[row.type] += all_read or not answers(row, reading.terms)
    return counts

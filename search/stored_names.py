"""The fuzzy name index in the base: names of institutions by how they look and how they sound.

    names = open_names(connection)
    names.strokes.find(strokes("몽드라곤"), limit=5, least=0.6)    → [NameHit(rowid, "몬드라곤", 0.9), …]
    names.strokes.find(strokes("몬ㄷ"), beginning=True)            what is still being typed
    names.sounds.find_any(sounds("Mondragon"), limit=5, least=0.7)  by sound, in whatever script
    names.sounding("Mondragon", limit=5, least=0.6)   the same, those first that fit by their spelling too

A query reads the few postings it needs, so that opening costs nothing, and what a build has changed is seen at once;
what was read is kept until then (search.kept). A posting names a number made from the name alone, so that the
tables are the same in whatever order names came and went, and one more name writes only its own grams.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.grams import GRAMS, LONGEST, Ints, distinct, gram_table, lengths_of
from search.hangul import name_key
from search.kept import Shelf, Shelves, shelves
from search.keyboard import strokes
from search.names import Likeness, compared
from search.phonetic import consonants, sounds
from search.shortlist import THOROUGH, Effort, shortlist
from search.transliteration import fits

_HASH_BITS = 25  # of a number in a posting; above it is the length of the key
_STEP = 4  # lengths in one list of postings: fewer make many short lists
_LISTS = 32  # lists a gram
# A name in another script shares few grams, as nobody knows how it was read: much is looked at, the more for each
# reading the fewer there are.
_HEARD, _MOST_HEARD, _LEAST_HEARD = Effort(60_000, 1200), Effort(20_000, 1000), Effort(5000, 100)
_CLOSE, _CLOSELY_HEARD = 0.85, Effort(5000, 30)
_FITTED = 200  # names of which the spelling is looked at
_FIT = 8  # how much a fit (the logarithm of a likelihood) weighs less than the likeness of sounds
_HASH = (1 << _HASH_BITS) - 1
_POSTING = np.dtype("<u4")
_NOTHING = np.zeros(0, dtype=_POSTING)
_BATCH = 200_000  # names written together
_KEPT, _KEPT_NAMES = 2**24, 2**23  # bytes of lists and of names that are kept in memory
_OVERHEAD = 600  # bytes that each takes besides

_Row = tuple[int, str, str, str]  # of search_names: hash, name, strokes, sounds
_Name = tuple[str, dict[int, list[str]]]  # a name with its keys by their length
_Numbers = NDArray[np.uint32]
_NO_NAMES = np.zeros(0, dtype=_POSTING)
_NO_COUNTS = np.zeros(0, dtype=np.int64)


class NameHit(NamedTuple):
    """A name of an institution: the rowid of its search entry, the name, how much its key is like the one asked for.

    likeness: 0–1; of sounds, half of it by consonants alone. An institution is found once for each of
    its names that are alike.
    """

    rowid: int
    name: str
    likeness: float


class StoredNames(NamedTuple):
    """The names of a base by key strokes and by sounds."""

    strokes: StoredIndex
    sounds: StoredIndex

    def sounding(self, text: str, limit: int = 10, least: float = 0.0) -> list[NameHit]:
        """The names that sound most like a text; of another script those first that its spelling fits best.

        least: of the likeness of sounds; names less alike are left out.
        """
        ranked = self.sounds.ranked(sounds(text), least)[:_FITTED]
        fitting = np.nan_to_num(fits(text, [name for name, _ in ranked]), nan=0.0) / _FIT
        order = np.argsort([-likeness - fit for (_, likeness), fit in zip(ranked, fitting, strict=True)], kind="stable")
        return self.sounds.borne([ranked[place] for place in order], limit)


def open_names(connection: sqlite3.Connection) -> StoredNames:
    """The index of the names in a base; costs nothing, and holds for as long as the connection does."""
    kept = shelves(connection)
    typed = StoredIndex(connection, kept, 0, _typed, compared, _effort_typed)
    return StoredNames(typed, StoredIndex(connection, kept, GRAMS, _heard, _heard_alike, _effort_heard))


class StoredIndex:
    """The names of a base under one kind of keys."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        kept: Shelves,
        first_gram: int,
        keys_of: Callable[[_Row], list[str]],
        likeness_of: Callable[[Sequence[str], Sequence[str], float, bool], Likeness],
        effort: Callable[[int, float, bool], Effort],
    ) -> None:
        self._connection = connection
        self._postings = _Stored(connection, first_gram, kept.shelf("grams", _KEPT))
        self._keys_of = keys_of
        self._likeness_of = likeness_of
        self._effort = effort
        self._shelf = kept.shelf(f"names by {keys_of.__name__}", _KEPT_NAMES)

    def find(self, key: str, limit: int = 10, least: float = 0.0, beginning: bool = False) -> list[NameHit]:
        """The names whose keys are most like `key`, best first, of equals the shortest first.

        least: names less alike are left out. beginning: a name is compared by as much of its
        beginning as the key is long, for a key that is still being typed.
        """
        return self.find_any([key], limit, least, beginning)

    def find_any(
        self, keys: Iterable[str], limit: int = 10, least: float = 0.0, beginning: bool = False
    ) -> list[NameHit]:
        """The same for any of several keys, such as the readings of one name: the best of them counts."""
        return self.borne(self.ranked(keys, least, beginning), limit)

    def ranked(self, keys: Iterable[str], least: float = 0.0, beginning: bool = False) -> list[tuple[str, float]]:
        """The names with their likeness, in order, of all that were compared."""
        best: dict[str, tuple[float, int]] = {}  # name → likeness, minus the length of its key
        for name, likeness, length in self._alike([key[:LONGEST] for key in keys], least, beginning):
            best[name] = max(best.get(name, (0.0, 0)), (likeness, -length))
        ranked = sorted(best, key=lambda name: (-best[name][0], -best[name][1], name))
        return [(name, best[name][0]) for name in ranked]

    def borne(self, names: Iterable[tuple[str, float]], limit: int) -> list[NameHit]:
        """The institutions that bear names, in the order of the names with their likeness."""
        first = list(islice(names, limit))  # there is no name without a bearer
        bearers = self._bearers([name for name, _ in first])
        hits = (NameHit(rowid, name, likeness) for name, likeness in first for rowid in bearers.get(name, ()))
        return list(islice(hits, limit))

    def _alike(self, keys: Sequence[str], least: float, beginning: bool) -> Iterator[tuple[str, float, int]]:
        """(name, likeness, length of its key) of the names that share most grams with one of the keys."""
        places, numbers = shortlist(keys, self._postings, least, beginning, self._effort(len(keys), least, beginning))
        hashes, lengths = (numbers & _HASH).tolist(), self._postings.lengths(numbers).tolist()
        held = self._held(hashes)
        asked: list[str] = []
        found: list[str] = []
        names: list[str] = []
        for place, hash, length in zip(places.tolist(), hashes, lengths, strict=True):
            for name, keys_of_length in held.get(hash, ()):
                for key in keys_of_length.get(length, ()):
                    asked.append(keys[place])
                    found.append(key)
                    names.append(name)
        likeness = self._likeness_of(asked, found, least, beginning)
        for at in np.flatnonzero(likeness >= max(least, 1e-9)).tolist():
            yield names[at], float(likeness[at]), len(found[at])

    def _held(self, hashes: Sequence[int]) -> dict[int, list[_Name]]:
        """The names with each hash; they are kept in memory, those last asked for."""
        held: dict[int, list[_Name]] = self._shelf.of(hashes)
        fresh: dict[int, list[_Row]] = {}
        missing = [hash for hash in hashes if hash not in held]
        for row in _stored(self._connection, missing) if missing else ():
            fresh.setdefault(row[0], []).append(row)
        made = {hash: [_name(row[1], self._keys_of(row)) for row in rows] for hash, rows in fresh.items()}
        sizes = [sum(_OVERHEAD + 2 * len(row[3]) for row in rows) for rows in fresh.values()]
        self._shelf.put_all(made, sizes)
        return held | made

    def _bearers(self, names: Iterable[str]) -> dict[str, list[int]]:
        """The search rowids of the institutions that bear each name."""
        found = self._connection.execute(
            "select distinct n.name, i.search_id from json_each(?) as wanted"
            " cross join institution_names as n on n.name_key = wanted.value"
            " cross join institutions as i on i.id = n.institution_id order by 2",
            (json.dumps(sorted(set(map(name_key, names)))),),
        )
        bearers: dict[str, list[int]] = {}
        for name, rowid in found:
            bearers.setdefault(name, []).append(rowid)
        return bearers


class _Gram(NamedTuple):
    """The numbers of the names that have a gram, by length; those of step n are from starts[n] to starts[n + 1]."""

    starts: Ints
    names: _Numbers


def _gram(lists: Sequence[tuple[int, bytes]]) -> _Gram:
    """From (step of lengths, list) in order."""
    sizes = np.zeros(_LISTS + 1, dtype=np.int64)
    for step, names in lists:
        sizes[step + 1] = len(names) // _POSTING.itemsize
    return _Gram(sizes.cumsum(), np.frombuffer(b"".join(names for _, names in lists), dtype=_POSTING))


class _Stored:
    """Postings in the base (search.shortlist.Postings); a number is a key's length and its name's hash."""

    step = _STEP

    def __init__(self, connection: sqlite3.Connection, first_gram: int, kept: Shelf) -> None:
        self._connection = connection
        self._first_gram = first_gram
        self._kept = kept

    def counts(self, grams: Ints) -> Ints:
        """A row a gram: in column n, how many keys of fewer than n steps of letters have it."""
        wanted = distinct(grams)
        held = self._held(wanted.tolist())
        places = [gram + self._first_gram for gram in wanted.tolist()]
        counts = np.concatenate([_NO_COUNTS, *(held[place].starts for place in places)]).reshape(-1, _LISTS + 1)
        of_each: Ints = counts[np.searchsorted(wanted, grams)]
        return of_each

    def entries(self, grams: Ints, low: Ints, high: Ints) -> Ints:
        """The numbers under each gram with lengths from step `low` to below step `high`."""
        held = self._held(grams.tolist())
        spans = zip((grams + self._first_gram).tolist(), low.tolist(), high.tolist(), strict=True)
        lists = [held[gram].names[held[gram].starts[first] : held[gram].starts[end]] for gram, first, end in spans]
        return np.concatenate([_NO_NAMES, *lists]).astype(np.int64)

    def _held(self, grams: Iterable[int]) -> dict[int, _Gram]:
        """The lists of each gram, by its number in the base; kept in memory, as most queries have the same grams."""
        wanted = [gram + self._first_gram for gram in grams]
        held: dict[int, _Gram] = self._kept.of(wanted)
        missing = [gram for gram in wanted if gram not in held]
        read = dict(self._read(missing)) if missing else {}
        self._kept.put_all(read, [found.names.nbytes + _OVERHEAD for found in read.values()])
        return held | read

    def _read(self, grams: Sequence[int]) -> Iterator[tuple[int, _Gram]]:
        """The lists of grams, also of those that no name has."""
        found = self._connection.execute(
            "select list, names from json_each(?) cross join search_name_grams"
            f" on list >= value * {_LISTS} and list < (value + 1) * {_LISTS} order by list",
            (json.dumps(grams),),
        )
        lists: dict[int, list[tuple[int, bytes]]] = {gram: [] for gram in grams}
        for place, names in found:
            gram, step = divmod(place, _LISTS)
            lists[gram].append((step, names))
        return ((gram, _gram(of_gram)) for gram, of_gram in lists.items())

    def lengths(self, numbers: Ints) -> Ints:
        """The lengths of keys."""
        return numbers >> _HASH_BITS


def renew_names(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Bring the index up to date with institution_names for these names: those that no institution bears go."""
    waiting = iter(sorted(set(names)))
    while batch := list(islice(waiting, _BATCH)):
        _renew(connection, batch)


def _renew(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    hashes = {name: _hash(name) for name in names}
    before = _stored(connection, hashes.values())
    kept = {row for row in before if row[1] not in hashes}
    after = kept | {_row(name) for name in names if _is_borne(connection, name)}
    connection.executemany(
        "delete from search_names where hash = ? and name = ?", [row[:2] for row in sorted(before - after)]
    )
    connection.executemany("insert into search_names values (?, ?, ?, ?)", sorted(after - before))
    # Names that share a hash share postings: what is taken out must not be another's.
    touched = {row[0] for row in before ^ after}
    old, new = (_pairs([row for row in sorted(rows) if row[0] in touched]) for rows in (before, after))
    _write_pairs(connection, np.setdiff1d(old, new, True), np.setdiff1d(new, old, True))


def _stored(connection: sqlite3.Connection, hashes: Iterable[int]) -> set[_Row]:
    """The rows of names with one of the hashes."""
    sql = "select hash, name, strokes, sounds from json_each(?) cross join search_names on hash = value"
    return set(map(tuple, connection.execute(sql, (json.dumps(sorted(set(hashes))),))))


def _is_borne(connection: sqlite3.Connection, name: str) -> bool:
    sql = "select 1 from institution_names where name_key = ? and name = ?"
    return connection.execute(sql, (name_key(name), name)).fetchone() is not None


def _row(name: str) -> _Row:
    return _hash(name), name, strokes(name)[:LONGEST], " ".join(key[:LONGEST] for key in sounds(name))


def _hash(name: str) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return int.from_bytes(digest) >> (32 - _HASH_BITS)


def _name(name: str, keys: Iterable[str]) -> _Name:
    by_length: dict[int, list[str]] = {}
    for key in keys:
        by_length.setdefault(len(key), []).append(key)
    return name, by_length


def _typed(row: _Row) -> list[str]:
    return [row[2]]


def _heard(row: _Row) -> list[str]:
    return row[3].split(" ")


def _effort_typed(keys: int, least: float, beginning: bool) -> Effort:
    return THOROUGH


def _effort_heard(keys: int, least: float, beginning: bool) -> Effort:
    """The effort for each of so many readings of a name; what is that much alike shares most of its grams."""
    if beginning or least >= _CLOSE:
        return _CLOSELY_HEARD
    shares = (each // max(keys, 1) for each in _HEARD[:2])
    within = zip(shares, _LEAST_HEARD[:2], _MOST_HEARD[:2], strict=True)
    budget, compared = (min(max(share, fewest), most) for share, fewest, most in within)
    return Effort(budget, compared)


def _heard_alike(keys: Sequence[str], others: Sequence[str], least: float, beginning: bool) -> Likeness:
    """How alike names sound: as search.phonetic.alike, half of it by consonants alone; beginnings by all letters."""
    if beginning:
        return compared(keys, others, least, beginning)
    bare, others_bare = (consonants("\n".join(each)).split("\n") for each in (keys, others))
    likeness = np.add(compared(keys, others, 0.0, False), compared(bare, others_bare, 0.0, False)) / 2
    heard: Likeness = np.where(likeness >= least, likeness, 0.0).astype(np.float32)
    return heard


def _pairs(rows: Sequence[_Row]) -> Ints:
    """Every list with every number that stands in it for the rows, as list << 32 | number; ascending, none twice."""
    both = [_pairs_of(rows, [keys_of(row) for row in rows], first) for first, keys_of in ((0, _typed), (GRAMS, _heard))]
    return distinct(np.concatenate(both))


def _pairs_of(rows: Sequence[_Row], keys: Sequence[Sequence[str]], first_gram: int) -> Ints:
    flat = [key for own in keys for key in own]
    hashes = np.fromiter((row[0] for row, own in zip(rows, keys, strict=True) for _ in own), dtype=np.int64)
    lengths = lengths_of(flat)
    grams, places = gram_table(flat)
    lists = (grams + first_gram) * _LISTS + lengths[places] // _STEP
    return lists << 32 | lengths[places] << _HASH_BITS | hashes[places]


def _write_pairs(connection: sqlite3.Connection, gone: Ints, fresh: Ints) -> None:
    """Take numbers out of their lists and put others in."""
    leaving, coming = _by_list(gone), _by_list(fresh)
    numbers = sorted(leaving.keys() | coming.keys())
    found = connection.execute(
        "select list, names from json_each(?) cross join search_name_grams on list = value", (json.dumps(numbers),)
    )
    lists = {number: np.frombuffer(names, dtype=_POSTING) for number, names in found}
    for number, names in leaving.items():
        lists[number] = np.setdiff1d(lists.get(number, _NOTHING), names, True)
    for number, names in coming.items():
        lists[number] = np.union1d(lists[number], names) if number in lists else names
    kept = [(number, lists[number].astype(_POSTING).tobytes()) for number in numbers if len(lists[number])]
    connection.executemany("insert or replace into search_name_grams values (?, ?)", kept)
    emptied = [(number,) for number in numbers if not len(lists[number])]
    connection.executemany("delete from search_name_grams where list = ?", emptied)


def _by_list(pairs: Ints) -> dict[int, _Numbers]:
    lists = pairs >> 32
    starts = np.flatnonzero(np.diff(lists, prepend=-1))
    numbers, cuts = pairs.astype(np.uint32), [*starts.tolist(), len(pairs)]
    return {at: numbers[start:stop] for at, (start, stop) in zip(lists[starts].tolist(), pairwise(cuts), strict=True)}

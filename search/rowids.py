"""The rowids of entries: what an entry is, how long, of what day; so that the index answers in good order."""

import datetime
import hashlib

from search.impact import LENGTH_CLASSES, length_class

TYPES = ("institution", "policy", "visit", "trip", "document")
"""The types of entries, in the order of their rowids."""

_HASH_BITS = 40
_RECENCY_BITS = 13
_LENGTH_BITS = LENGTH_CLASSES.bit_length() - 1
_LENGTH_SHIFT = _HASH_BITS + _RECENCY_BITS
_TYPE_SHIFT = _LENGTH_SHIFT + _LENGTH_BITS
_LATEST = datetime.date(2100, 1, 1).toordinal()
_WEEK = 7
_UNDATED = (1 << _RECENCY_BITS) - 1


def _recency(date: str | None) -> int:
    """Weeks from the date (YYYY-MM-DD) to 2100, within 13 bits; the highest number for no or no valid date."""
    if not date:
        return _UNDATED
    try:
        day = datetime.date.fromisoformat(date).toordinal()
    except ValueError:
        return _UNDATED
    return min(max((_LATEST - day) // _WEEK, 0), _UNDATED - 1)


def entry_id(type: str, entity_id: str, date: str | None = None, length: int = 0) -> int:
    """The rowid of an entry: a positive 63-bit number made from its content alone.

    From the top: 3 bits type, 7 bits class of length (tokens), 13 bits recency (weeks; later is smaller, no date is
    last), 40 bits of a hash of type and id.
    Reading rows in ascending order thus gives institutions first, within a type the shortest, of those the latest.
    Raises ValueError for a type that is not in TYPES.
    """
    low, _ = type_range(type)
    digest = hashlib.blake2b(f"{type}\0{entity_id}".encode(), digest_size=8).digest()
    hashed = int.from_bytes(digest) >> (64 - _HASH_BITS)
    return low | length_class(length) << _LENGTH_SHIFT | _recency(date) << _HASH_BITS | hashed


def type_range(type: str) -> tuple[int, int]:
    """The lowest rowid of a type, and the lowest above them all. Raises ValueError for no type of TYPES."""
    if type not in TYPES:
        raise ValueError(f"not a type of entry: {type!r}")
    rank = TYPES.index(type) + 1
    return rank << _TYPE_SHIFT, (rank + 1) << _TYPE_SHIFT


def type_of(rowid: int) -> str:
    """The type of an entry."""
    return TYPES[(rowid >> _TYPE_SHIFT) - 1]


def class_of(rowid: int) -> int:
    """The class of length of an entry."""
    return rowid >> _LENGTH_SHIFT & (LENGTH_CLASSES - 1)


def recency_of(rowid: int) -> int:
    """Weeks from the day of an entry to 2100: later is smaller, no date is last."""
    return rowid >> _HASH_BITS & _UNDATED

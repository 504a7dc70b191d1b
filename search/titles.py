"""Entries with a phrase in their title or names.

FTS5 goes through all entries with the pairs of a phrase to find the few that have it in their title: 에너지협동조합시청
has five common pairs and a rare one (합시). So where rare pairs leave few titles, those are read and looked at.
"""

import re
import sqlite3
from collections.abc import Sequence

from search.fulltext import spelt_out
from search.lookup import titles
from search.postings import postings
from search.terms import numbers_of

_PHRASE = re.compile(r'"([^"]+)"')
_WALKED = 20_000  # entries with the rare tokens, of which FTS5 finds the common ones
_READ = 300  # titles that are looked at
_SELECT = "select rowid from search_fts where search_fts match ? and rowid < ? order by rowid limit ?"
_ALL = 2**63 - 1


def first_titled(connection: sqlite3.Connection, expression: str, limit: int, below: int = _ALL) -> list[int]:
    """The first rowids, less than `below`, of entries with a hit of an expression in their title or names."""
    sole = _PHRASE.fullmatch(expression)
    tokens = sole[1].split() if sole else []
    if len(tokens) > 2:
        found = _with_rare(connection, tokens, below)
        if found is not None:
            return _holding(connection, found, tokens)[:limit]
    whole = spelt_out(connection, f"title : ({expression})")
    return [row[0] for row in connection.execute(_SELECT, (whole, below, limit))]


def _with_rare(connection: sqlite3.Connection, tokens: Sequence[str], below: int) -> list[int] | None:
    """All entries with the rare ones of some tokens in their title; None if they are many."""
    numbers = numbers_of(connection, tokens)
    rare, walked = [], 0
    for token in sorted(numbers, key=lambda one: (numbers[one], one)):
        walked += numbers[token]
        if walked > _WALKED:
            break
        rare.append(f'"{token}"')
    if not rare:
        return None
    found = connection.execute(_SELECT, (f"title : ({' AND '.join(rare)})", below, _READ + 1)).fetchall()
    return [row[0] for row in found] if len(found) <= _READ else None


def _holding(connection: sqlite3.Connection, rowids: Sequence[int], tokens: Sequence[str]) -> list[int]:
    """Those of the entries that have the tokens one after the other, as the index has them."""
    rows = titles(connection, rowids)
    columns = postings([(f"{row.title}\n{row.names}", "") for row in rows]).columns
    phrase = f" {' '.join(tokens)} "
    return [
        row.rowid for row, (title, *_) in zip(rows, columns, strict=True) if phrase in f" {' '.join(title.split())} "
    ]

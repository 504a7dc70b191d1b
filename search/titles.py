"""Entries with a phrase in their title or names.

FTS5 goes through all entries with the pairs of a phrase to find the few that have it in their title: 에너지협동조합시청
has five common pairs and a rare one (합시). So where rare pairs leave few titles, those are read and looked at.
"""

import re
import sqlite3
from collections.abc import Sequence

from search.fulltext import spelt_out
from search.lookup import Titled, titles
from search.postings import postings
from search.terms import numbers_of

_PHRASE = re.compile(r'"([^"]+)"( \*)?')
_WALKED = 20_000  # entries with the rare tokens, of which FTS5 finds the common ones
_MANY = 50_000  # entries through which FTS5 goes in the time that it takes to look for rare tokens first
_EACH = 1000  # entries through which it goes in the time that one title takes
_READ = 300  # titles that are looked at, at most
_SELECT = "select rowid from search_fts where search_fts match ? and rowid < ? order by rowid limit ?"
_ALL = 2**63 - 1


def first_titled(connection: sqlite3.Connection, expression: str, limit: int, below: int = _ALL) -> list[int]:
    """The first rowids, less than `below`, of entries with a hit of an expression in their title or names."""
    phrases = _phrases(expression)
    tokens = [token for one in phrases for token in one.split(" ")[1:-1]]
    found = _with_rare(connection, tokens, below) if len(tokens) > 1 else None
    if found is not None:
        return _holding(connection, found, phrases)[:limit]
    whole = spelt_out(connection, f"title : ({expression})")
    return [row[0] for row in connection.execute(_SELECT, (whole, below, limit))]


def _phrases(expression: str) -> list[str]:
    """The phrases of which an expression wants all, as they stand among tokens; none if it is of another form."""
    found = [_PHRASE.fullmatch(part) for part in expression.split(" AND ")]
    return [f" {one[1]}" if one[2] else f" {one[1]} " for one in found if one] if all(found) else []


def _with_rare(connection: sqlite3.Connection, tokens: Sequence[str], below: int) -> list[int] | None:
    """All entries with the rare ones of some tokens in their title; None where FTS5 finds the phrases sooner."""
    numbers = numbers_of(connection, tokens)
    if not all(numbers.values()):
        return []
    total = sum(numbers.values())
    if total < _MANY:
        return None
    rare, walked = [], 0
    for token in sorted(numbers, key=lambda one: (numbers[one], one)):
        walked += numbers[token]
        if walked > _WALKED:
            break
        rare.append(f'"{token}"')
    if not rare:
        return None
    most = min(_READ, total // _EACH)
    found = connection.execute(_SELECT, (f"title : ({' AND '.join(rare)})", below, most + 1)).fetchall()
    return [row[0] for row in found] if len(found) <= most else None


def _holding(connection: sqlite3.Connection, rowids: Sequence[int], phrases: Sequence[str]) -> list[int]:
    """Those of the entries that have all phrases, as the index has them."""
    rows = titles(connection, rowids)
    columns = [f" {' '.join(title.split())} " for title, *_ in postings([_text(row) for row in rows]).columns]
    both = zip(rows, columns, strict=True)
    return [row.rowid for row, tokens in both if all(phrase in tokens for phrase in phrases)]


def _text(row: Titled) -> tuple[str, str]:
    return f"{row.title}\n{row.names}", ""

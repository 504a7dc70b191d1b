"""An institution that only documents know → an entry of authority/, with all its names, so that its links go on.

Addresses with the old id lead to the new one: every name in authority/ redirects the provisional id
made from it (ingest.decided).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest.authority import Authority, AuthorityError, load
from ingest.names import parts
from search.hangul import name_key, quoted

_INSTITUTION = "select name_ko, name_en, name_local, city, country_code from institutions where id = ?"
_MOVED = "select institution_id from institution_redirects where old_id = ?"
_NAMES = "select name, language from institution_names where institution_id = ? order by name, language"
_TABLES = ("institutions.tsv", "claims.tsv")

Claim = tuple[str, str, str]  # property, language, value


class NotPromotedError(ValueError):
    """Why an institution can't become an entry; the message is a Korean sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Promoted:
    """The entry made, and the names left out because another institution bears them."""

    id: str
    names: tuple[str, ...]
    left_out: tuple[str, ...]


def promote(base: Path, folder: Path, provisional: str, id: str, kind: str) -> Promoted:
    """Write the institution `provisional` (doc-…) of a base as the entry `id` of the lists in `folder`.

    Raises NotPromotedError where that can't be, AuthorityError where the lists would be wrong, OSError;
    then the lists are as before.
    """
    authority = load(folder)
    if id in authority.institutions:
        raise NotPromotedError(f"아이디 {quoted(id, '은는')} 이미 있습니다. 다른 아이디를 적어 주세요.")
    facts, written = _met(base, provisional)
    levels = {name_key(word) for word in authority.vocabulary.get(("level", ""), ())}
    named = [(name, language) for name, language in written if len(name_key(name)) > 1]
    free = [one for one in named if name_key(one[0]) not in {*authority.institutions_by_name, *levels}]
    if not free:
        raise NotPromotedError("이름을 모두 목록의 다른 기관이 쓰고 있습니다. kb decide same으로 이어 주세요.")
    claims = [*_names(free, facts), *_places(facts, authority)]
    _write(folder, (id, kind, "0", ""), claims)
    left_out = tuple(dict.fromkeys(one[0] for one in named if one not in free))
    return Promoted(id, tuple(value for property, _, value in claims if property in ("name", "alias")), left_out)


def _met(base: Path, provisional: str) -> tuple[sqlite3.Row, list[tuple[str, str]]]:
    """What the base knows of the institution, and its names with their languages."""
    with closing(sqlite3.connect(f"{base.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        moved = connection.execute(_MOVED, (provisional,)).fetchone()
        now = moved[0] if moved else provisional
        row = connection.execute(_INSTITUTION, (now,)).fetchone()
        if row is None or not now.startswith("doc-"):
            raise NotPromotedError(
                f"문서에서만 나온 기관 {quoted(provisional, '이가')} 없습니다. "
                "kb search가 보여 주는 doc-으로 시작하는 번호를 적어 주세요."
            )
        return row, [(name, language) for name, language in connection.execute(_NAMES, (now,))]


def _names(named: Sequence[tuple[str, str]], facts: sqlite3.Row) -> Iterable[Claim]:
    """One name a language, best without parentheses and as most documents have it; the others are aliases."""
    first = [facts["name_ko"], facts["name_en"], facts["name_local"]]
    ranked = sorted(named, key=lambda one: (len(parts(one[0])) > 1, one[0] not in first, *one))
    languages: set[str] = set()
    keys: set[str] = set()
    aliases: list[Claim] = []
    for name, language in ranked:
        if name_key(name) in keys:
            continue
        keys.add(name_key(name))
        if language in languages:
            aliases.append(("alias", language, name))
        else:
            languages.add(language)
            yield "name", language, name
    yield from aliases


def _places(facts: sqlite3.Row, authority: Authority) -> Iterable[Claim]:
    """Its country, and its city where that is one of the known places there."""
    if facts["country_code"]:
        yield "country", "", facts["country_code"]
    for place in authority.places_by_name.get(name_key(facts["city"] or ""), ())[:1]:
        if place.country == facts["country_code"]:
            yield "city", "", place.id


def _write(folder: Path, entry: tuple[str, str, str, str], claims: Iterable[Claim]) -> None:
    """Put the rows where they belong in the order of ids; takes them out again where the lists are wrong with them."""
    before = {table: (folder / table).read_bytes() for table in _TABLES}
    rows: dict[str, list[tuple[str, ...]]] = {
        "institutions.tsv": [entry],
        "claims.tsv": [(entry[0], *claim, "") for claim in claims],
    }
    try:
        for table, added in rows.items():
            (folder / table).write_bytes(_with(before[table], entry[0], added))
        load(folder)
    except (AuthorityError, OSError):
        for table, content in before.items():
            (folder / table).write_bytes(content)
        raise


def _with(content: bytes, id: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    """A table with rows more, before those of the first greater id."""
    head, *lines = content.decode("utf-8").rstrip("\n").split("\n")
    place = next((n for n, line in enumerate(lines) if line.split("\t")[0] > id), len(lines))
    lines[place:place] = ["\t".join(row) for row in rows]
    return "\n".join([head, *lines, ""]).encode()

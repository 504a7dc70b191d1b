"""authority/: what people know. Loaded whole, checked as it is loaded, never changed by a build."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ingest.tsv import Problems, Row, read_table
from search.hangul import name_key, quoted

K = TypeVar("K")
V = TypeVar("V")

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "authority"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PROPERTIES = frozenset(("name", "alias", "city", "country", "coordinates", "website", "description", "theme"))
_WEIGHTS = ("kind", "topic", "use", "form")
_LANGUAGES = frozenset(("ko", "en", "local", ""))


class AuthorityError(Exception):
    """The files under authority/ contradict themselves; messages name file and line, in Korean."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing known of an institution and the address it rests on; "" where nobody checked."""

    property: str
    language: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Institution:
    """An entry with a minted id that never changes, and its claims."""

    id: str
    kind: str
    is_type: bool
    note: str
    claims: tuple[Claim, ...] = ()

    def first(self, property: str, language: str = "") -> str | None:
        """The value of the first claim of a property, or None."""
        return next((c.value for c in self.claims if (c.property, c.language) == (property, language)), None)

    @property
    def names(self) -> tuple[Claim, ...]:
        """Its names and aliases, names first."""
        return tuple(c for p in ("name", "alias") for c in self.claims if c.property == p)

    @property
    def checked(self) -> str:
        """ "sourced" when a source stands behind some claim, else "unsourced"."""
        return "sourced" if any(claim.source for claim in self.claims) else "unsourced"


@dataclass(frozen=True, slots=True)
class Place:
    """A city: names (Korean first), country (ISO 3166-1 alpha-2), coordinates in degrees."""

    id: str
    names: tuple[str, ...]
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 alpha-2 code."""

    code: str
    name_ko: str
    name_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Government:
    """A Korean local government; parent is its province's or metropolitan city's id, "" for those."""

    id: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    valid_from: str
    valid_to: str
    successor: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A policy theme and the words that tell it."""

    id: str
    name_ko: str
    name_en: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A government's rule on when papers are due: days before departure, days after return.

    version: its date or number as published, "" where nobody looked it up; source likewise.
    """

    id: str
    government: str
    name: str
    version: str
    plan_days_before: int | None
    report_days_after: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Concept:
    """What common words of institutions' names mean, in every language: 시청, city hall, ayuntamiento.

    weight: kind (two kinds are two institutions), topic (so are two topics), form (tells nothing apart).
    """

    id: str
    weight: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of institution."""

    id: str
    name_ko: str
    name_en: str


@dataclass(frozen=True)
class Authority:
    """Everything under authority/."""

    institutions: dict[str, Institution]
    kinds: dict[str, Kind]
    places: dict[str, Place]
    countries: dict[str, Country]
    governments: dict[str, Government]
    themes: dict[str, Theme]
    vocabulary: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    digest: str = ""  # of all files: what was made with other lists is made again

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: the tables alone.

        What is looked up in them may be made by another thread just then, which pickle can't stand.
        """
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def institutions_by_name(self) -> dict[str, tuple[str, ...]]:
        """Name key → ids of the institutions that bear the name."""
        pairs = ((name_key(n.value), i.id) for i in self.institutions.values() for n in i.names)
        return _grouped(pairs)

    @cached_property
    def places_by_name(self) -> dict[str, tuple[Place, ...]]:
        """Name key → places of that name; hand-kept ones come first."""
        return _grouped((name_key(n), p) for p in self.places.values() for n in p.names)

    @cached_property
    def countries_by_name(self) -> dict[str, str]:
        """Name key → country code."""
        return {name_key(name): c.code for c in self.countries.values() for name in (c.name_ko, c.name_en, *c.aliases)}

    @cached_property
    def governments_by_name(self) -> dict[str, tuple[Government, ...]]:
        """Name or short form → governments; names are written without spaces."""
        pairs = ((n, g) for g in self.governments.values() for n in (g.name, *g.aliases))
        return _grouped(pairs)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, dict[V, None]] = defaultdict(dict)
    for key, value in pairs:
        groups[key][value] = None
    return {key: tuple(values) for key, values in groups.items()}


def load(folder: Path = DEFAULT) -> Authority:
    """Everything under `folder`; raises AuthorityError with all that is wrong at once."""
    problems = Problems()
    authority = _read(folder, problems)
    if problems.messages:
        raise AuthorityError(problems.messages)
    return authority


def _read(folder: Path, problems: Problems) -> Authority:

    def table(name: str, *columns: str) -> list[Row]:
        return read_table(folder / f"{name}.tsv", columns, problems)

    kinds = _unique(table("kinds", "id", "name_ko", "name_en"), _kind, problems)
    countries = _unique(
        table("countries", "code", "name_ko", "name_en", "aliases_ko", "aliases_en"),
        _country,
        problems,
        "code",
    )
    place_columns = ("id", "names_ko", "names_latin", "country", "latitude", "longitude", "source")
    place_rows = [*table("places", *place_columns), *table("geonames", *place_columns)]
    places = _unique([row for row in place_rows if _is_place(row, countries, problems)], _place, problems)
    themes = _unique(table("themes", "id", "name_ko", "name_en", "keywords", "basis"), _theme, problems)
    institutions = _institutions(
        table("institutions", "id", "kind", "is_type", "note"),
        table("claims", "institution", "property", "language", "value", "source"),
        {"kind": kinds, "city": places, "country": countries, "theme": themes},
        problems,
    )
    government_columns = ("id", "name", "level", "parent", "aliases", "valid_from", "valid_to", "successor")
    government_rows = table("governments", *government_columns)
    governments = _unique(government_rows, _government, problems)
    _check_governments(government_rows, governments, problems)
    words: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in table("vocabulary", "group", "name", "word"):
        words[row["group"], row["name"]][row["word"]] = None
    vocabulary = {key: tuple(value) for key, value in words.items()}
    rule_columns = ("id", "government", "name", "version", "plan_days_before", "report_days_after", "source")
    rule_rows = table("rules", *rule_columns)
    rules = _unique([row for row in rule_rows if _is_rule(row, governments, problems)], _rule, problems)
    concept_rows = [row for row in table("concepts", "id", "weight", "words") if _is_concept(row, problems)]
    concepts = _unique(concept_rows, _concept, problems)
    return Authority(
        institutions,
        kinds,
        places,
        countries,
        governments,
        themes,
        vocabulary,
        rules,
        concepts,
        _digest(folder),
    )


def _is_concept(row: Row, problems: Problems) -> bool:
    if row["weight"] not in _WEIGHTS:
        problems.add(row, f"weight 칸에는 {', '.join(_WEIGHTS)} 가운데 하나를 써 주세요.")
        return False
    return True


def _concept(row: Row) -> Concept:
    return Concept(row["id"], row["weight"], row.listed("words"))


def _is_rule(row: Row, governments: Collection[str], problems: Problems) -> bool:
    if row["government"] not in governments:
        problems.add(row, f"{quoted(row['government'], '은는')} governments.tsv에 없는 자치단체입니다.")
        return False
    if any(row[column] and not row[column].isdigit() for column in ("plan_days_before", "report_days_after")):
        problems.add(row, "날수 칸에는 숫자만 쓰거나 비워 주세요.")
        return False
    return True


def _rule(row: Row) -> Rule:
    days = [int(row[column]) if row[column] else None for column in ("plan_days_before", "report_days_after")]
    return Rule(row["id"], row["government"], row["name"], row["version"], days[0], days[1], row["source"])


def _digest(folder: Path) -> str:
    """A hash over the tables, the same on every system."""
    made = hashlib.sha256()
    for file in sorted(folder.glob("*.tsv")):
        made.update(f"{file.name}\0".encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()[:16]


def _unique(rows: list[Row], make: Callable[[Row], V], problems: Problems, key: str = "id") -> dict[str, V]:
    made: dict[str, V] = {}
    for row in rows:
        if row[key] in made:
            problems.add(row, f"{quoted(row[key], '이가')} 두 번 나옵니다. 아이디는 하나뿐이어야 합니다.")
        made.setdefault(row[key], make(row))
    return made


def _kind(row: Row) -> Kind:
    return Kind(row["id"], row["name_ko"], row["name_en"])


def _country(row: Row) -> Country:
    aliases = row.listed("aliases_ko") + row.listed("aliases_en")
    return Country(row["code"], row["name_ko"], row["name_en"], aliases)


def _is_place(row: Row, countries: dict[str, Country], problems: Problems) -> bool:
    if row["country"] not in countries:
        problems.add(row, f"나라 코드 {quoted(row['country'], '이가')} countries.tsv에 없습니다.")
        return False
    if coordinates(f"{row['latitude']},{row['longitude']}") is None:
        problems.add(row, "위도는 -90~90, 경도는 -180~180 사이의 수여야 합니다.")
        return False
    return True


def _place(row: Row) -> Place:
    names = row.listed("names_ko") + row.listed("names_latin")
    return Place(row["id"], names, row["country"], float(row["latitude"]), float(row["longitude"]))


def _theme(row: Row) -> Theme:
    return Theme(row["id"], row["name_ko"], row["name_en"], row.listed("keywords"))


def _government(row: Row) -> Government:
    kept = ("valid_from", "valid_to", "successor")
    return Government(
        row["id"], row["name"], row["level"], row["parent"], row.listed("aliases"), *(row[c] for c in kept)
    )


def _check_governments(rows: list[Row], governments: Collection[str], problems: Problems) -> None:
    for row in rows:
        for reference in (row["parent"], row["successor"]):
            if reference and reference not in governments:
                problems.add(row, f"{quoted(reference, '은는')} 목록에 없는 자치단체입니다.")


def _institutions(
    rows: list[Row], claim_rows: list[Row], known: Mapping[str, Collection[str]], problems: Problems
) -> dict[str, Institution]:
    ids = {row["id"] for row in rows}
    claims: dict[str, list[Claim]] = defaultdict(list)
    for row in claim_rows:
        if _is_claim(row, ids, known, problems):
            claims[row["institution"]].append(Claim(row["property"], row["language"], row["value"], row["source"]))
    _check_names(claim_rows, problems)
    for row in rows:
        _check_institution(row, claims[row["id"]], known["kind"], problems)
    return _unique(
        rows,
        lambda row: Institution(row["id"], row["kind"], row["is_type"] == "1", row["note"], tuple(claims[row["id"]])),
        problems,
    )


def _check_names(claim_rows: list[Row], problems: Problems) -> None:
    """One name a language, and no name that two institutions bear (authority/README.md)."""
    named: set[tuple[str, str]] = set()
    bearers: dict[str, str] = {}
    for row in claim_rows:
        if row["property"] == "name":
            if (row["institution"], row["language"]) in named:
                problems.add(row, "이름(name)은 언어마다 하나뿐입니다. 나머지는 alias로 적어 주세요.")
            named.add((row["institution"], row["language"]))
        if row["property"] in ("name", "alias"):
            bearer = bearers.setdefault(name_key(row["value"]), row["institution"])
            if bearer != row["institution"]:
                problems.add(
                    row,
                    f"{quoted(row['value'], '은는')} ‘{bearer}’의 이름이기도 합니다. 구별하는 말을 붙여 주세요.",
                )


def _check_institution(row: Row, claims: list[Claim], kinds: Collection[str], problems: Problems) -> None:
    if not _ID.fullmatch(row["id"]):
        problems.add(row, f"아이디 ‘{row['id']}’에는 영문 소문자, 숫자, 붙임표(-)만 쓸 수 있습니다.")
    if row["kind"] not in kinds:
        problems.add(row, f"종류 {quoted(row['kind'], '이가')} kinds.tsv에 없습니다.")
    if row["is_type"] not in ("0", "1"):
        problems.add(row, "is_type 칸에는 0이나 1을 써 주세요.")
    if not any(claim.property == "name" for claim in claims):
        problems.add(row, f"‘{row['id']}’의 이름(name)이 claims.tsv에 없습니다.")
    if row["is_type"] == "1" and any(claim.property == "coordinates" for claim in claims):
        problems.add(row, "유형에는 좌표를 적을 수 없습니다. 특정 기관이 아니기 때문입니다.")


def _is_claim(row: Row, ids: set[str], known: Mapping[str, Collection[str]], problems: Problems) -> bool:
    property, value = row["property"], row["value"]
    if row["institution"] not in ids:
        problems.add(row, f"기관 {quoted(row['institution'], '이가')} institutions.tsv에 없습니다.")
    elif property not in _PROPERTIES:
        problems.add(
            row,
            f"{quoted(property, '은는')} 쓸 수 없는 항목입니다. 쓸 수 있는 항목: {', '.join(sorted(_PROPERTIES))}",
        )
    elif row["language"] not in _LANGUAGES:
        problems.add(row, "language 칸에는 ko, en, local 가운데 하나를 쓰거나 비워 주세요.")
    elif not value:
        problems.add(row, "값이 비어 있습니다.")
    elif property in known and value not in known[property]:
        problems.add(row, f"{quoted(value, '은는')} {property} 목록에 없습니다.")
    elif property == "coordinates" and coordinates(value) is None:
        problems.add(row, "좌표는 ‘위도,경도’로 써 주세요. 예: 43.064,-2.49")
    elif row["source"] and not all(re.match(r"https?://\S+$", part) for part in row["source"].split(" ; ")):
        problems.add(row, "출처는 http:// 나 https://로 시작하는 주소여야 합니다.")
    else:
        return True
    return False


def coordinates(written: str) -> tuple[float, float] | None:
    """(latitude, longitude) of "43.064,-2.49" in degrees, or None where it is no place on Earth."""
    try:
        latitude, longitude = map(float, written.split(","))
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None

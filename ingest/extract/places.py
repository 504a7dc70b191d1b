"""Countries and cities in a text, by the names in authority/."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from ingest.extract.lexicon import Lexicon
from ingest.plan import Packed
from search.hangul import name_key

_SEPARATORS = re.compile(r"[\s,、，·ㆍ/()（）\[\]→⇒➔►▶>~∼～↔\-–—:;・&]+")
_TAILS = ("일원", "일대", "등", "지역", "근교", "인근", "방면", "시내", "행", "숙박", "체류")
HOME = "KR"
WAY = re.compile(r"→|⇒|➔|➡|->|~|∼")
"""What stands between the places of a way."""
_CITY_TAILS = ("시", "도", "현", "주")  # 요코하마시, 도쿄도
_PLACE_WORD = re.compile(r"[가-힣]{2,9}")


class City(Packed, frozen=True):
    """A city as written; country is None where neither the text nor authority/ tells it."""

    name: str
    country: str | None


def tokens(text: str) -> list[str]:
    """The words of a list of places."""
    return [token for token in _SEPARATORS.split(text) if token]


@lru_cache(maxsize=2**13)
def countries(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """ISO codes of the countries that stand as words in `text`, home left out, in order."""
    found = (lexicon.authority.countries_by_name.get(name_key(word)) for word in _phrases(text))
    return tuple(dict.fromkeys(code for code in found if code and code != HOME))


def cities(text: str, lexicon: Lexicon, among: Collection[str] = ()) -> list[City]:
    """The cities that stand as words in `text`, home left out, in order, each once.

    among: country codes of the trip; a city known only elsewhere is not taken for one.
    """
    found: dict[str, City] = {}
    for word in _phrases(text):
        city = _known(word, lexicon, tuple(among))
        if city:
            found.setdefault(name_key(city.name), city)
    return list(found.values())


def listed(text: str, lexicon: Lexicon) -> tuple[list[str], list[City]]:
    """Countries and cities of a label's value such as "스페인(빌바오, 몬드라곤) 프랑스(파리)".

    A word in parentheses behind a country is a city even when nobody knows it.
    """
    codes = countries(text, lexicon)
    found: dict[str, City] = {name_key(city.name): city for city in cities(text, lexicon, codes)}
    for match in re.finditer(r"(\S+?)\s*[(（]([^()（）]+)[)）]", text):
        country = lexicon.authority.countries_by_name.get(name_key((tokens(match.group(1)) or [""])[-1]))
        for word in tokens(match.group(2)) if country else ():
            trimmed = _trimmed(word)
            if trimmed and not countries(trimmed, lexicon):
                found.setdefault(name_key(trimmed), City(trimmed, country))
    if len(codes) == 1 and found:
        found |= {
            name_key(word): City(word, codes[0]) for word in _beside(text, lexicon) if name_key(word) not in found
        }
    order = name_key(text)
    by_place = sorted(found.values(), key=lambda city: order.find(name_key(city.name)))
    known = [city.country for city in by_place if city.country]
    return list(dict.fromkeys([*codes, *known])), by_place


def _beside(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The single words of a list of places that nobody knows: "몽골 울란바토르, 바양항가이" names two cities."""
    pieces = [piece.split() for piece in re.split(r"[,、·ㆍ/]", re.sub(r"[(（][^()（）]*[)）]", "", text))]
    for words in pieces[1:]:
        word = _trimmed(words[0]) if len(words) == 1 else ""
        if _PLACE_WORD.fullmatch(word) and not countries(word, lexicon) and not lexicon.has(word, "official"):
            yield word


def chain(text: str, lexicon: Lexicon) -> list[str]:
    """The places of a cell such as "빌바오 → 몬드라곤 → 빌바오", in order, as written."""
    words = (_trimmed(word) for word in tokens(text))
    return [word for word in words if word and (not countries(word, lexicon) or _known(word, lexicon, ()))]


@lru_cache(maxsize=2**12)
def only_places(text: str, lexicon: Lexicon) -> bool:
    """Whether a text names countries and cities and nothing else; which of several it means may be open."""
    known = lexicon.authority.places_by_name
    words = tokens(text)
    return bool(words) and all(countries(word, lexicon) or name_key(_trimmed(word)) in known for word in words)


def country_of(city: str, lexicon: Lexicon, among: Collection[str] = ()) -> str | None:
    """The country of a city, None where it isn't known or several could be meant."""
    known = _known(city, lexicon, tuple(among))
    return known.country if known else None


def same_city(one: str, other: str) -> bool:
    """Whether two words are one city's name, with or without the word for city behind it."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) > 1 and long.removeprefix(short) in _CITY_TAILS)


@lru_cache(maxsize=2**14)
def is_home(word: str, lexicon: Lexicon) -> bool:
    """Whether a place is in Korea: an airport or city one leaves from and returns to."""
    known = lexicon.authority.governments_by_name
    if word in lexicon.words("home") or word in known or _seat(word) in known:
        return True
    places = lexicon.authority.places_by_name.get(name_key(word), ())
    if places:
        return all(place.country == HOME for place in places)
    return len(word) > 1 and (f"{word}시" in known or f"{word}군" in known)


def _seat(word: str) -> str:
    """The government behind its offices: 거창군청 is in 거창군."""
    return word.removesuffix("청") if word.endswith(("시청", "군청", "구청", "도청")) else word


def _phrases(text: str) -> Iterator[str]:
    """Words, and neighbours of two words: "볼로냐 근교", "뉴욕 시", "남아프리카 공화국"."""
    words = tokens(text)
    for index, word in enumerate(words):
        yield word
        if index + 1 < len(words):
            yield f"{word} {words[index + 1]}"


@lru_cache(maxsize=2**13)
def _known(word: str, lexicon: Lexicon, among: tuple[str, ...]) -> City | None:
    trimmed = _trimmed(word)
    shorter = trimmed.removesuffix("시") if len(trimmed) > 2 else trimmed
    for form in dict.fromkeys((trimmed, shorter)):
        places = lexicon.authority.places_by_name.get(name_key(form), ())
        here = {place.country for place in places if not among or place.country in among} - {HOME}
        if len(here) == 1 and (len(name_key(form)) > 1 or among) and not is_home(form, lexicon):
            return City(trimmed, here.pop())
    return None


def _trimmed(word: str) -> str:
    word = word.strip()
    if word.endswith(_TAILS):
        for tail in _TAILS:
            if len(word) > len(tail) + 1:
                word = word.removesuffix(tail).strip()
    return word

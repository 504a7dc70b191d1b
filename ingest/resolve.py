"""A name in a text → an institution, with the reason; below certainty it stays unresolved.

Scores are not probabilities but ranks of rules: 1.0 the name itself, less for parts of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.authority import Authority, Institution
from ingest.names import keys, parts
from search.hangul import name_key


@dataclass(frozen=True, slots=True)
class Resolution:
    """The institution a name was taken for (None: not resolved), how surely, and by which rule."""

    institution_id: str | None
    score: float
    rule: str


class Resolver:
    """Looks names up in authority/."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._levels = authority.vocabulary.get(("level", ""), ())

    def resolve(self, name: str, country: str | None = None, city: str | None = None) -> Resolution:
        """The institution of `name`. country (ISO code) and city are evidence for and against."""
        whole, *rest = keys(name, self._levels) or ("",)
        plain = set(keys(name))
        steps = [("exact", 1.0, [whole]), ("part", 0.95, [key for key in rest if key in plain])]
        steps.append(("level", 0.85, [key for key in rest if key not in plain]))
        for rule, score, tried in steps:
            found = self._candidates(tried, country)
            if len(found) > 1:
                found = [one for one in found if city and city in self._cities(one)] or found
            if len(found) == 1:
                return Resolution(found[0].id, score, rule)
            if found:
                return Resolution(None, 0.4, "ambiguous")
        return Resolution(None, 0.0, "unknown")

    def _candidates(self, tried: Iterable[str], country: str | None) -> list[Institution]:
        """Institutions under any of the keys; one known to be in another country is none."""
        ids = dict.fromkeys(id for key in tried for id in self._authority.institutions_by_name.get(key, ()))
        found = [self._authority.institutions[id] for id in ids]
        return [one for one in found if not country or one.first("country") in (country, None)]

    def _cities(self, institution: Institution) -> tuple[str, ...]:
        place = self._authority.places.get(institution.first("city") or "")
        return place.names if place else ()


def provisional_id(name: str, country: str | None) -> str:
    """The id of an institution that only documents know: made from its name and country alone."""
    outside = next(iter(parts(name)[1:]), name)
    made = hashlib.blake2b(f"{name_key(outside)}|{country or ''}".encode(), digest_size=5)
    return f"doc-{made.hexdigest()}"

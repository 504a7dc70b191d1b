"""Institutions like another that nobody visited, with what they have in common."""

import math
from dataclasses import dataclass
from functools import partial

from atlas.facts import Facts, Spot
from ingest.distance import kilometres

NEAR = 200.0
"""Kilometres within which a delegation may go from one place to another on a day."""
THEMES = 3
"""Shared themes beyond this many make no place more alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An institution and why it is offered; ``distance`` in km, None where either place is unknown."""

    spot: Spot
    themes: tuple[str, ...]
    same_kind: bool
    distance: float | None

    @property
    def weight(self) -> float:
        """The more, the more alike: two a theme, one for the kind, one for being near."""
        near = self.distance is not None and self.distance <= NEAR
        return 2 * min(len(self.themes), THEMES) + self.same_kind + near


def _compared(facts: Facts, one: Spot, other: Spot) -> Alike:
    shared = tuple(facts.themes[theme] for theme in sorted(one.themes & other.themes))
    distance = kilometres(one.at, other.at) if one.at and other.at else None
    return Alike(other, shared, bool(one.kind) and one.kind == other.kind, distance)


def not_yet_visited(facts: Facts, one: Spot, most: int) -> list[Alike]:
    """Return up to ``most`` institutions without a visit that share a theme or the kind, most alike first."""
    others = (spot for spot in facts.spots if spot.id not in facts.visited and spot.id != one.id)
    found = [alike for alike in map(partial(_compared, facts, one), others) if alike.themes or alike.same_kind]
    return sorted(found, key=lambda alike: (-alike.weight, alike.distance or math.inf, alike.spot.id))[:most]

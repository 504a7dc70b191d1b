"""How far two places are from each other."""

from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0
"""Mean radius in km (IUGG)."""

Point = tuple[float, float]
"""Degrees north and east."""


def kilometres(one: Point, other: Point) -> float:
    """Return the great-circle distance in km, by the haversine formula."""
    north, other_north = radians(one[0]), radians(other[0])
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))

"""Spherical Mercator, as web maps have it, onto one sheet that all our shapes are drawn on.

Source: J. P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), p. 41.
"""

import math

WIDTH = 36_000
"""The sheet's width in units: 100 a degree of longitude, so that whole numbers are fine enough."""
NORTH, SOUTH = 77.0, -57.0
"""Degrees of latitude the sheet ends at: beyond it nobody is visited, and Mercator grows without bounds."""


def _northing(latitude: float) -> float:
    bounded = max(SOUTH, min(NORTH, latitude))
    return math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)) * WIDTH / math.tau


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return (x, y) on the sheet, y downwards from 0 at its northern edge; latitudes outside go to the edge."""
    return (longitude + 180) / 360 * WIDTH, _northing(NORTH) - _northing(latitude)


def unproject(x: float, y: float) -> tuple[float, float]:
    """Return (latitude, longitude) in degrees of a point on the sheet."""
    northing = (_northing(NORTH) - y) / WIDTH * math.tau
    return math.degrees(2 * math.atan(math.exp(northing)) - math.pi / 2), x / WIDTH * 360 - 180


HEIGHT: int = math.ceil(project(SOUTH, 0)[1])

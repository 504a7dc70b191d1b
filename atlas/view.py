"""A window on the sheet, and the places in it put together so that no two marks touch."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.filters import Place
from atlas.projection import HEIGHT, WIDTH, project, unproject
from ingest.distance import Point

DEEPEST = 9
ACROSS = 1000
"""Pixels that a map is meant to be wide; marks are sized in them."""
RATIO = HEIGHT / WIDTH
APART = 58
"""Pixels between two marks."""
SMALL = APART * ACROSS / 480
"""The same for a map that is about 480 pixels wide."""
MARGIN = 1.25


@dataclass(frozen=True, slots=True)
class View:
    """A window around a point of the sheet; each step of ``zoom`` halves its width."""

    x: float
    y: float
    zoom: int

    @property
    def width(self) -> float:
        """Units of the sheet from left to right."""
        return WIDTH / float(2**self.zoom)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """SVG's viewBox: left, top, width, height."""
        height = self.width * RATIO
        return self.x - self.width / 2, self.y - height / 2, self.width, height

    @property
    def address(self) -> dict[str, str]:
        """The parameters of an address that lead to this view."""
        latitude, longitude = unproject(self.x, self.y)
        return {"at": f"{latitude:.3f},{longitude:.3f}", "z": str(self.zoom)}

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the sheet is in the window."""
        left, top, width, height = self.box
        return left <= x <= left + width and top <= y <= top + height

    def moved(self, right: float = 0, down: float = 0, closer: int = 0) -> "View":
        """Return the view moved by shares of its width and height, or zoomed by steps."""
        _, _, width, height = self.box
        return view(self.x + right * width, self.y + down * height, self.zoom + closer)


def view(x: float, y: float, zoom: int) -> View:
    """Return the view nearest to what is asked for that is wholly on the sheet."""
    zoom = max(0, min(DEEPEST, zoom))
    width, height = WIDTH / 2**zoom, HEIGHT / 2**zoom
    return View(max(width / 2, min(WIDTH - width / 2, x)), max(height / 2, min(HEIGHT - height / 2, y)), zoom)


def fit(points: Iterable[Point], deepest: int = 5) -> View:
    """Return the closest view that holds all points, with room around; the whole sheet for none."""
    found = [project(*point) for point in points]
    if not found:
        return view(WIDTH / 2, HEIGHT / 2, 0)
    (left, right), (top, bottom) = ((min(line), max(line)) for line in zip(*found, strict=True))
    needed = max((right - left) * MARGIN, (bottom - top) * MARGIN / RATIO, 1)
    return view((left + right) / 2, (top + bottom) / 2, min(deepest, math.floor(math.log2(WIDTH / needed))))


def read_view(args: Mapping[str, str]) -> View | None:
    """Return the view that an address names, or None when it names none.

    at and z: the point in the middle and the zoom; right, down (shares of the window) and closer (steps)
    tell where to go from there.
    """
    try:
        latitude, longitude = map(float, (args.get("at") or "").split(","))
        right, down = (float(args.get(name) or 0) for name in ("right", "down"))
        zoom, closer = (int(args.get(name) or 0) for name in ("z", "closer"))
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and max(abs(right), abs(down)) <= 2):  # nan is nowhere
        return None
    if not (0 <= zoom <= DEEPEST and abs(closer) <= DEEPEST):
        return None
    return view(*project(latitude, longitude), zoom).moved(right, down, closer)


@dataclass(frozen=True, slots=True)
class Mark:
    """Places drawn as one: where (on the sheet), and which of them were visited."""

    x: float
    y: float
    places: tuple[Place, ...]

    @property
    def visited(self) -> int:
        """How many were visited."""
        return sum(1 for place in self.places if place.visits)

    @property
    def unvisited(self) -> int:
        """How many were not."""
        return len(self.places) - self.visited

    @property
    def points(self) -> set[Point]:
        """The different places in it."""
        return {place.spot.at for place in self.places if place.spot.at}


def _place(place: Place) -> tuple[float, float]:
    assert place.spot.at
    return project(*place.spot.at)


def marks(places: Sequence[Place], shown: View, apart: float = APART) -> list[Mark]:
    """Return the marks of the places in a view, none nearer to another than ``apart`` pixels.

    Leader clustering: the most visited place not yet taken leads a mark where it stands, others within
    reach of a leader join it. Equal input gives equal marks.
    """
    reach = apart * shown.width / ACROSS
    cells: dict[tuple[int, int], list[int]] = {}
    leaders: list[tuple[float, float]] = []
    members: list[list[Place]] = []
    for place in sorted(places, key=lambda one: (-one.visits, one.spot.id)):
        if place.spot.at is None or not shown.holds(*(found := _place(place))):
            continue
        cell = (math.floor(found[0] / reach), math.floor(found[1] / reach))
        near = (n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in cells.get((cell[0] + dx, cell[1] + dy), ()))
        leader = min((n for n in near if math.dist(leaders[n], found) < reach), default=None)
        if leader is None:
            cells.setdefault(cell, []).append(len(leaders))
            leaders.append(found)
            members.append([place])
        else:
            members[leader].append(place)
    return [Mark(*leader, tuple(group)) for leader, group in zip(leaders, members, strict=True)]

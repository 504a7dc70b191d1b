"""Windows on the sheet and the marks in them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.facts import Spot
from atlas.filters import Place
from atlas.projection import HEIGHT, NORTH, SOUTH, WIDTH, project, unproject
from atlas.view import ACROSS, APART, DEEPEST, fit, marks, read_view, view
from ingest.distance import Point

LATITUDES = st.floats(SOUTH, NORTH)
LONGITUDES = st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES)


def place(number: int, at: Point | None, visits: int) -> Place:
    spot = Spot(f"i{number}", f"기관 {number}", None, "도시", "ES", "스페인", at, True, frozenset())
    return Place(spot, visits, "")


@given(LATITUDES, LONGITUDES)
def test_projected_and_back(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert 0 <= x <= WIDTH
    assert -1e-6 <= y <= HEIGHT
    assert unproject(x, y) == pytest.approx((latitude, longitude), abs=1e-6)


def test_mercator_keeps_directions() -> None:
    # a step north is drawn as long as one east is: Snyder 1987, p. 38, h = k = sec φ
    x, y = project(60, 10)
    assert (project(60, 10.01)[0] - x) / 0.01 * 2 == pytest.approx((y - project(60.01, 10)[1]) / 0.01, rel=1e-3)


@given(st.lists(POINTS, min_size=1))
def test_what_is_fitted_is_in_view(points: list[Point]) -> None:
    shown = fit(points, DEEPEST)
    assert all(shown.holds(*project(*point)) for point in points)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(-3, 20))
def test_a_view_is_on_the_sheet(x: float, y: float, zoom: int) -> None:
    left, top, width, height = view(x, y, zoom).box
    assert left >= -1e-6
    assert top >= -1e-6
    assert left + width <= WIDTH + 1e-6
    assert top + height <= HEIGHT + 1e-6


def test_an_address_leads_back_to_its_view() -> None:
    shown = fit([(43.06, -2.49), (41.4, 2.17)])
    again = read_view(shown.address)
    assert again is not None
    assert again.zoom == shown.zoom
    assert math.dist((again.x, again.y), (shown.x, shown.y)) < 1
    east = read_view({**shown.address, "right": "0.5", "closer": "1"})
    assert east is not None
    assert (east.zoom, round(east.x - shown.x)) == (shown.zoom + 1, round(shown.width / 2))


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"at": "43"},
        {"at": "x,y", "z": "1"},
        {"at": "nan,1", "z": "1"},
        {"at": "1,inf", "z": "1"},
        {"at": "1,1", "z": "99"},
        {"at": "1,1", "z": "1", "closer": "1" * 400},
        {"at": "1,1", "z": "1", "right": "nan"},
        {"at": "91,1", "z": "1"},
    ],
)
def test_no_view(args: dict[str, str]) -> None:
    assert read_view(args) is None


@given(st.lists(st.tuples(POINTS, st.integers(0, 3)), max_size=60), st.integers(0, 4))
def test_every_place_in_view_is_in_one_mark(points: list[tuple[Point, int]], zoom: int) -> None:
    places = [place(number, at, visits) for number, (at, visits) in enumerate(points)]
    shown = view(*project(45, 5), zoom)
    found = marks(places, shown)
    drawn = [one.spot.id for mark in found for one in mark.places]
    seen = [one.spot.id for one in places if one.spot.at and shown.holds(*project(*one.spot.at))]
    assert sorted(drawn) == sorted(seen)
    assert sum(mark.visited for mark in found) == sum(1 for one in places if one.visits and one.spot.id in seen)
    assert marks(places[::-1], shown) == found


@given(st.lists(POINTS, max_size=60))
def test_no_two_marks_touch(points: list[Point]) -> None:
    shown = view(WIDTH / 2, HEIGHT / 2, 0)
    found = marks([place(number, at, 1) for number, at in enumerate(points)], shown)
    apart = APART * shown.width / ACROSS
    pairs = [(a, b) for n, a in enumerate(found) for b in found[:n]]
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= apart for a, b in pairs)


def test_a_place_that_nobody_knows_is_no_mark() -> None:
    assert marks([place(1, None, 1)], fit([])) == []

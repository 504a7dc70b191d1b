"""Distances between places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.distance import Point, kilometres

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_known_distances() -> None:
    mondragon, bilbao, seoul = (43.064, -2.49), (43.263, -2.935), (37.5665, 126.978)
    assert kilometres(mondragon, bilbao) == pytest.approx(42.4, abs=0.5)
    assert kilometres(bilbao, seoul) == pytest.approx(9800, rel=0.02)
    assert kilometres((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


@given(POINTS, POINTS)
def test_as_far_there_as_back_and_never_farther_than_half_the_earth(one: Point, other: Point) -> None:
    assert kilometres(one, other) == pytest.approx(kilometres(other, one))
    assert 0 <= kilometres(one, other) <= 20_016
    assert kilometres(one, one) == 0

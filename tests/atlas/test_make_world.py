"""The shapes that are shipped, and how they are made."""

import re

import pytest
from lxml import etree

from atlas.make_world import STATIC, on_grid, path, unwrapped
from atlas.projection import HEIGHT, WIDTH, project

SVG = "{http://www.w3.org/2000/svg}"


def test_a_path_is_relative_and_short() -> None:
    assert path([[(0, 0), (10, -5), (-3, 7)]], closed=True) == "M0 0l10-5-13 12z"


def test_what_crosses_the_180th_meridian_does_not_leap_over_the_map() -> None:
    assert unwrapped([(179, 60), (-179, 60), (-178, 61)]) == [(179, 60), (181, 60), (182, 61)]


def test_points_that_fall_together_are_one() -> None:
    assert on_grid([(0, 0), (0.001, 0.001), (1, 0)], 10) == on_grid([(0, 0), (1, 0)], 10)


def points(data: str) -> list[list[tuple[int, int]]]:
    """The lines of a path as points."""
    found = []
    for line in data.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", line)]
        x, y = numbers[:2]
        drawn = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            drawn.append((x, y))
        found.append(drawn)
    return found


def inside(point: tuple[float, float], lines: list[list[tuple[int, int]]]) -> bool:
    """Whether a point is on land, by the even-odd rule."""
    x, y = point
    crossed = 0
    for line in lines:
        for (ax, ay), (bx, by) in zip(line, line[1:] + line[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_the_shipped_shapes_are_the_world(scale: str) -> None:
    svg = etree.parse(STATIC / f"world-{scale}.svg").getroot()
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    land, borders = (svg.xpath("//*[@id=$id]", id=name)[0].get("d") for name in ("land", "borders"))
    lines = points(land)
    for city in ((40.4, -3.7), (48.85, 2.35), (35.7, 139.4), (45.4, -75.7), (-15.8, -47.9), (66, 175), (66, -172)):
        assert inside(project(*city), lines), city
    for sea in ((45, -30), (0, -150), (35, 18), (60, -179.9)):
        assert not inside(project(*sea), lines), sea
    assert len(points(borders)) > 200

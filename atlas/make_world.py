"""Make static/world-*.svg from the npm package world-atlas (Natural Earth shapes, see NOTICE).

Run as ``python -m atlas.make_world FOLDER``, where the unpacked package lies. Pages refer to the shapes with
<use>, so that browsers keep them and the page's stylesheet colours them.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from atlas.projection import HEIGHT, SOUTH, WIDTH, project

STATIC = Path(__file__).resolve().parent.parent / "static"
SCALES = {"110m": 10, "50m": 3}
"""Natural Earth's scale → the grid that points are put on, in units of the sheet (100 a degree)."""

Point = tuple[int, int]
Arc = list[tuple[float, float]]


def arcs_of(topology: dict[str, Any]) -> list[Arc]:
    """Return the lines of a TopoJSON file as (longitude, latitude) in degrees."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for across, up in deltas:
            x, y = x + across, y + up
            arc.append((x * scale_x + left, y * scale_y + bottom))
        found.append(arc)
    return found


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the rings of a geometry and of all in it, as numbers of arcs; ~n is arc n backwards."""
    for inner in geometry.get("geometries", []):
        yield from rings(inner)
    if geometry.get("type") == "Polygon":
        yield from geometry["arcs"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def on_grid(points: Iterable[tuple[float, float]], step: int) -> list[Point]:
    """Return the points on the sheet, rounded to the grid; a point on the one before it is dropped."""
    found: list[Point] = []
    for longitude, latitude in points:
        x, y = project(latitude, longitude)
        point = (round(x / step) * step, round(y / step) * step)
        if not found or point != found[-1]:
            found.append(point)
    return found


def unwrapped(points: Iterable[tuple[float, float]]) -> Arc:
    """Return the points without leaps at the 180th meridian: what crosses it goes on beyond 180 degrees."""
    found: Arc = []
    for longitude, latitude in points:
        turns = round((found[-1][0] - longitude) / 360) if found else 0
        found.append((longitude + 360 * turns, latitude))
    return found


def path(lines: Iterable[list[Point]], closed: bool) -> str:
    """Return the lines as the data of one SVG path, in whole numbers relative to the point before."""
    pieces = []
    for line in lines:
        (x, y), rest = line[0], line[1:]
        steps = []
        for to_x, to_y in rest:
            steps.append(f"{to_x - x}" + (f"{to_y - y}" if to_y < y else f" {to_y - y}"))
            x, y = to_x, to_y
        joined = "".join(step if step.startswith("-") or not n else f" {step}" for n, step in enumerate(steps))
        pieces.append(f"M{line[0][0]} {line[0][1]}l{joined}" + ("z" if closed else ""))
    return "".join(pieces)


def land(topology: dict[str, Any], arcs: list[Arc], step: int) -> str:
    """Return the path of all land but Antarctica; islands smaller than the grid fall away.

    What crosses the 180th meridian is drawn at both edges of the sheet.
    """
    lines = []
    for ring in rings(topology["objects"]["land"]):
        points = unwrapped(p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1]))
        if max(latitude for _, latitude in points) < SOUTH:
            continue
        east, west = (max(x for x, _ in points) > 180, min(x for x, _ in points) < -180)
        for turn in (0, *([-360] if east else []), *([360] if west else [])):
            line = on_grid(((longitude + turn, latitude) for longitude, latitude in points), step)
            lines += [line] if len(set(line)) > 2 else []
    return path(lines, closed=True)


def borders(topology: dict[str, Any], arcs: list[Arc], step: int) -> str:
    """Return the path of the lines that two countries share."""
    used = Counter(n if n >= 0 else ~n for ring in rings(topology["objects"]["countries"]) for n in ring)
    lines = [on_grid(unwrapped(arcs[number]), step) for number, times in sorted(used.items()) if times > 1]
    return path([line for line in lines if len(line) > 1], closed=False)


def world(topology: dict[str, Any], step: int) -> str:
    """Return the file with the shapes ``land`` and ``borders``."""
    arcs = arcs_of(topology)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n'
        "<!-- Made with Natural Earth (public domain), by atlas/make_world.py -->\n"
        f'<path id="land" fill-rule="evenodd" d="{land(topology, arcs, step)}"/>\n'
        f'<path id="borders" d="{borders(topology, arcs, step)}"/>\n</svg>\n'
    )


def main(package: Path) -> None:
    """Write the files of all scales."""
    for scale, step in SCALES.items():
        topology = json.loads((package / f"countries-{scale}.json").read_text(encoding="utf-8"))
        (STATIC / f"world-{scale}.svg").write_text(world(topology, step), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A trip as it was planned beside what its report tells: which visits took place, which did not, which came instead.

Arithmetic over what the documents say, never a verdict: a visit may be missing because a line was not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Record = Any  # a row that has date, status, text, institution_id and document_id by name, such as sqlite3.Row
Difference = Literal["same", "moved", "cancelled", "withdrawn", "untold", "added"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One visit: what the newest plan says of it and what the report says; None where it says nothing."""

    planned: Record | None
    told: Record | None

    @property
    def first(self) -> Record:
        """What names the visit."""
        return self.planned if self.planned is not None else self.told

    @property
    def difference(self) -> Difference:
        """How the two sides differ: see templates/words.html for the words."""
        if self.planned is None:
            return "added"
        if self.told is None:
            return "withdrawn" if self.planned["status"] == "cancelled" else "untold"
        if self.told["status"] == "cancelled":
            return "cancelled"
        return "same" if self.planned["date"] == self.told["date"] else "moved"


def compare(records: Iterable[Record], roles: Mapping[str, str]) -> list[Compared]:
    """Put the visits of a trip's plans beside those of its reports, by date; nothing where a side has no document.

    records: the visits as each document tells them. roles: document id → plan, amendment or report.
    """
    if "report" not in roles.values() or not {"plan", "amendment"} & set(roles.values()):
        return []
    sides: dict[str, tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for record in sorted(records, key=lambda record: roles[record["document_id"]] == "plan"):  # amendments first
        told = roles[record["document_id"]] == "report"
        side = sides[_same(record)][told]
        if not any(one["document_id"] != record["document_id"] for one in side):  # the newest document counts
            side.append(record)
    found = [pair for planned, told in sides.values() for pair in _paired(planned, told)]
    return sorted(found, key=lambda one: (one.first["date"] is None, one.first["date"] or "", one.first["text"]))


def _same(record: Record) -> str:
    """What makes two records tell of the same institution."""
    return record["institution_id"] or "".join(record["text"].split())


def _paired(planned: list[Record], told: list[Record]) -> list[Compared]:
    """The visits to one institution: those of the same day belong together, then the rest in their order."""
    pairs, left = [], list(told)
    rest = []
    for record in planned:
        match = next((one for one in left if one["date"] == record["date"]), None)
        if match is None:
            rest.append(record)
        else:
            left.remove(match)
            pairs.append(Compared(record, match))
    both = min(len(rest), len(left))
    pairs += [Compared(*pair) for pair in zip(rest[:both], left[:both], strict=True)]
    return pairs + [Compared(one, None) for one in rest[both:]] + [Compared(None, one) for one in left[both:]]

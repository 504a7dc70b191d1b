"""What people answer to questions about names: noted in the log, and only if nobody else answered meanwhile."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ingest.authority import Authority
from ingest.decisions import (
    Decision,
    Evidence,
    append,
    institution_ref,
    load,
    make,
    name_ref,
    standing,
    visit_ref,
)
from search.hangul import quoted

LONGEST_REASON = 1000  # characters

_REFERENCE_OF = """
select reference from mentions where institution_id = ? and reference is not null
group by reference order by count(*) desc, reference limit 1
"""


class NothingToDecideError(ValueError):
    """What is to be decided about is not there; the message is a Korean sentence."""


class DecidedMeanwhileError(ValueError):
    """Someone else decided after the question was shown; decision: theirs, None where they took one back."""

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("그 사이 다른 사람이 이 이름을 정했거나 되돌렸습니다. 바뀐 것을 보고 다시 정해 주세요.")
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone answers on a name.

    reference: the name's. place: (document id, block) where it is only about one visit. institution:
    an id of authority/, or one that only documents know (doc-…). seen: what `state` said of the
    references `about` when the question was shown; None where nobody was shown anything.
    """

    op: str
    reference: str
    institution: str
    by: str
    reason: str = ""
    place: tuple[str, str] | None = None
    evidence: Evidence = field(default_factory=dict, hash=False)
    about: tuple[str, ...] = ()
    seen: str | None = None


def decide(
    log: Path,
    authority: Authority,
    op: str,
    name: str,
    institution: str,
    by: str,
    country: str | None = None,
    reason: str = "",
    base: Path | None = None,
) -> Decision:
    """Note what someone decided on a name and an institution, in the log of the folder `log`.

    institution: an id of authority/, or one that only documents know (doc-…), for which `base` is
    asked. Raises ValueError (a Korean sentence) where that is nothing to decide on.
    """
    country = country.upper() if country else None
    if country and country not in authority.countries:
        raise NothingToDecideError(
            f"국가 코드 {quoted(country, '이가')} countries.tsv에 없습니다. ES처럼 두 글자로 적어 주세요."
        )
    given = Answer(op, name_ref(name, country), institution, by, reason, evidence={"name": name})
    return answer(log, authority, given, base)


def answer(log: Path, authority: Authority, given: Answer, base: Path | None = None) -> Decision:
    """Note an answer in the log of the folder `log`; the same one given twice in a row is one.

    Raises ValueError (a Korean sentence) where there is nothing to decide on or the reason is too
    long, DecidedMeanwhileError, and OSError or AuthorityError where the log can't be used.
    """
    reason = " ".join("".join(one if one.isprintable() else " " for one in given.reason).split())
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"까닭은 {LONGEST_REASON:,}자까지 적을 수 있습니다. 줄여서 다시 보내 주세요.")
    right = target(given.institution, authority, base)
    left, scope = (visit_ref(*given.place), "visit") if given.place else (given.reference, "name")
    decision = make(given.op, left, right, given.by, scope, reason, given.evidence)
    look = None if given.seen is None else partial(_unchanged, given)
    try:
        append(log, decision, look)
    except DecidedMeanwhileError as error:
        if error.decision and _same(error.decision, decision):
            return error.decision
        raise
    return decision


def target(institution: str, authority: Authority, base: Path | None) -> str:
    """The reference of an institution, of one that only documents know a name; raises NothingToDecideError."""
    if institution in authority.institutions:
        return institution_ref(institution)
    if institution.startswith("doc-") and base and base.exists():
        with closing(sqlite3.connect(f"{base.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute(_REFERENCE_OF, (institution,)).fetchone()
        if found:
            return str(found[0])
    raise NothingToDecideError(
        f"기관 {quoted(institution[:100], '이가')} 없습니다. kb review나 kb search가 보여 주는 기관 번호를 적어 주세요."
    )


def revert(log: Path, id: str, by: str, reason: str = "") -> Decision:
    """Take a decision back, another revert too; raises ValueError (a Korean sentence) where there is none."""
    if id not in {one.id for one in load(log)}:
        raise NothingToDecideError(
            f"결정 {quoted(id[:100], '이가')} 없습니다. kb decisions가 보여 주는 번호를 적어 주세요."
        )
    decision = make("revert", id, "", by, reason=reason)
    append(log, decision, partial(_still_stands, id))
    return decision


def _still_stands(id: str, made: tuple[Decision, ...]) -> None:
    if id not in {one.id for one in standing(made)}:
        raise NothingToDecideError("이미 되돌린 결정입니다. 기록에서 지금의 결정을 확인해 주세요.")


def latest(made: Iterable[Decision], about: Iterable[str]) -> list[Decision]:
    """The decisions that stand on any of the references, the last first."""
    refs = set(about)
    return [one for one in reversed(standing(made)) if not refs.isdisjoint(one.references)]


def state(made: Iterable[Decision], about: Iterable[str]) -> str:
    """A text that changes when someone decides on any of the references; "" where nobody did."""
    ids = [one.id for one in latest(made, about)]
    return hashlib.blake2b(" ".join(ids).encode(), digest_size=8).hexdigest() if ids else ""


def _unchanged(given: Answer, made: tuple[Decision, ...]) -> None:
    if state(made, given.about) != given.seen:
        raise DecidedMeanwhileError(next(iter(latest(made, given.about)), None))


def _same(a: Decision, b: Decision) -> bool:
    return (a.by, a.op, a.references) == (b.by, b.op, b.references)

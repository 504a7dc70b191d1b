"""What people decided on names: authority/decisions.jsonl, one decision a line, only ever added to.

A decision is about references, never row numbers, so that it outlives every rebuild: an entry of
authority/ (institution:lagun-aro), a name as documents write it in a country (name:라군아로@ES) or
one place in one document (visit:2e3f68790963:6.10.4.1). What all of them together mean is folded
in ingest/folding.py.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock

from ingest.authority import AuthorityError
from ingest.tsv import Problems
from search.hangul import name_key, quoted

Op = Literal["same", "different", "unsure", "alias", "revert"]
Scope = Literal["name", "visit"]
Evidence = dict[str, str | int | float | None]

FILE = "decisions.jsonl"
INSTITUTION = "institution:"
NAME = "name:"
VISIT = "visit:"

_REFERENCE = re.compile(
    rf"{INSTITUTION}[a-z0-9]+(-[a-z0-9]+)*|{NAME}[^\s@]+@([A-Z]{{2}})?|{VISIT}[^\s:]+:[^\s:]+",
)
_ID = re.compile(r"[0-9a-f]{16}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(frozen=True, slots=True)
class Decision:
    """What someone decided on two references; made by `make` or read by `load`, which check it.

    id: a hash of all the rest. at: UTC, "2026-01-02T03:04:05.000000Z". op revert takes the decision
    whose id is `left` back; its `right` is "". op alias: `left` is a name, `right` an institution.
    """

    id: str
    at: str
    by: str
    op: Op
    left: str
    right: str
    scope: Scope
    reason: str
    evidence: Evidence = field(default_factory=dict, hash=False)

    @property
    def order(self) -> tuple[str, str]:
        """By this decisions are ordered, whatever the order of their lines."""
        return self.at, self.id

    @property
    def references(self) -> tuple[str, ...]:
        """What it is about; nothing for a revert, which is about another decision."""
        return () if self.op == "revert" else (self.left, self.right)


_FIELDS = tuple(one.name for one in fields(Decision))


def institution_ref(id: str) -> str:
    """The reference of an entry of authority/institutions.tsv; raises ValueError where it can't be an id."""
    return _reference(f"{INSTITUTION}{id}")


def name_ref(name: str, country: str | None) -> str:
    """The reference of a name in a country (ISO 3166-1 alpha-2, None if unknown), however it is spaced or cased.

    Raises ValueError for a name without a letter.
    """
    return _reference(f"{NAME}{name_key(name)}@{country or ''}")


def visit_ref(document_id: str, block: str) -> str:
    """The reference of one place in one document; raises ValueError where either is empty."""
    return _reference(f"{VISIT}{document_id}:{block}")


def name_of(ref: str) -> tuple[str, str | None]:
    """(name key, country) of a name reference; the way back from `name_ref`."""
    key, _, country = ref.removeprefix(NAME).partition("@")
    return key, country or None


def _reference(written: str) -> str:
    if not _REFERENCE.fullmatch(written):
        raise ValueError(
            f"{quoted(written, '은는')} 가리키는 대상이 아닙니다. "
            "institution:아이디, name:이름@나라, visit:문서:위치 가운데 하나로 적어 주세요."
        )
    return written


def make(
    op: str,
    left: str,
    right: str,
    by: str,
    scope: str = "name",
    reason: str = "",
    evidence: Evidence | None = None,
    at: str | None = None,
) -> Decision:
    """A decision, made now unless `at` says when; raises ValueError (a Korean sentence) where it is none."""
    now = datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
    content = {"at": at or now, "by": by, "op": op, "left": left, "right": right, "scope": scope, "reason": reason}
    return _decision({**content, "evidence": dict(evidence or {})})


def _decision(content: dict[str, Any]) -> Decision:
    """The decision of all fields but the id; raises ValueError in Korean."""
    _check_texts(content)
    _check_evidence(content["evidence"])
    _check_storable(content)
    _check_words(content)
    _check_pair(content["op"], content["left"], content["right"], content["scope"])
    return Decision(id=_hash(content), **content)


def _hash(content: dict[str, Any]) -> str:
    written = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def _check_texts(content: dict[str, Any]) -> None:
    for name, value in content.items():
        if name != "evidence" and not isinstance(value, str):
            raise ValueError(f"{name} 항목에는 글자를 적어 주세요.")


def _check_evidence(evidence: object) -> None:
    values = evidence.items() if isinstance(evidence, dict) else [(None, None)]
    for name, value in values:
        finite = math.isfinite(value) if isinstance(value, float) else isinstance(value, str | int | None)
        if not isinstance(name, str) or not finite:
            raise ValueError("evidence 항목에는 이름과, 글자나 수로 된 값만 적어 주세요.")


def _check_storable(content: dict[str, Any]) -> None:
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which no file can hold
        raise ValueError("저장할 수 없는 글자가 들어 있습니다. 그 글자를 지워 주세요.") from None


def _check_words(content: dict[str, Any]) -> None:
    for name, words in (("op", get_args(Op)), ("scope", get_args(Scope))):
        if content[name] not in words:
            raise ValueError(
                f"{name} {quoted(content[name], '은는')} 쓸 수 없습니다. 쓸 수 있는 말: {', '.join(words)}"
            )
    if not content["by"].strip():
        raise ValueError("누가 결정했는지 by 항목에 적어 주세요.")
    if not _is_time(content["at"]):
        raise ValueError("at 항목은 ‘2026-01-02T03:04:05.000000Z’처럼 적어 주세요.")


def _is_time(written: str) -> bool:
    try:
        return bool(_AT.fullmatch(written) and datetime.fromisoformat(written))
    except ValueError:  # a 30th of February
        return False


def _check_pair(op: str, left: str, right: str, scope: str) -> None:
    if op == "revert":
        if not _ID.fullmatch(left) or right:
            raise ValueError("되돌리기(revert)는 left에 되돌릴 결정의 id를 적고 right를 비워 주세요.")
        return
    if _reference(left) == _reference(right):
        raise ValueError(f"{quoted(left, '을를')} 저 자신과 견줄 수 없습니다. 서로 다른 둘을 골라 주세요.")
    if op == "alias" and not (left.startswith(NAME) and right.startswith(INSTITUTION)):
        raise ValueError("별칭(alias)은 left에 이름(name:), right에 기관(institution:)을 적어 주세요.")
    if (scope == "visit") != (VISIT in (left[: len(VISIT)], right[: len(VISIT)])):
        raise ValueError("scope는 한쪽이 방문(visit:)이면 visit, 아니면 name이어야 합니다.")


def load(folder: Path) -> tuple[Decision, ...]:
    """The decisions in `folder`, in the order of their lines, each once; none without a file.

    Raises AuthorityError with every bad line at once.
    """
    try:
        lines = (folder / FILE).read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except FileNotFoundError:
        return ()
    problems = Problems()
    found: dict[str, Decision] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                decision = _read(line)
                found[decision.id] = decision
            except ValueError as error:
                problems.at(f"{folder.name}/{FILE}", number, str(error))
    if problems.messages:
        raise AuthorityError(problems.messages)
    return tuple(found.values())


def _read(line: bytes) -> Decision:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("JSON 한 줄이 아닙니다. 저장하다 끊긴 줄이면 그 줄을 지우고 다시 결정해 주세요.") from None
    if not isinstance(content, dict):
        raise ValueError("결정은 {…} 꼴의 JSON이어야 합니다.")
    if missing := [name for name in _FIELDS if name not in content]:
        raise ValueError(f"다음 항목이 없습니다: {', '.join(missing)}")
    if unknown := [name for name in content if name not in _FIELDS]:
        raise ValueError(f"모르는 항목이 있습니다. 지워 주세요: {', '.join(unknown)}")
    id = content.pop("id")
    decision = _decision(content)
    if id != decision.id:  # a changed line would change what people decided, and break the reverts of it
        raise ValueError("id가 내용과 맞지 않습니다. 줄을 고치지 말고, 원래대로 돌린 뒤 새로 결정해 주세요.")
    return decision


def append(folder: Path, decision: Decision, look: Callable[[tuple[Decision, ...]], None] | None = None) -> None:
    """Add a line; it is on the disk when this returns, and whole whoever else appends.

    look: gets all decisions there are, while nobody else can add one; what it raises keeps the line
    out. Folder and file are made where missing. Raises OSError where they can't be written, and with
    `look` AuthorityError where they can't be read.
    """
    line = json.dumps(asdict(decision), ensure_ascii=False).encode() + b"\n"
    path = folder / FILE
    with FileLock(f"{path}.lock"):
        if look:
            look(load(folder))
        _add(path, line)


def _add(path: Path, line: bytes) -> None:
    with path.open("a+b") as file:
        if file.seek(0, os.SEEK_END) > 0:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a crash tore the last line; it must not spoil this one
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that nobody took back, each once, oldest first; a revert taken back reverts nothing."""
    by_id = {one.id: one for one in decisions}
    unsettled = Counter(one.left for one in by_id.values() if one.op == "revert")
    settled = [id for id in by_id if not unsettled[id]]
    reverted: set[str] = set()
    # From the reverts nobody reverts, down to what they are about. It ends: an id is a hash, so no
    # decision can be about one that is about it.
    for id in settled:
        target = by_id[id].left
        if by_id[id].op == "revert" and target in by_id:
            if id not in reverted:
                reverted.add(target)
            unsettled[target] -= 1
            if not unsettled[target]:
                settled.append(target)  # read by this same loop
    return sorted((one for one in by_id.values() if one.id not in reverted), key=lambda one: one.order)


def check(decisions: Collection[Decision], institution_ids: Collection[str]) -> list[str]:
    """Korean sentences on decisions in force that are about what isn't there: institutions, decisions."""
    ids = {one.id for one in decisions}
    messages = []
    for one in standing(decisions):
        if one.op == "revert" and one.left not in ids:
            messages.append(
                f"결정 {one.id}: 되돌릴 결정 {quoted(one.left, '이가')} 없습니다. 빠진 줄이 있는지 확인해 주세요."
            )
        named = (r.removeprefix(INSTITUTION) for r in one.references if r.startswith(INSTITUTION))
        messages += [
            f"결정 {one.id}: 기관 {quoted(id, '이가')} institutions.tsv에 없습니다. "
            "기관을 다시 적거나 결정을 되돌려 주세요."
            for id in named
            if id not in institution_ids
        ]
    return messages

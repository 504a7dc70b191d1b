"""A Korean government by its name: (government, basic) as trip_participants has it."""

from __future__ import annotations

from ingest.authority import Authority, Government

Pair = tuple[str, str | None]  # 전라남도, 순천시; of a province itself the second is None


def choices(authority: Authority) -> dict[str, list[str]]:
    """Every government of today by its name in full, under the province or city it lies in; itself first."""
    found: dict[str, list[str]] = {}
    for one in authority.governments.values():
        if not one.valid_to:
            upper, basic = _pair(one, authority)
            found.setdefault(upper, [upper])
            if basic:
                found[upper].append(f"{upper} {basic}")
    return {upper: [upper, *sorted(names[1:])] for upper, names in sorted(found.items())}


def named(text: str, authority: Authority) -> list[Pair]:
    """The governments of today that `text` names, "전라남도 순천시" or "순천시"; none or several may be."""
    key = "".join(text.split())
    found = [one for one in authority.governments.values() if not one.valid_to and key in _names(one, authority)]
    return [_pair(one, authority) for one in found]


def one(text: str, authority: Authority) -> Pair:
    """The one government that `text` names; raises ValueError with a Korean sentence where that is none or several."""
    found = named(text, authority)
    if len(found) != 1:
        several = ", ".join(map(full_name, found))
        told = f"여러 곳이 있습니다({several})" if several else "그런 이름이 없습니다"
        raise ValueError(f"우리 기관 ‘{text}’: {told}. ‘전라남도 순천시’처럼 앞에 시·도를 붙여 적어 주세요.")
    return found[0]


def with_predecessors(pair: Pair, authority: Authority) -> frozenset[Pair]:
    """A government and those that became it."""
    by_pair = {_pair(one, authority): one.id for one in authority.governments.values() if not one.valid_to}
    ids = {by_pair[pair]} if pair in by_pair else set()
    while more := {g.id for g in authority.governments.values() if g.successor in ids} - ids:
        ids |= more
    return frozenset({pair, *(_pair(authority.governments[id], authority) for id in ids)})


def full_name(pair: Pair) -> str:
    """ "전라남도 순천시"."""
    return " ".join(filter(None, pair))


def _pair(one: Government, authority: Authority) -> Pair:
    return (authority.governments[one.parent].name, one.name) if one.parent else (one.name, None)


def _names(one: Government, authority: Authority) -> set[str]:
    own = {one.name, *one.aliases}
    upper = authority.governments.get(one.parent)
    return own | ({before + name for before in (upper.name, *upper.aliases) for name in own} if upper else set())

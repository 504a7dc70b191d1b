"""Pairs of names judged by hand: how many the matcher puts together, and how many of those rightly.

    python -m bench.pairs [--freeze] [--nomenklatura FILE]

prints precision and recall, and beside them those of others (bench.peers). What the
matcher says of each pair is frozen in pairs/result.tsv, so that a change shows pair by pair; --freeze
writes it anew. Rules are made on one half of the pairs alone; the other half, which a hash chooses and
nobody looks at, tells how they do on names they were not made for.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.fuzz import WRatio

from bench.measure import Report
from bench.peers import romanised_likeness, scores_in
from ingest import authority
from ingest.matching import DOUBTFUL, SAME, Match, Matcher

PAIRS = Path(__file__).with_name("pairs") / "institutions.tsv"
FROZEN = PAIRS.with_name("result.tsv")
# Judged before the rules of their time were tried on them; RESULTS.md has what the first run of each gave.
HELD_OUT = {
    "held out": PAIRS.with_name("heldout.tsv"),
    "held out, documents and authority": PAIRS.with_name("heldout_authority.tsv"),
    "held out, later": PAIRS.with_name("heldout_later.tsv"),
}
ON_RECORD = "acronym"  # the tier that only names on record can solve; it stands apart
PRECISION = 0.995  # what a threshold has to keep

_COLUMNS = ("left", "right", "verdict", "score", "rule")
_COUNTRY = Match(0.0, "country")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, the countries known of them ("" for none), and whether people say they are one institution."""

    tier: str
    left: str
    right: str
    same: bool
    country_left: str
    country_right: str

    @property
    def abroad(self) -> bool:
        """Whether the two are known to be in different countries."""
        return bool(self.country_left and self.country_right and self.country_left != self.country_right)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pairs were rightly and wrongly put together, and how many that are one were not."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that is one institution; 1 where there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one institution, the share put together."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def load_pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of the file, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split("\t") for line in lines)
    return [Pair(tier, left, right, same == "1", *countries) for tier, left, right, same, *countries, _note in fields]


def judged(pairs: Iterable[Pair], matcher: Matcher) -> dict[Pair, Match]:
    """What the matcher says of each pair; two known countries make two institutions."""
    return {pair: _COUNTRY if pair.abroad else _matched(pair, matcher) for pair in pairs}


def _matched(pair: Pair, matcher: Matcher) -> Match:
    return matcher.match(pair.left, pair.right, (pair.country_left or None, pair.country_right or None))


def compared(pairs: Iterable[Pair], likeness: Callable[[str, str], float]) -> dict[Pair, float]:
    """The same by a function of the two names as written."""
    return {pair: 0.0 if pair.abroad else likeness(pair.left, pair.right) for pair in pairs}


def without_acronyms(pairs: Iterable[Pair]) -> list[Pair]:
    """All pairs but those of the tier that only names on record can solve."""
    return [pair for pair in pairs if pair.tier != ON_RECORD]


def unseen(pair: Pair) -> bool:
    """Whether a pair is in the half on which no rule may be made."""
    return bool(hashlib.blake2b(f"{pair.left}\t{pair.right}".encode(), digest_size=1).digest()[0] % 2)


def tally(pairs: Iterable[Pair], scores: dict[Pair, float], least: float) -> Tally:
    """The count where pairs that score `least` or more are put together."""
    told = [(pair.same, scores[pair] >= least) for pair in pairs]
    return Tally(told.count((True, True)), told.count((False, True)), told.count((True, False)))


def best_threshold(pairs: Sequence[Pair], scores: dict[Pair, float], precision: float = PRECISION) -> float:
    """The least score that keeps `precision`: of all scores the one with most recall; above all if none does."""
    tried = sorted({scores[pair] for pair in pairs} - {0.0})
    return next((least for least in tried if tally(pairs, scores, least).precision >= precision), float("inf"))


def run(documents: int) -> Report:
    """Precision and recall, tier by tier and over all but acronyms. The pairs are the same for any number."""
    return report()


def report(nomenklatura: Path | None = None) -> Report:
    """The same, beside others at the threshold that is best for each; nomenklatura: a file with its scores."""
    pairs, heldout = load_pairs(), {name: load_pairs(path) for name, path in HELD_OUT.items()}
    every = [pair for some in (pairs, *heldout.values()) for pair in some]
    matcher = Matcher(authority.load())
    ours = {pair: match.score for pair, match in judged(every, matcher).items()}
    peers = _peers(every, nomenklatura)
    least = {name: best_threshold(without_acronyms(pairs), scores) for name, scores in peers.items()}
    rows = [
        _row(name, chosen, ours, [(scores, least[peer]) for peer, scores in peers.items()])
        for name, chosen in _groups(pairs, heldout).items()
    ]
    told = ", ".join(f"{name} from {least[name]:.1f} up" for name in peers)
    absent = "" if nomenklatura else "; nomenklatura was not asked, see bench/peers.py"
    title = (
        f"pairs ({len(pairs)} and {len(every) - len(pairs)} held out; for a precision of {PRECISION} {told}{absent})"
    )
    heads = [f"{name} {figure}" for name in peers for figure in ("precision", "recall")]
    return Report(title, ("", "pairs", "one", "precision", "recall", "one, asked about", *heads), rows)


def _peers(pairs: Sequence[Pair], nomenklatura: Path | None) -> dict[str, dict[Pair, float]]:
    """The scores of others by their names."""
    found = {"WRatio": compared(pairs, WRatio), "romanised": compared(pairs, romanised_likeness)}
    if nomenklatura:
        known = scores_in(nomenklatura)
        found["logic-v2"] = compared(pairs, lambda left, right: known[left, right])
    return found


def _groups(pairs: Sequence[Pair], heldout: dict[str, list[Pair]]) -> dict[str, list[Pair]]:
    """The pairs by what the rows of the report are about."""
    tiers = {tier: [pair for pair in pairs if pair.tier == tier] for tier in dict.fromkeys(p.tier for p in pairs)}
    most = without_acronyms(pairs)
    halves = {
        f"all but {ON_RECORD}, seen": [pair for pair in most if not unseen(pair)],
        f"all but {ON_RECORD}, unseen": [pair for pair in most if unseen(pair)],
    }
    others = {name: without_acronyms(some) for name, some in heldout.items()}
    return {**tiers, **halves, f"all but {ON_RECORD}": most, "all": list(pairs), **others}


def _row(
    name: str, pairs: list[Pair], ours: dict[Pair, float], others: Iterable[tuple[dict[Pair, float], float]]
) -> tuple[str, ...]:
    """The row of some pairs: counts, then precision and recall, ours and others'."""
    mine = tally(pairs, ours, SAME)
    asked = sum(pair.same and DOUBTFUL <= ours[pair] < SAME for pair in pairs)
    one = sum(pair.same for pair in pairs)
    shares = [share for scores, least in others for share in _shares(tally(pairs, scores, least))]
    return (name, str(len(pairs)), str(one), *_shares(mine), str(asked), *shares)


def _shares(counted: Tally) -> tuple[str, str]:
    return f"{counted.precision:.3f}", f"{counted.recall:.3f}"


def verdict(match: Match) -> str:
    """What becomes of a pair: it is the same, it is asked about, or it is different."""
    if match.score >= SAME:
        return "same"
    return "asked" if match.score >= DOUBTFUL else "different"


def result_lines(results: dict[Pair, Match]) -> list[str]:
    """What a matcher said of each pair as the lines of a table, in the order of the pairs."""
    said = (
        (pair.left, pair.right, verdict(match), f"{match.score:.2f}", match.rule) for pair, match in results.items()
    )
    return ["\t".join(row) for row in (_COLUMNS, *said)]


def frozen_lines(path: Path = FROZEN) -> list[str]:
    """The lines as they were frozen; none if nothing was."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def changes(before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """A sentence for each pair whose line changed: 라군 아로 = Lagun-Aro: same 0.95 sound → asked 0.60 branch."""
    old, new = _by_pair(before), _by_pair(after)
    for pair in dict.fromkeys((*old, *new)):
        if old.get(pair) != new.get(pair):
            said = " → ".join(" ".join(lines[pair]) if pair in lines else "not there" for lines in (old, new))
            yield f"{' = '.join(pair)}: {said}"


def _by_pair(lines: Iterable[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    rows = (tuple(line.split("\t")) for line in lines)
    return {row[:2]: row[2:] for row in rows}


def main() -> None:
    """Print the report, and what changed since the last freeze; with --freeze, freeze it."""
    parser = argparse.ArgumentParser(prog="python -m bench.pairs", description="Matches pairs of names judged by hand.")
    parser.add_argument("--freeze", action="store_true", help=f"write {FROZEN.name} anew")
    parser.add_argument("--nomenklatura", type=Path, metavar="FILE", help="its scores (bench/score_nomenklatura.py)")
    given = parser.parse_args()
    print(report(given.nomenklatura).markdown() + "\n")
    lines = result_lines(judged(load_pairs(), Matcher(authority.load())))
    print("\n".join(changes(frozen_lines(), lines)) or "Nothing changed.")
    if given.freeze:
        FROZEN.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

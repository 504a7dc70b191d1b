"""What finding names by the fuzzy index costs beside comparing each with all, and what it misses.

Names are made of the towns in authority/ and the common words of institutions there; a mention is a
name with one or two wrong key strokes. Comparing all is measured on SAMPLE mentions and scaled.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from bench.measure import Report, cpu
from ingest import authority
from search.keyboard import strokes
from search.names import Hit, NameIndex

NAMES = 100  # names, and as many mentions, a document
SAMPLE, CHUNK = 200, 50  # mentions compared with all names, and at a time
FIRST, LEAST = 5, 0.6  # names asked for, and the least likeness
_SEED = 1
_KEYS = "qwertyuiopasdfghjklzxcvbnm"


def run(documents: int) -> Report:
    """CPU of the index against that of comparing all; how often it has the most alike name, and the one meant."""
    keys = make_keys(NAMES * documents)
    mentions = make_mentions(keys)
    index = NameIndex(keys)
    drawn = random.Random(_SEED).sample(range(len(keys)), min(SAMPLE, len(keys)))
    sample = [mentions[place] for place in drawn]
    building, finding = cpu(NameIndex, keys), cpu(find_all, index, mentions)
    comparing = cpu(nearest, sample, keys) * len(mentions) / len(sample)
    found, best = find_all(index, sample), nearest(sample, keys)
    alike = sum(_has(hits, likeness) for hits, likeness in zip(found, best, strict=True))
    meant = sum(any(hit.position == place for hit in hits) for hits, place in zip(found, drawn, strict=True))
    return Report(
        f"resolution ({len(mentions)} mentions against {len(keys)} names; all with all scaled from {len(sample)})",
        ("", "index", "all with all", "ratio"),
        [
            ("CPU, s", f"{building + finding:.1f}", f"{comparing:.1f}", f"{(building + finding) / comparing:.3f}"),
            ("of it building, s", f"{building:.1f}", "", ""),
            ("CPU, ms a mention", *(f"{1000 * used / len(mentions):.2f}" for used in (finding, comparing)), ""),
            (f"recall@{FIRST} of the most alike", f"{alike / len(sample):.3f}", "1", ""),
            (f"recall@{FIRST} of the name meant", f"{meant / len(sample):.3f}", "", ""),
        ],
    )


def make_keys(count: int) -> list[str]:
    """The key strokes of `count` names of a town and a common word, all different, the same in every run."""
    known = authority.load()
    towns = [town.names for town in known.places.values() if town.id.startswith("gn-")]
    words = [word for concept in known.concepts.values() if concept.weight != "form" for word in concept.words]
    chance, made = random.Random(_SEED), dict[str, None]()
    while len(made) < count:
        made[strokes(f"{chance.choice(chance.choice(towns))} {chance.choice(words)}")] = None
    return list(made)


def make_mentions(keys: Sequence[str]) -> list[str]:
    """Each key with one wrong stroke, or two."""
    chance = random.Random(_SEED)
    return [_mistyped(_mistyped(key, chance) if chance.random() < 0.5 else key, chance) for key in keys]


def _mistyped(key: str, chance: random.Random) -> str:
    """A key with a stroke left out, one too many, another, or two the wrong way round."""
    place, other = chance.randrange(len(key)), chance.choice(_KEYS)
    before, stroke, after = key[:place], key[place], key[place + 1 :]
    swapped = before + after[:1] + stroke + after[1:]
    return chance.choice((before + after, before + other + stroke + after, before + other + after, swapped))


def find_all(index: NameIndex, mentions: Sequence[str]) -> list[list[Hit]]:
    """What the index finds for each mention."""
    return index.find_many(mentions, FIRST, LEAST)


def nearest(mentions: Sequence[str], keys: Sequence[str]) -> list[float]:
    """The likeness of the name most alike to each mention, by comparing it with every one; 0 below LEAST."""
    chunks = (mentions[start : start + CHUNK] for start in range(0, len(mentions), CHUNK))
    scores = (cdist(chunk, keys, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST) for chunk in chunks)
    return [float(likeness) for chunk in scores for likeness in chunk.max(axis=1)]


def _has(hits: Sequence[Hit], likeness: float) -> bool:
    """Whether a name of this likeness is among the hits; where no name is alike, whether there are none."""
    return any(hit.likeness >= likeness for hit in hits) if likeness else not hits

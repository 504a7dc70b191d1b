"""Layouts drawn by a generator that knows nothing of the extractor's words: what share of the visits is found."""

import json
import subprocess
import sys
from pathlib import Path

from ingest.extract.lexicon import Lexicon
from ingest.worker import read_plan
from search.hangul import name_key

LEAST = 0.97


def visits(trips: list[dict[str, object]]) -> list[tuple[object, frozenset[str]]]:
    """(date, keys of the names that are right) of every visit."""
    found = []
    for trip in trips:
        for visit in trip["visits"]:  # type: ignore[attr-defined]
            names = (visit["name"], *visit.get("accept", []))
            found.append((visit["date"], frozenset(map(name_key, names))))
    return found


def test_visits_are_found_in_layouts_nobody_wrote_rules_for(lexicon: Lexicon, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.layouts", tmp_path, "--seeds", "1", "--start", "7000"]
    subprocess.run(command, check=True, capture_output=True)
    right = told = wanted = 0
    worst = []
    for gold_file in sorted(tmp_path.glob("*.gold.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        file = tmp_path / gold["document"]
        plan = read_plan(file.read_bytes(), file.name, lexicon)[1].to_json()
        left, expected = visits(plan["trips"]), visits(gold["trips"])
        told, wanted = told + len(left), wanted + len(expected)
        hits = 0
        for date, names in expected:
            hit = next((one for one in left if one[0] == date and one[1] & names), None)
            if hit:
                left.remove(hit)
                hits += 1
        right += hits
        if hits < len(expected) or left:
            worst.append(f"{gold['document']}: {hits} of {len(expected)}, {len(left)} wrong")
        text = json.dumps(plan, ensure_ascii=False)
        assert [secret for secret in gold["pii"] if secret in text] == []
    f1 = 2 * right / (told + wanted)
    assert wanted > 400
    assert f1 >= LEAST, "\n".join([f"{f1:.4f}", *worst])

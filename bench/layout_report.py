"""Score an extractor by layout: python -m bench.layout_report FOLDER --score SCORE.PY [--kb "kb"].

Every figure is the one of the scorer; each layout is scored alone, so that a failure names its feature.
"""

import argparse
import contextlib
import importlib.util
import io
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

QUIET = {"themes", "visits", "visits.name_only"}


def scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_layout(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Layout → its golds."""
    found = defaultdict(list)
    for path in sorted(folder.glob("*.gold.json")):
        found[path.name.rsplit("-", 1)[0]].append(json.loads(path.read_text(encoding="utf-8")))
    return found


def measure(module: ModuleType, golds: list[dict[str, Any]], plans: dict[str, Any]) -> tuple[Any, list[str]]:
    """The tally of one layout and the differences, a line each."""
    score, said = module.Score(True), io.StringIO()
    with contextlib.redirect_stdout(said):
        for gold in golds:
            plan = plans[gold["document"]] or {}
            leaks = [text for text in gold["pii"] if text in json.dumps(plan, ensure_ascii=False)]
            if leaks or plan.get("error") or not plan:
                print(f"{gold['document']}: leaks {leaks}, error {plan.get('error')}")
            score.document(gold, plan if not plan.get("error") else {})
    return score, said.getvalue().splitlines()


def summary(score: Any) -> str:
    """Visits and whatever else is not perfect."""
    figures = {name: tally.figures()["f1"] for name, tally in sorted(score.tally.items())}
    rest = " ".join(f"{name} {f1:.2f}" for name, f1 in figures.items() if name not in QUIET and f1 < 1)
    return f"visits {figures.get('visits', 1):.2f}  {rest}"


def main() -> None:
    """Print a line a layout, worst first, with the differences when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--score", type=Path, default=Path("../shared/eval/score.py"))
    parser.add_argument("--kb", default=".venv/bin/kb")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    module, layouts = scorer(options.score), by_layout(options.folder)
    documents = [gold["document"] for golds in layouts.values() for gold in golds]
    with ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda name: module.extract(options.kb, options.folder / name)[0], documents)
        plans = dict(zip(documents, outputs, strict=True))
    lines = []
    for name, golds in layouts.items():
        score, said = measure(module, golds, plans)
        visits = score.tally["visits"].figures()["f1"]
        lines.append((visits, f"{name:24} {summary(score)}", said))
    for _, line, said in sorted(lines, key=lambda entry: entry[0]):
        print(line)
        if options.show:
            print("\n".join(f"    {each}" for each in said))


if __name__ == "__main__":
    main()

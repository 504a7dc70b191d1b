#!/usr/bin/env python3
"""Score the judged pairs with nomenklatura's logic-v2, in an environment of its own (655 MB installed).

    python3 -m venv /tmp/nomenklatura && /tmp/nomenklatura/bin/pip install nomenklatura==4.17.4
    /tmp/nomenklatura/bin/python bench/score_nomenklatura.py > scores.json
    python -m bench.pairs --nomenklatura scores.json

Each name is a company of its country, as logic-v2 takes it; the score is logic-v2's own, 0–1.
"""

import json
import sys
from pathlib import Path

from followthemoney import model  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2, ScoringConfig  # type: ignore[import-not-found]

FILES = ("institutions.tsv", "heldout.tsv", "heldout_authority.tsv", "heldout_later.tsv")


def company(name: str, country: str) -> object:
    """A company with a name and, where it is known, a country."""
    properties = {"name": [name], **({"country": [country.lower()]} if country else {})}
    return model.get_proxy({"id": name, "schema": "Company", "properties": properties})


def main() -> None:
    """Print a JSON list of {"left", "right", "score"}."""
    config = ScoringConfig.defaults()
    rows = []
    for file in FILES:
        for line in (Path(__file__).parent / "pairs" / file).read_text(encoding="utf-8").splitlines()[1:]:
            _, left, right, _, country_left, country_right, _ = line.split("\t")
            found = LogicV2.compare(company(left, country_left), company(right, country_right), config)
            rows.append({"left": left, "right": right, "score": found.score})
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()

"""Documents in the layouts offices draw, each with its truth.

python -m bench.layouts FOLDER [--seeds 3] [--start 0] [--only NAME]   writes documents and NAME.gold.json
python -m bench.layouts --list                                         names each layout
"""

import argparse
import json
import random
from pathlib import Path

from bench import (
    layouts_dates,
    layouts_grids,
    layouts_outlines,
    layouts_reports,
    layouts_special,
    layouts_tables,
)
from bench.layout_write import LAYOUTS

MODULES = (layouts_tables, layouts_grids, layouts_outlines, layouts_dates, layouts_reports, layouts_special)


def write(folder: Path, name: str, seed: int) -> Path:
    """Write one document of a layout with its gold; the path of the document."""
    filename, content, gold = LAYOUTS[name](random.Random(f"{name}-{seed}"))
    path = folder / f"{name}-{seed:03}{Path(filename).suffix}"
    path.write_bytes(content)
    gold["document"] = path.name
    text = json.dumps(gold, ensure_ascii=False, indent=1)
    path.with_suffix(".gold.json").write_text(text + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Write the documents, or list the layouts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", action="append", choices=sorted(LAYOUTS), help="this layout alone; repeatable")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list or options.folder is None:
        for name, function in LAYOUTS.items():
            print(f"{name:24} {(function.__doc__ or '').splitlines()[0]}")
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in options.only or LAYOUTS:
        for seed in range(options.start, options.start + options.seeds):
            write(options.folder, name, seed)


if __name__ == "__main__":
    main()

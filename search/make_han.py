#!/usr/bin/env python3
"""Make han.tsv: how Koreans, Japanese and Chinese read the characters that names are written with.

Run by hand, when the data is to be renewed, on the Unihan files of the Unicode Character Database:

    python3 search/make_han.py FOLDER

FOLDER holds Unihan_Readings.txt, Unihan_Variants.txt, Unihan_OtherMappings.txt and Unihan_IRGSources.txt
(https://www.unicode.org/Public/15.0.0/ucd/Unihan.zip, Unicode License). The same files give the same table.
"""

import argparse
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

FILES = ("Readings", "Variants", "OtherMappings", "IRGSources")
KUN = 4  # native Japanese readings kept a character, the commonest first
VARIANTS = ("kTraditionalVariant", "kSemanticVariant", "kZVariant", "kSpecializedSemanticVariant", "kSimplifiedVariant")
# New Japanese forms of which Unihan names no old one that has a Korean reading (働 is read like 動).
OLD = dict(
    zip(
        "亀働剤労勧営囲図圧壌壱対尚帰廃弐悩戻択拠拡挙斎既桟歓歯沢渓満犠猟発穏粛経継続縄脳舎舗蛍覚観訳読軽辺遅釈鉱銭閲闘隠霊頬飲駅髄麺齢専",
        "龜動劑勞勸營圍圖壓壤壹對尙歸廢貳惱戾擇據擴擧齋旣棧歡齒澤溪滿犧獵發穩肅經繼續繩腦舍鋪螢覺觀譯讀輕邊遲釋鑛錢閱鬪隱靈頰飮驛髓麵齡專",
        strict=True,
    )
)

Rows = dict[str, dict[str, str]]


def unihan(folder: Path) -> Rows:
    """Character → property → value, of all the files."""
    found: Rows = defaultdict(dict)
    for name in FILES:
        for line in (folder / f"Unihan_{name}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("U+"):
                code, property, value = line.split("\t")
                found[chr(int(code[2:], 16))][property] = value
    return found


def named(value: str) -> list[str]:
    """The characters that a value names by their code points."""
    return [chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", value)]


def old_forms(rows: Rows) -> dict[str, list[str]]:
    """New Japanese form → the old ones, which the list of characters for personal names tells."""
    found: dict[str, list[str]] = defaultdict(list)
    for character, row in sorted(rows.items()):
        for new in named(row.get("kJinmeiyoKanji", "")) + named(row.get("kJoyoKanji", "")):
            found[new].append(character)
    return found


def korean(character: str, rows: Rows, old: dict[str, list[str]]) -> str:
    """Its Korean reading, else that of a variant of it; "" if it has none."""
    variants = (one for name in VARIANTS for one in named(rows[character].get(name, "")))
    others = [*OLD.get(character, ""), *old.get(character, ()), *variants]
    for one in (character, *others):
        readings = rows[one].get("kHangul", "").split()
        if readings:
            return min(readings, key=rank).split(":")[0]
    return ""


def rank(reading: str) -> tuple[bool, bool]:
    """Those in everyday use first: the sources 0 and E tell the education list and KS X 1001."""
    source = reading.split(":")[1]
    return "E" not in source, "0" not in source


def japanese(row: dict[str, str]) -> list[str]:
    """Its Japanese readings in Latin letters, Chinese-like ones first."""
    return [r.lower() for r in row.get("kJapaneseOn", "").split() + row.get("kJapaneseKun", "").split()[:KUN]]


def mandarin(row: dict[str, str]) -> str:
    """Its Mandarin reading without tones."""
    first = (row.get("kMandarin", "").split() or [""])[0].replace("ü", "yu")
    return "".join(c for c in unicodedata.normalize("NFD", first) if not unicodedata.combining(c))


def used(row: dict[str, str]) -> bool:
    """Whether a character is in a national standard's set of everyday characters."""
    levels = (("kIRG_JSource", "J0"), ("kIRG_KSource", "K0"), ("kIRG_GSource", "G0"), ("kIRG_TSource", "T1"))
    return any(row.get(source, "").startswith(level) for source, level in levels)


def main() -> None:
    """Write han.tsv beside this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    rows = unihan(parser.parse_args().folder)
    old = old_forms(rows)
    lines = ["han\tkorean\tjapanese\tmandarin"]
    for character in sorted(one for one, row in rows.items() if used(row)):
        row = rows[character]
        read = (korean(character, rows, old), " ".join(dict.fromkeys(japanese(row))), mandarin(row))
        if any(read):
            lines.append("\t".join((character, *read)))
    Path(__file__).with_name("han.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

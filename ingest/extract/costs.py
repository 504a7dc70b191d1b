"""What the trip costs, as stated: total, per person and by item, never computed.

"19,200천원" is 19,200,000 won: the unit is part of what is written, no sum is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Document, Table, Text
from ingest.extract import dates
from ingest.extract.labels import Labelled, sections
from ingest.extract.lexicon import Lexicon
from ingest.plan import Cost

_UNITS = {
    "": 1,
    "십": 10,
    "백": 100,
    "천": 10**3,
    "만": 10**4,
    "십만": 10**5,
    "백만": 10**6,
    "천만": 10**7,
    "억": 10**8,
}
_CURRENCIES = {
    "원": "KRW",
    "유로": "EUR",
    "€": "EUR",
    "달러": "USD",
    "불": "USD",
    "$": "USD",
    "엔": "JPY",
    "파운드": "GBP",
}
_AMOUNT = re.compile(
    r"(?P<sign>[€$])?\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?\s*"
    r"(?P<unit>십만|백만|천만|십|백|천|만|억)?\s*(?P<currency>원|유로|€|달러|불|엔|파운드|EUR|USD|JPY|GBP)?"
)
_ITEM = re.compile(r"(?P<item>[가-힣A-Za-z0-9 ·/]{1,20}?)\s*[:：]?\s*$")
_LONGEST_ITEM = 20
_LONGEST_NUMBER = 15  # digits: a thousand trillion won, more than the state spends in a year


def costs(document: Document, values: Sequence[Labelled], lexicon: Lexicon) -> list[Cost]:
    """Every amount under a label of cost or in a table of a section of costs, in reading order."""
    payer = next((value.text for value in values if value.field == "payer"), None)
    found: dict[tuple[str, int], Cost] = {}
    for value in values:
        if value.field == "cost":
            for line in value.lines:
                for cost in _in_line(line, value.label, payer):
                    found.setdefault((cost.block, cost.amount), cost)
    for section in sections(document, lexicon):
        for block in section.blocks if section.name == "cost" else ():
            if isinstance(block, Table):
                for cost in _in_table(block, payer):
                    found.setdefault((cost.block, cost.amount), cost)
    return list(found.values())


def _in_line(line: Text, label: str, payer: str | None) -> Iterator[Cost]:
    """The amounts of a line; what stands before one names it: "1인당 3,200천원"."""
    stop = 0
    text = dates.readable(line.text)
    for match in _AMOUNT.finditer(text):
        amount = _amount(match)
        if amount is None:
            continue
        before = _ITEM.search(re.split(r"[(),/=×+]", text[stop : match.start()])[-1])
        item = before.group("item").strip() if before else ""
        yield Cost(item or label.strip(), amount[0], amount[1], payer, line.place)
        stop = match.end()


def _in_table(table: Table, payer: str | None) -> Iterator[Cost]:
    """The amounts in cells, named by the headings above them, else by the row's first cell."""
    grid = table.grid()
    for cell in table.cells:
        for line in cell.lines:
            for match in _AMOUNT.finditer(dates.readable(line.text)):
                amount = _amount(match)
                if amount is not None:
                    heads = [
                        c.text for row in grid[: cell.row] if (c := row[cell.column]) and not _AMOUNT.search(c.text)
                    ]
                    item = " ".join(dict.fromkeys(heads))[:_LONGEST_ITEM] or None
                    yield Cost(item, amount[0], amount[1], payer, line.place)


def _amount(match: re.Match[str]) -> tuple[int, str] | None:
    """(amount in whole units of its currency, its code), or None where no currency is written or no trip costs that."""
    written, digits = match["currency"] or match["sign"], match["number"].replace(",", "")
    if not written or len(digits) > _LONGEST_NUMBER:
        return None
    scale, parts = _UNITS[match["unit"] or ""], (match["part"] or "")[:_LONGEST_NUMBER]
    amount = int(digits) * scale + int(parts or 0) * scale // 10 ** len(parts)
    return (amount, _CURRENCIES.get(written, written)) if len(str(amount)) <= _LONGEST_NUMBER else None

"""Pens for the layouts: dates, overviews, tables in HTML, Markdown and plain text, and the list of layouts."""

import datetime as dt
import html as markup
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.layout_gold import Gold
from bench.layout_world import KOREAN_DAYS, Day, Stop, Trip

Made = tuple[str, bytes, Gold]
Layout = Callable[[random.Random], Made]
LAYOUTS: dict[str, Layout] = {}


def layout(function: Layout) -> Layout:
    """Enter a layout in the list under its function's name."""
    LAYOUTS[function.__name__] = function
    return function


def made(suffix: str, text: str, gold: Gold) -> Made:
    """A document as bytes with its gold."""
    return f"document.{suffix}", text.encode(), gold


# Dates.


def weekday(date: dt.date) -> str:
    """월 … 일."""
    return KOREAN_DAYS[date.weekday()]


DATES: dict[str, Callable[[dt.date], str]] = {
    "dots": lambda d: f"{d.month}. {d.day}.({weekday(d)})",
    "tight": lambda d: f"{d.month}.{d.day}.({weekday(d)})",
    "slash": lambda d: f"{d.month}/{d.day}({weekday(d)})",
    "slash_zero": lambda d: f"{d.month:02}/{d.day:02}({weekday(d)})",
    "words": lambda d: f"{d.month}월 {d.day}일({weekday(d)})",
    "full": lambda d: f"{d.year}. {d.month}. {d.day}.({weekday(d)})",
    "iso": lambda d: d.isoformat(),
    "compact": lambda d: f"{d:%Y%m%d}",
    "short_year": lambda d: f"'{d:%y}. {d.month}. {d.day}.({weekday(d)})",
    "zero": lambda d: f"{d.month:02}.{d.day:02}({weekday(d)})",
    "dash": lambda d: f"{d.month:02}-{d.day:02} ({weekday(d)})",
    "word_day": lambda d: f"{d.month}. {d.day}. {weekday(d)}요일",
}
COMMON_DATES = ("dots", "tight", "slash", "words", "full", "zero", "slash_zero", "dash", "word_day")


def dates(rng: random.Random, *names: str) -> Callable[[dt.date], str]:
    """One way to write dates."""
    return DATES[rng.choice(names or COMMON_DATES)]


def period(rng: random.Random, trip: Trip) -> str:
    """The period with its nights and days."""
    a, b = trip.start, trip.end
    start = f"{a.year}. {a.month}. {a.day}.({weekday(a)})"
    long = f"{b.year}. {b.month}. {b.day}.({weekday(b)})"
    short = f"{b.month}. {b.day}.({weekday(b)})"
    nights = f"{trip.nights}박 {trip.length}일"
    return rng.choice(
        (
            f"{start} ~ {short} ({nights})",
            f"{start} ~ {long}, {nights}",
            f"{start}～{short} / {trip.nights}박{trip.length}일",
            f"{a.year}년 {a.month}월 {a.day}일({weekday(a)}) ~ {b.month}월 {b.day}일({weekday(b)}) [{nights}]",
            f"{a.isoformat()} ~ {b.isoformat()} ({nights})",
            f"{start} – {short} 〈{nights}〉",
            f"{start}부터 {short}까지 ({nights})",
        )
    )


# Tables.


@dataclass
class Cell:
    """A cell with spans."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False
    raw: bool = False


def html_cell(cell: Cell | str) -> str:
    """<td> or <th>."""
    cell = Cell(cell) if isinstance(cell, str) else cell
    tag = "th" if cell.head else "td"
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    text = cell.text if cell.raw else markup.escape(cell.text, quote=False).replace("\n", "<br>")
    return f"<{tag}{spans}>{text}</{tag}>"


def html_table(rows: Sequence[Sequence[Cell | str]], head: int = 1) -> str:
    """A table; the first `head` rows are headers."""
    lines = []
    for i, row in enumerate(rows):
        cells = [Cell(c) if isinstance(c, str) else c for c in row]
        for cell in cells:
            cell.head = cell.head or i < head
        lines.append("<tr>" + "".join(map(html_cell, cells)) + "</tr>")
    return '<table border="1">\n' + "\n".join(lines) + "\n</table>"


def md_table(rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    lines = ["| " + " | ".join(c.replace("\n", "<br>") for c in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def md_page(title: str, lines: Sequence[tuple[str, str]], name: str, rows: Sequence[Sequence[str]]) -> str:
    """A Markdown plan: heading, overview, a section `name` with a table."""
    return f"# {title}\n\n## 개요\n\n{bullets(lines, '-', '')}\n\n## {name}\n\n{md_table(rows)}\n"


def width(text: str) -> int:
    """Columns a text takes in a fixed-width font."""
    return sum(2 if ord(c) > 0x1100 else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """The text filled up with spaces."""
    return text + " " * max(0, columns - width(text))


def box_table(rows: Sequence[Sequence[str]]) -> str:
    """A table drawn with ┌─┬─┐."""
    wide = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (w + 2) for w in wide) + right

    lines = ["│" + "│".join(f" {pad(c, w)} " for c, w in zip(row, wide, strict=True)) + "│" for row in rows]
    inner = f"\n{rule('├', '┼', '┤')}\n".join(lines)
    return f"{rule('┌', '┬', '┐')}\n{inner}\n{rule('└', '┴', '┘')}"


def page(title: str, *parts: str) -> str:
    """An HTML page under its heading."""
    body = "\n\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="ko"><head><meta charset="utf-8"><title>{markup.escape(title)}</title></head>'
        f"<body>\n<h1>{markup.escape(title)}</h1>\n\n{body}\n</body></html>\n"
    )


def h2(text: str) -> str:
    """A heading."""
    return f"<h2>{markup.escape(text)}</h2>"


def paragraphs(lines: Sequence[str]) -> str:
    """One <p> a line."""
    return "\n".join(f"<p>{markup.escape(line, quote=False)}</p>" for line in lines)


# What stands before and after an itinerary.


def heading(rng: random.Random, trip: Trip, kind: str = "plan") -> str:
    """The title with the word for the paper."""
    words = ("결과보고서", "귀국보고서", "결과보고") if kind == "report" else ("계획서", "계획(안)", "추진계획", "계획")
    return f"{trip.title} {rng.choice(words)}"


LABELS = {
    "title": ("출장명", "연수명", "건명", "견학명"),
    "aim": ("출장목적", "목적", "연수목적", "추진배경"),
    "period": ("출장기간", "기간", "연수기간", "여행기간"),
    "where": ("출장지", "방문국(도시)", "출장국", "방문국가", "연수국"),
    "people": ("인원", "출장인원", "구성인원", "참가인원"),
    "office": ("주관", "주관부서", "소속", "담당부서"),
    "cost": ("소요예산", "예산", "여비"),
}


def overview(rng: random.Random, trip: Trip, *, titled: bool = False) -> list[tuple[str, str]]:
    """Label and value of each line of an overview."""
    label = {key: rng.choice(words) for key, words in LABELS.items()}
    leader = rng.choice(("", f" (단장 1명, 단원 {trip.headcount - 1}명)"))
    lines = [
        (label["title"], trip.title),
        (label["aim"], "선진 운영사례를 조사하여 지역 정책에 접목"),
        (label["period"], period(rng, trip)),
        (label["where"], trip.where),
        (label["people"], f"{trip.headcount}명{leader}"),
        (label["office"], trip.office.full),
        (label["cost"], f"{trip.headcount * 3250:,}천원"),
    ]
    return lines if titled else lines[1:]


def bullets(lines: Sequence[tuple[str, str]], mark: str = "○", indent: str = " ") -> str:
    """○ 기간 : …"""
    return "\n".join(f"{indent}{mark} {label} : {value}" for label, value in lines)


def two_columns(lines: Sequence[tuple[str, str]]) -> str:
    """A label table with labels on the left."""
    return html_table([[Cell(label, head=True), value] for label, value in lines], head=0)


def four_columns(lines: Sequence[tuple[str, str]]) -> str:
    """A label table with two labels a row; an odd last one spans."""
    rows: list[list[Cell | str]] = []
    for i in range(0, len(lines) - 1, 2):
        (a, b), (c, d) = lines[i], lines[i + 1]
        rows.append([Cell(a, head=True), b, Cell(c, head=True), d])
    if len(lines) % 2:
        rows.append([Cell(lines[-1][0], head=True), Cell(lines[-1][1], columns=3)])
    return html_table(rows, head=0)


SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"


def contact(rng: random.Random, trip: Trip) -> tuple[str, list[str]]:
    """A line with a person's telephone and e-mail, and both alone."""
    phone = f"{rng.choice(('010', '031', '054', '061'))}-0000-{rng.randint(1000, 9999)}"
    mail = f"test{rng.randint(100, 999)}@example.com"
    name = rng.choice(SURNAMES) + "OO"
    line = rng.choice(
        (
            f"※ 담당 : {trip.office.department} 주무관 {name} (☎ {phone}, {mail})",
            f"문의처: 주무관 {name} / {phone} / {mail}",
            f"비상연락망 : 팀장 {name} {phone}, 전자우편 {mail}",
        )
    )
    return line, [phone, mail]


EFFECTS = (
    "제도 개선 과제를 발굴하여 내년도 시행계획에 반영",
    "부서 간 공유회를 열어 조사 결과 확산",
    "조례 개정 필요 사항을 관계 부서와 검토",
    "시설 운영지침을 마련할 때 참고자료로 활용",
)


def effects(rng: random.Random) -> list[str]:
    """Two hopes."""
    return rng.sample(EFFECTS, 2)


# Cells of an itinerary.


def block(stop: Stop, bullet: str = "- ") -> str:
    """The entry's text with its agenda below."""
    return "\n".join([stop.text, *(bullet + line for line in stop.agenda)])


def timed(stop: Stop) -> str:
    """10:00 in front of a visit."""
    return f"{stop.start} {stop.text}" if stop.start else stop.text


def bulleted(day: Day, mark: str = "· ", bullet: str = "  - ", times: bool = False) -> str:
    """All entries of a day in one cell."""
    return "\n".join(mark + (timed(s) if times else s.text) + "".join(f"\n{bullet}{a}" for a in s.agenda)
                     for s in day.stops)  # fmt: skip


def joined(lines: Sequence[str]) -> str:
    """Lines of a cell."""
    return "\n".join(lines)

"""One draft in every format, as bytes. Heavy libraries are imported only where their format is made."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from bench.drafts import Box, Draft, Grid, Line

_CSS = """
@page { size: A4; margin: 20mm 18mm; @bottom-center { content: "- " counter(page) " -"; font-size: 9pt } }
body { font: 10pt NanumGothic, "Noto Sans CJK KR", sans-serif; line-height: 1.5 }
h1 { font-size: 17pt } h2 { font-size: 13pt }
ul { list-style: none; margin: 0; padding-left: 8pt } ul ul { padding-left: 10pt }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 4pt 0 }
td ul { padding-left: 0 }
td, th { border: 0.5pt solid black; padding: 2pt 4pt; font-weight: normal; vertical-align: top }
tr { break-inside: avoid }
"""


def render(draft: Draft, format: str) -> bytes:
    """The draft as a file of one of FORMATS."""
    return FORMATS[format](draft)


def suffix(format: str) -> str:
    """The suffix a file of the format goes by: "txt" for the text encodings too."""
    return format.partition("-")[0]


def _lines(lines: Sequence[Line], indent: str = "  ") -> list[str]:
    """Lines as typed, a deeper one further in."""
    return [indent * max(0, line.depth - 1) + line.written for line in lines]


def _indented(lines: Sequence[Line]) -> list[str]:
    """Lines below a heading that is a line itself: further in than it."""
    return ["  " + line for line in _lines(lines)]


# Text

# What CP949 has no place for, and what one types in its stead.
CP949_STAND_INS: dict[str, str] = {"•": "·", "é": "e"}


def _text(draft: Draft) -> str:
    pieces = [draft.title, ""]
    for heading, body in draft.sections():
        pieces += [heading.written]
        pieces += _indented(body) if isinstance(body, tuple) else _tabbed(body)
        pieces.append("")
    return "\n".join(pieces)


def _stood_in(text: str) -> str:
    return text.translate({ord(lost): typed for lost, typed in CP949_STAND_INS.items()})


def _tabbed(grid: Grid) -> list[str]:
    """A row a line, a TAB between slots; a cell's lines stand behind one another."""
    return ["\t".join(" ".join(_lines(box.lines, "")) if box else "" for box in row) for row in grid]


# Markdown


def _markdown(draft: Draft) -> bytes:
    pieces = [f"# {draft.title}", ""]
    for heading, body in draft.sections():
        pieces += [f"## {heading.written}", ""]
        pieces += _lines(body) if isinstance(body, tuple) else _piped(body)
        pieces.append("")
    return "\n".join(pieces).encode()


def _piped(grid: Grid) -> list[str]:
    rows = [f"| {' | '.join(_piped_cell(box) for box in row)} |" for row in grid]
    return [rows[0], "|" + "---|" * len(grid[0]), *rows[1:]]


def _piped_cell(box: Box | None) -> str:
    lines = box.lines if box else ()
    return "<br>".join(_emphasised(line).replace("|", "\\|") for line in lines)


def _emphasised(line: Line) -> str:
    text = f"**{line.text}**" if line.bold else line.text
    return f"{line.marker} {text}" if line.marker else text


# HTML and PDF


def _html(draft: Draft, style: str = "") -> str:
    pieces = [
        f'<!DOCTYPE html>\n<html lang="ko"><head><meta charset="utf-8"><title>{escape(draft.title)}</title>',
        f"{style}</head>\n<body>\n<h1>{escape(draft.title)}</h1>",
    ]
    for heading, body in draft.sections():
        pieces.append(f"<h2>{escape(heading.written)}</h2>")
        pieces.append(_html_lines(body) if isinstance(body, tuple) else _html_table(body))
    return "\n".join([*pieces, "</body></html>\n"])


def _html_lines(lines: Sequence[Line]) -> str:
    """Plain lines apart by <br>, items in nested lists, their bullets written out."""
    pieces: list[str] = []
    depth = 0
    for line in lines:
        text = f"<b>{escape(line.text)}</b>" if line.bold else escape(line.text)
        written = f"{escape(line.marker)} {text}" if line.marker else text
        pieces += ["<ul>"] * (line.depth - depth) + ["</ul>"] * (depth - line.depth)
        depth = line.depth
        pieces.append(f"<li>{written}</li>" if depth else f"{written}<br>")
    return "".join([*pieces, *["</ul>"] * depth])


def _html_table(grid: Grid) -> str:
    head = 0
    while head < len(grid) and all(box is None or box.header for box in grid[head]):
        head += 1
    widths = "".join(f'<col style="width: {share:.0f}%">' for share in _shares(grid))
    rows = ["<tr>" + "".join(_html_cell(box) for box in row if box) + "</tr>" for row in grid]
    top = ["<thead>", *rows[:head], "</thead>"] if head else []
    return "\n".join([f"<table><colgroup>{widths}</colgroup>", *top, "<tbody>", *rows[head:], "</tbody></table>"])


def _html_cell(box: Box) -> str:
    name = "th" if box.header else "td"
    spans = f' rowspan="{box.rows}"' * (box.rows > 1) + f' colspan="{box.columns}"' * (box.columns > 1)
    return f"<{name}{spans}>{_html_lines(box.lines)}</{name}>"


def _shares(grid: Grid) -> list[float]:
    """Column widths in percent by what the longest line of each needs, as one would draw them."""
    needs = [4.0] * len(grid[0])
    for row in grid:
        for column, box in enumerate(row):
            if box and box.columns == 1:
                longest = max((len(line.written) for line in box.lines), default=0)
                needs[column] = max(needs[column], min(longest + 3.0, 28.0))
    return [100 * need / sum(needs) for need in needs]


def _pdf(draft: Draft) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    page = weasyprint.HTML(string=_html(draft, f"<style>{_CSS}</style>"))
    return bytes(page.write_pdf(font_config=FontConfiguration()) or b"")


# Word


def _docx(draft: Draft) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(draft.title, 1)
    for heading, body in draft.sections():
        document.add_heading(heading.written, 2)
        if isinstance(body, tuple):
            for line in body:
                _docx_line(document, line)
        else:
            _docx_table(document, body)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_line(document: Any, line: Line) -> None:
    """An item under "-" is a list item of Word's, which draws its bullet itself; any other is typed."""
    if line.marker == "-":
        document.add_paragraph(line.text, "List Bullet" if line.depth == 1 else f"List Bullet {line.depth}")
    else:
        document.add_paragraph(line.written)


def _docx_table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid), len(grid[0]), "Table Grid")
    cells = [row.cells for row in table.rows]
    for r, c, box in _anchors(grid):
        cell = cells[r][c]
        if (box.rows, box.columns) != (1, 1):
            cell = cell.merge(cells[r + box.rows - 1][c + box.columns - 1])
        for number, line in enumerate(box.lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            if line.marker:
                paragraph.add_run(f"{line.marker} ")
            paragraph.add_run(line.text).bold = line.bold or None


def _anchors(grid: Grid) -> list[tuple[int, int, Box]]:
    return [(r, c, box) for r, row in enumerate(grid) for c, box in enumerate(row) if box]


# Hancom


def _written(draft: Draft) -> list[str | Grid]:
    """What is typed into a Hancom document: lines with blanks for indents, and tables."""
    pieces: list[str | Grid] = [draft.title]
    for heading, body in draft.sections():
        pieces.append(heading.written)
        pieces += _indented(body) if isinstance(body, tuple) else [body]
    return pieces


def _hwpx(draft: Draft) -> bytes:
    from hwpx.document import HwpxDocument

    document: Any = HwpxDocument.new()
    bold = document.styles.ensure_run(bold=True)
    for piece in _written(draft):
        if isinstance(piece, str):
            document.add_paragraph(piece)
        else:
            _hwpx_table(document.add_table(len(piece), len(piece[0])), piece, str(bold))
    return bytes(document.to_bytes())


def _hwpx_table(table: Any, grid: Grid, bold: str) -> None:
    for r, c, box in _anchors(grid):
        cell = table.cell(r, c)
        for number, (line, text) in enumerate(zip(box.lines, _lines(box.lines), strict=True)):
            shape = {"char_pr_id_ref": bold} if line.bold else {}
            if number or line.bold:
                cell.add_paragraph(text, **shape)
            else:
                cell.set_text(text)
    for r, c, box in _anchors(grid):
        if (box.rows, box.columns) != (1, 1):
            table.merge_cells(r, c, r + box.rows - 1, c + box.columns - 1)


def _hwp(draft: Draft) -> bytes:
    from jakal_hwpx import HancomDocument

    document = HancomDocument.blank()
    for piece in _written(draft):
        if isinstance(piece, str):
            document.append_paragraph(piece)
        else:
            texts = [["\n".join(_lines(box.lines)) if box else "" for box in row] for row in piece]
            spans = {(r, c): (box.rows, box.columns) for r, c, box in _anchors(piece)}
            spans = {place: span for place, span in spans.items() if span != (1, 1)}
            document.append_table(rows=len(piece), cols=len(piece[0]), cell_texts=texts, cell_spans=spans)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "draft.hwp")
        document.write_to_hwp(path)
        return path.read_bytes()


FORMATS: dict[str, Callable[[Draft], bytes]] = {
    "md": _markdown,
    "html": lambda draft: _html(draft).encode(),
    "txt": lambda draft: _text(draft).encode(),
    "txt-utf16": lambda draft: _text(draft).encode("utf-16"),
    "txt-cp949": lambda draft: _stood_in(_text(draft)).encode("cp949"),
    "docx": _docx,
    "pdf": _pdf,
    "hwpx": _hwpx,
    "hwp": _hwp,
}

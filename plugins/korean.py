"""Datasette's own pages in Korean: its templates get the words of ``locale/datasette.tsv`` as they are compiled.

A line there is a piece of a template and what stands in its place; table-js.tsv has those of the script on lists.
Columns, filters and what SQLite says of an error have Korean words in columns.tsv, filters.tsv and errors.tsv.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import datasette
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup
from pluggy import HookimplMarker

from search.hangul import quoted
from web.words import COLUMNS, codes, label_of, read_lines, read_words

hookimpl = HookimplMarker("datasette")

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "templates"
SCRIPT = Path(datasette.__file__).parent / "static" / "table.js"


def replaced(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its pieces replaced, of pieces at one place the longest."""
    pieces = "|".join(re.escape(piece) for piece in sorted(words, key=len, reverse=True))
    return re.sub(pieces, lambda piece: words[piece[0]], text)


WORDS = read_words("datasette.tsv")
FILTERS = {key: (label, told) for key, label, told in read_lines("filters.tsv")}
_MARKUP = re.compile(r"<(script|style|textarea)\b.*?</\1>|<[^<>]*>", re.DOTALL)
_LONGEST = 120  # characters of an error's own words
ERRORS = [(re.compile(pattern), korean) for pattern, korean in read_lines("errors.tsv")]


class Korean(Extension):
    """Puts Korean words into templates that are not ours."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its words replaced."""
        if filename is None or Path(filename).parent == OURS:
            return source
        return replaced(source, WORDS)


# -- what templates ask for -------------------------------------------------------------------


def labelled(column: str) -> str:
    """Return the Korean name of a column with its own beside it, as that is what SQL and addresses call it."""
    if column not in COLUMNS:
        return column
    return Markup('{} <small class="own-name">{}</small>').format(COLUMNS[column], column)


def lookup_of(key: str, display: str) -> str:
    """Return the Korean name of a filter; signs such as = stay beside it."""
    label, _ = FILTERS.get(key, (display, ""))
    return label if display.isascii() and display.replace(" ", "").isalpha() else f"{display} {label}"


def described(filters: Any, args: Any, sort: str | None, sort_desc: str | None) -> str:
    """Return in words which rows a list has, and in which order."""
    said = [*_searched(args), *_filtered(filters)]
    if sort or sort_desc:
        said.append(f"{label_of(sort or sort_desc or '')} {'차례' if sort else '내림차순'}")
    return " · ".join(said)


def _searched(args: Any) -> Iterator[str]:
    for key in args:
        if (key == "_search" or key.startswith("_search_")) and args[key]:
            column = key.removeprefix("_search").removeprefix("_")
            yield f"{label_of(column)}에서 ‘{args[key]}’ 찾기" if column else f"‘{args[key]}’ 찾기"


def _filtered(filters: Any) -> Iterator[str]:
    for column, lookup, value in filters.selections():
        if lookup in FILTERS:
            yield FILTERS[lookup][1].format(c=label_of(column), v=value)


def in_korean(error: object) -> str:
    """Return what an error says in Korean, its own words behind it; just these where nobody translated them."""
    text = str(error)
    plain = re.sub(r"\s+", " ", _MARKUP.sub(" ", text)).strip()
    for pattern, korean in ERRORS:
        if match := pattern.fullmatch(plain):
            said = korean.format(*match.groups())
            return Markup('{} <small lang="en">{}</small>').format(said, plain[:_LONGEST])
    return text if not isinstance(error, Markup) else error


# -- codes ------------------------------------------------------------------------------------


def meanings(known: Any, table: str | None, column: str) -> dict[str, str]:
    """Return what the codes in a column of a table mean, as metadata.yml says."""
    told = (known.table_metadata("kb", table) or {}).get("columns") or {} if table else {}
    return codes(str(told.get(column) or ""))


@hookimpl
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    """Show what a code means, and the code beside it."""
    if not isinstance(value, str) or value not in (known := meanings(datasette, table, column)):
        return None
    return Markup('{} <small class="own-name">{}</small>').format(known[value], value)


# -- the script on lists ----------------------------------------------------------------------


@lru_cache(maxsize=1)
def script() -> str:
    """Return Datasette's script on lists with its words replaced."""
    return replaced(SCRIPT.read_text(encoding="utf-8"), read_words("table-js.tsv"))


async def table_js(request: Request) -> Response:
    """Answer with the script in Korean."""
    return Response(script(), content_type="text/javascript; charset=utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Stand before Datasette's own script."""
    return [(r"^/-/static/table\.js$", table_js)]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Teach the environment that all pages are rendered in."""

    def title_of(table: str) -> str:
        return str((datasette.table_metadata("kb", table) or {}).get("title") or table)

    def meaning_of(table: str, column: str, value: object) -> str:
        return meanings(datasette, table, column).get(str(value), str(value))

    told = (label_of, labelled, lookup_of, described, in_korean, title_of, meaning_of)
    env.globals["quoted"] = quoted
    env.globals.update({function.__name__: function for function in told})
    env.add_extension(Korean)

"""Datasette's own pages in Korean: its templates get the words of ``locale/datasette.tsv`` as they are compiled.

A line there is a piece of a template and what stands in its place. A piece that a new Datasette words in another
way stays English until the line is mended.
"""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "templates"


def read_words(path: Path) -> dict[str, str]:
    """Return the pieces of templates by what they are replaced with; the first line is a heading."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)


WORDS = read_words(ROOT / "locale" / "datasette.tsv")
_PIECES = re.compile("|".join(re.escape(piece) for piece in sorted(WORDS, key=len, reverse=True)))


class Korean(Extension):
    """Puts Korean words into templates that are not ours."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its words replaced."""
        if filename is None or Path(filename).parent == OURS:
            return source
        return _PIECES.sub(lambda piece: WORDS[piece[0]], source)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Teach the environment that all pages are rendered in."""
    env.add_extension(Korean)

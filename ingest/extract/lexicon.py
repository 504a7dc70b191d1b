"""The words an extractor goes by: label vocabularies and the names known to authority/, ready for look-up."""

from __future__ import annotations

import re
from functools import cached_property

from ingest.authority import Authority
from ingest.names import keys, parts
from search.hangul import name_key

_LONGEST_LABEL = 24  # characters of a key: longer texts are sentences, not labels


class Lexicon:
    """Look-ups over an Authority; texts are compared by name key (letters and digits only)."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority

    def words(self, group: str, name: str = "") -> tuple[str, ...]:
        """The words of a group of vocabulary.tsv."""
        return self.authority.vocabulary.get((group, name), ())

    def label(self, text: str) -> str | None:
        """The field that a label names (title, period, people, …), or None."""
        return self._exact("label", text)

    def section(self, text: str) -> str | None:
        """The section that a heading opens (itinerary, sites, outcome, …), or None."""
        return self._exact("section", text)

    def column(self, text: str) -> str | None:
        """The role that a column's heading names; the longest known label within it decides."""
        exact = self._exact("column", text)
        key = name_key(text)
        if exact or len(key) > _LONGEST_LABEL:
            return exact
        within = [label for label in self._keys["column"] if len(label) > 1 and label in key]
        return self._keys["column"][max(within, key=len)] if within else None

    def is_ditto(self, text: str) -> bool:
        """Whether a cell holds a ditto mark and nothing else."""
        return text.strip() in self.words("mark", "ditto")

    def is_blank(self, text: str) -> bool:
        """Whether a cell says nothing."""
        return not text.strip() or text.strip() in self.words("mark", "blank")

    def has(self, text: str, group: str, name: str = "") -> bool:
        """Whether `text` holds a word of the group, white space aside."""
        squeezed = re.sub(r"\s+", "", text)
        return any(word in squeezed for word in self.words(group, name))

    def count(self, text: str, group: str, name: str = "") -> int:
        """How many different words of the group `text` holds."""
        squeezed = re.sub(r"\s+", "", text)
        return sum(word in squeezed for word in self.words(group, name))

    def institutions(self, name: str) -> tuple[str, ...]:
        """Ids of the institutions known under a name as written, or under a part of it."""
        known = self.authority.institutions_by_name
        found = (id for key in keys(name, self.words("level")) for id in known.get(key, ()))
        return tuple(dict.fromkeys(found))

    def _exact(self, group: str, text: str) -> str | None:
        if len(name_key(text)) > _LONGEST_LABEL:
            return None
        table = self._keys[group]
        return next((table[key] for part in parts(text) if (key := name_key(part)) in table), None)

    @cached_property
    def _keys(self) -> dict[str, dict[str, str]]:
        tables: dict[str, dict[str, str]] = {}
        for (group, name), words in self.authority.vocabulary.items():
            table = tables.setdefault(group, {})
            for word in words:
                table.setdefault(name_key(word), name)
        return tables

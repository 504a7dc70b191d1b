"""The words an extractor goes by: label vocabularies and the names known to authority/, ready for look-up."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Generic, NamedTuple, TypeVar

from ingest.authority import Authority
from ingest.extract.words import Words
from ingest.names import keys, parts
from search.hangul import name_key

K = TypeVar("K")
V = TypeVar("V")

IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
"""What stands in parentheses, with them."""

BRACKETED = re.compile(rf"\s*{IN_BRACKETS.pattern}")
"""The same with the white space before it."""

_LONGEST_LABEL = 24  # characters of a key: longer texts are sentences, not labels
_LONGEST_TAG = 8
_LONGEST_TEXT = 3 * _LONGEST_LABEL  # characters as written
_LISTED = re.compile(r"[,、·/]|\s(?:및|등)\s")
_SIGHT_TAIL = re.compile(r"\s*(?:등|일대|주변|인근|전경|야경)+\s*$")
_COUNT_ALONE = re.compile(r"\s*[(（]?\s*\d+\s*(?:개소|개\s*기관|곳|회)\s*[)）]?\s*$|(?:\s*,?\s*[①-⑳])+\s*$")
_IN_GROUPS = re.compile(r"^\s*(?:\d+\s*개\s*[조팀반](?:으)?로\s*나누어|(?:조|팀|분임)별(?:로)?)\s*")
_UNIT = re.compile(r"(?<=\S)\s+(?![내외일전상하중]부$)[가-힣]{1,8}(?:과|국|실|팀|부)\s*$")
_LATIN_GAP = re.compile(r"[A-Za-z]\s+[A-Za-z]")
_REMEMBERED = 50_000  # look-ups kept


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    """The text without white space; asked for once a group of words, for the same few texts."""
    return "".join(text.split())


@lru_cache(maxsize=4096)
def _searched(text: str) -> tuple[str, str]:
    """A text as words are looked for in it: without white space, and as written where Latin words stand apart."""
    return _squeezed(text), text if _LATIN_GAP.search(text) else ""


class _Label(NamedTuple):
    """A label's length, negative so that the longest comes first, its place in the vocabulary, and what it names."""

    length: int
    at: int
    name: str


@lru_cache(maxsize=4096)
def _label_keys(text: str) -> tuple[str, ...]:
    """The keys of a text and of what stands outside its parentheses, none where it is too long for a label."""
    return tuple(map(name_key, parts(text)[:2])) if len(name_key(text)) <= _LONGEST_LABEL else ()


def _whole(word: str) -> str:
    """A pattern for a word; a Latin one does not go on: Depart is not in Department."""
    return re.escape(word) + ("(?![a-z])" if word.isascii() and word[-1:].islower() else "")


class Remembered(dict[K, V], Generic[K, V]):
    """Answers to look-ups by what was asked; headings, labels and names come again and again."""

    def __init__(self, find: Callable[[K], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, asked: K) -> V:
        """Find the answer and keep it."""
        if len(self) > _REMEMBERED:
            self.clear()
        found = self[asked] = self._find(asked)
        return found


class Lexicon:
    """Look-ups over an Authority; texts are compared by name key (letters and digits only)."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        groups = ("label", "section", "column", "card")
        self._exact = {group: Remembered(partial(self._look_up, group)) for group in groups}
        self._sections = Remembered(partial(self._within, "section", shortest=3))
        self._columns = Remembered(self._role)
        self._institutions = Remembered(self._institutions_of)
        self._ends = Remembered(self._ends_as_institution)
        self._sights = Remembered(self._names_sight)
        self._announced = Remembered(self._only_says_visit)
        self._patterns = Remembered(self._any_of)
        self._held = lru_cache(maxsize=2**15)(self._holds)  # of a line several concerns ask the same
        self._sets = Remembered(self._set_of)

    def prepare(self) -> None:
        """Make the look-ups that the first document would have made."""
        _ = self._labels, self._common, self.theme_keywords

    def words(self, group: str, name: str = "") -> tuple[str, ...]:
        """The words of a group of vocabulary.tsv."""
        return self.authority.vocabulary.get((group, name), ())

    def label(self, text: str) -> str | None:
        """The field that a label names (title, period, people, …), or None."""
        return self._exact["label"][text] if len(text) <= _LONGEST_TEXT else None

    def label_in_hangul(self, letters: str) -> str | None:
        """The field that a label names of which only Hangul is given, without white space; None for another word."""
        return self._keys["label"].get(letters)

    def section(self, text: str) -> str | None:
        """The section that a heading opens (itinerary, sites, outcome, …); the longest known label within decides."""
        return self._sections[text] if len(text) <= _LONGEST_TEXT else None

    def section_named(self, text: str) -> str | None:
        """The section whose very name `text` is, or None."""
        return self._exact["section"][text] if len(text) <= _LONGEST_TEXT else None

    def column(self, text: str) -> str | None:
        """The role that a column's heading names; the longest known label within it decides."""
        return self._columns[text] if len(text) <= _LONGEST_TEXT else None

    def _role(self, text: str) -> str | None:
        key = name_key(text)
        for role in ("before", "after"):  # "당초 승인 일정" and "실제 추진 일정" both hold a word for contents
            if self._exact["column"][text] is None and key.startswith(self.words("change", role)):
                return role
        found = self._within("column", text, 2)
        both = found in ("institution", "agenda") and all(
            self._longest_of("column", key, roles) for roles in (("institution",), ("agenda", "schedule", "fact"))
        )
        return "schedule" if both and self._exact["column"][text] is None else found

    def _longest_of(self, group: str, key: str, names: tuple[str, ...]) -> bool:
        """Whether a label of one of `names` stands in `key`."""
        return any(len(label) > 1 and label in key for label, name in self._keys[group].items() if name in names)

    def _within(self, group: str, text: str, shortest: int) -> str | None:
        """The name of the text's own label, else of the longest one in it."""
        return self._exact[group][text] or self._longest(group, name_key(text), shortest)

    def _longest(self, group: str, key: str, shortest: int) -> str | None:
        if len(key) > _LONGEST_LABEL:
            return None
        found = min((label for label in self._labels[group].within(key) if -label.length >= shortest), default=None)
        return found.name if found else None

    def is_ditto(self, text: str) -> bool:
        """Whether a cell holds a ditto mark and nothing else."""
        return text.strip().lower() in self._sets["mark", "ditto"]

    def begins_ditto(self, text: str) -> bool:
        """Whether a cell repeats the one above and says more behind it: "〃 15:00", "same day, 14:00"."""
        if text.lstrip()[:1].lower() not in self._first_of_ditto:
            return False
        squeezed = _squeezed(text).lower()
        mark = next((word for word in self.words("mark", "ditto") if squeezed.startswith(word)), None)
        return mark is not None and not squeezed[len(mark) : len(mark) + 1].isalpha()

    def is_blank(self, text: str) -> bool:
        """Whether a cell says nothing."""
        bare = text.strip()
        return not bare or bare in self._sets["mark", "blank"]

    def has_mark(self, text: str, *names: str) -> bool:
        """Whether a cell holds a mark of one of the names (unchanged: 좌동) and nothing else."""
        return any(self.is_word(text.strip("()（） ").lower(), "mark", name) for name in names)

    def is_word(self, text: str, group: str, name: str = "") -> bool:
        """Whether a text is one of the words of a group, or of one name in it."""
        return _squeezed(text) in self._sets[group, name]

    def has(self, text: str, group: str, name: str = "") -> bool:
        """Whether `text` holds a word of the group, white space aside; Latin words may stand apart, too."""
        return self._held(text, group, name)

    def _holds(self, text: str, group: str, name: str) -> bool:
        search = self._patterns[group, name].search
        squeezed, spaced = _searched(text)
        return search(squeezed) is not None or (spaced != "" and search(spaced) is not None)

    def without(self, text: str, group: str, name: str = "") -> str:
        """`text` without white space and the words of the group."""
        return self._patterns[group, name].sub("", _squeezed(text))

    def _set_of(self, asked: tuple[str, str]) -> frozenset[str]:
        return frozenset(self.words(*asked))

    def _any_of(self, asked: tuple[str, str]) -> re.Pattern[str]:
        """Finds the first word of a group; one pattern is several times as fast as a word at a time."""
        return re.compile("|".join(map(_whole, self.words(*asked))) or "(?!)")

    def count(self, text: str, group: str, name: str = "") -> int:
        """How many different words of the group `text` holds."""
        squeezed = _squeezed(text)
        return sum(word in squeezed for word in self.words(group, name))

    def institutions(self, name: str) -> tuple[str, ...]:
        """Ids of the institutions known under a name as written, or under a part of it."""
        return self._institutions[name]

    def _institutions_of(self, name: str) -> tuple[str, ...]:
        known = self.authority.institutions_by_name
        found = (id for key in keys(name, self.words("level")) for id in known.get(key, ()))
        return tuple(dict.fromkeys(found))

    def card(self, text: str) -> str | None:
        """What the key of an institution's card tells ("fact", "other"), or None."""
        return self._exact["card"][text] if len(text) <= _LONGEST_TEXT else None

    def told(self, text: str) -> str | None:
        """The kind of entry that a tag such as "공식" or "농가방문" or a cell such as "이동" tells, or None."""
        key = name_key(text)
        known = self._keys["told"].get(key)
        if known or len(key) > _LONGEST_TAG:
            return known
        return next((self._keys["told"][tail] for tail in self.words("toldtail") if key.endswith(tail)), None)

    def ends_as_institution(self, name: str) -> bool:
        """Whether the name, or what stands outside its parentheses, ends in a word such as 센터."""
        return self._ends[name]

    def _ends_as_institution(self, name: str) -> bool:
        bare = IN_BRACKETS.sub("", name)
        parts = dict.fromkeys((name, bare, _UNIT.sub("", bare)))  # 시청 관광과 is one of the 시청
        forms = [re.sub(r"[\s)）\]]+", "", form) for form in parts]
        heads = [form for form in (*forms, name.split(" of ")[0]) if form]  # Department of Tourism
        return any(form.endswith(self.words("institution")) for form in heads)

    def only_says_cancelled(self, text: str) -> bool:
        """Whether a text says that something was cancelled and names nothing: "방문 취소(휴관일 변경)"."""
        if not self.has(text, "cancel"):
            return False
        rest = re.sub(r"[(（\[][^()（）]*[)）\]]|\s+", "", text)
        for word in sorted((*self.words("cancel"), *self.words("visitword")), key=len, reverse=True):
            rest = rest.replace(word, "")
        return rest in ("", "일정")

    def only_says_visit(self, text: str) -> bool:
        """Whether a text only announces visits and names nobody: "기관방문 2개소", "기관방문 (고베, 사카이)"."""
        return self._announced[text]

    def _only_says_visit(self, text: str) -> bool:
        bare = BRACKETED.sub("", _COUNT_ALONE.sub("", _IN_GROUPS.sub("", text)))
        if not self.is_word(bare, "visitword"):
            return False
        said = [piece for inner in BRACKETED.findall(text) for piece in _LISTED.split(inner.strip("()（） "))]
        return not any(self.ends_as_institution(piece) or self.institutions(piece) for piece in said)

    def names_sight(self, text: str) -> bool:
        """Whether one of the names that a text lists ends in a word such as 언덕: a market's authority is none."""
        return self._sights[text]

    def _names_sight(self, text: str) -> bool:
        bare = IN_BRACKETS.sub("", text)
        parts = (_SIGHT_TAIL.sub("", part) for part in _LISTED.split(bare))
        return any(part.replace(" ", "").endswith(self.words("sight")) for part in parts)

    def is_common_noun(self, name: str) -> bool:
        """Whether a name is made of common words alone (노인 + 요양 + 시설), so that it names nobody."""
        return bool(self._common.fullmatch(re.sub(r"[\s·]+", "", name)))

    @cached_property
    def _first_of_ditto(self) -> frozenset[str]:
        return frozenset(mark[0] for mark in self.words("mark", "ditto"))

    @cached_property
    def visit_tail(self) -> re.Pattern[str]:
        """Finds the word of a visit that ends a text, as a word of its own or behind a parenthesis: "… 방문"."""
        words = sorted(self.words("visitword"), key=len, reverse=True)
        either = "|".join(r"\s*".join(map(re.escape, word)) for word in words) or "(?!)"
        return re.compile(rf"(?:\s+|(?<=[)）]))(?:{either})\s*$")

    @cached_property
    def _common(self) -> re.Pattern[str]:
        words = sorted(self.words("common"), key=len, reverse=True)
        heads = sorted(self.words("institution"), key=len, reverse=True)
        either = "|".join(map(re.escape, [*words, *heads]))
        common, head = "|".join(map(re.escape, words)), "|".join(map(re.escape, heads))
        return re.compile(rf"(?:{common})(?:{either})*(?:{head})(?:등)?" if words and heads else "(?!)")

    def _look_up(self, group: str, text: str) -> str | None:
        table = self._keys[group]
        return next((table[key] for key in _label_keys(text) if key in table), None)

    @cached_property
    def theme_keywords(self) -> Words[tuple[str, str]]:
        """(keyword, theme) of the Korean keywords, as they stand in a text without white space."""
        return Words(
            ("".join(written.split()), (written, theme.id))
            for theme in self.authority.themes.values()
            for written in theme.keywords
            if not written.isascii()
        )

    @cached_property
    def latin_keywords(self) -> list[tuple[str, re.Pattern[str], str, str]]:
        """(keyword in lower case, pattern of the whole word, keyword, theme) of the Latin keywords."""
        return [
            (written.lower(), re.compile(rf"(?<![a-z]){re.escape(written)}(?![a-z])", re.I | re.A), written, theme.id)
            for theme in self.authority.themes.values()
            for written in theme.keywords
            if written.isascii()
        ]

    @cached_property
    def _labels(self) -> dict[str, Words[_Label]]:
        return {
            group: Words((key, _Label(-len(key), at, name)) for at, (key, name) in enumerate(table.items()))
            for group, table in self._keys.items()
        }

    @cached_property
    def _keys(self) -> dict[str, dict[str, str]]:
        tables: dict[str, dict[str, str]] = {}
        for (group, name), words in self.authority.vocabulary.items():
            table = tables.setdefault(group, {})
            for word in words:
                table.setdefault(name_key(word), name)
        return tables

"""Full-text engines over the same entries: ours, SQLite's own, a scan, tantivy, groonga and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.fulltext_truth import columns_of, lines_of
from search.entries import Entry, index_texts
from search.fulltext import FullText
from search.terms import TermChanges
from search.tokens import match_expression, phrase, query_words

TOP = 20
_ALL = 10_000_000
_SCHEMA = Path(__file__).parents[1] / "ingest" / "schema.sql"


class Engine(ABC):
    """An index of entries in a folder of its own.

    ranked: whether the first are the best. counted: whether the number of all hits can be asked for besides.
    """

    name: str
    ranked, counted = True, False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    @abstractmethod
    def build(self, entries: Sequence[Entry]) -> None:
        """Index all entries."""

    @abstractmethod
    def top(self, query: str) -> Any:
        """The best TOP entries, as `rowids` takes them."""

    def top_counted(self, query: str) -> Any:
        """The same with the number of all entries found."""
        raise NotImplementedError

    @abstractmethod
    def every(self, query: str) -> set[int]:
        """The rowids of all entries found."""

    def rowids(self, top: Any) -> list[int]:
        """The rowids of what `top` gave; not part of what is measured."""
        return [row[0] for row in top]

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        return time.process_time()

    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    def close(self) -> None:
        """Stop what was started."""
        return


class Ours(Engine):
    """The index of the base."""

    name, counted = "gabonde", True

    def build(self, entries: Sequence[Entry]) -> None:
        """As ingest.store does."""
        self._base = sqlite3.connect(self.folder / "index.db")
        self._base.execute("pragma synchronous = off")
        self._base.executescript(_SCHEMA.read_text(encoding="utf-8"))
        self._base.execute("insert into search_fts(search_fts, rank) values ('hashsize', 33554432)")
        changes = TermChanges()
        index_texts(self._base, sorted(entries), changes)
        changes.write(self._base)
        self._base.execute("insert into search_fts(search_fts) values ('optimize')")
        self._base.commit()

    def top(self, query: str) -> Any:
        """By search.fulltext."""
        return FullText(self._base, match_expression(query)).best(TOP)

    def top_counted(self, query: str) -> Any:
        """Both from one object, as the search asks; the numbers are of each type."""
        text = FullText(self._base, match_expression(query))
        return text.best(TOP), text.counts()

    def every(self, query: str) -> set[int]:
        """What the expression matches."""
        found = self._base.execute("select rowid from search_fts where search_fts match ?", (match_expression(query),))
        return {row[0] for row in found}


class Stock(Engine):
    """FTS5 with a tokenizer of SQLite's, over the texts as they are."""

    tokenizer, mark = "unicode61", " *"
    name = "FTS5 unicode61, prefixes"

    def build(self, entries: Sequence[Entry]) -> None:
        """Without a copy of the texts."""
        self._base = sqlite3.connect(self.folder / "index.db")
        self._base.execute("pragma synchronous = off")
        self._base.execute(f"create virtual table texts using fts5(text, content='', tokenize='{self.tokenizer}')")
        rows = ((entry.rowid, "\n".join(lines_of(entry))) for entry in entries)
        self._base.executemany("insert into texts (rowid, text) values (?, ?)", rows)
        self._base.execute("insert into texts(texts) values ('optimize')")
        self._base.commit()

    def _expression(self, query: str) -> str:
        return " AND ".join(f'"{word}"{self.mark}' for word in query.split())

    def top(self, query: str) -> Any:
        """By its own rank."""
        select = "select rowid from texts where texts match ? order by rank limit ?"
        return self._base.execute(select, (self._expression(query), TOP)).fetchall()

    def every(self, query: str) -> set[int]:
        """What the expression matches."""
        found = self._base.execute("select rowid from texts where texts match ?", (self._expression(query),))
        return {row[0] for row in found}


class Trigrams(Stock):
    """FTS5 over every three characters."""

    tokenizer, mark = "trigram", ""
    name = "FTS5 trigram"


class Scan(Engine):
    """LIKE over a table of the texts."""

    name, ranked = "LIKE", False

    def build(self, entries: Sequence[Entry]) -> None:
        """Nothing but a table."""
        self._base = sqlite3.connect(self.folder / "texts.db")
        self._base.execute("pragma synchronous = off")
        self._base.execute("create table texts (id integer primary key, text text)")
        rows = ((entry.rowid, "\n".join(lines_of(entry))) for entry in entries)
        self._base.executemany("insert into texts values (?, ?)", rows)
        self._base.commit()

    def top(self, query: str) -> Any:
        """All that are found, as none is better."""
        words = [f"%{word}%" for word in query.split()]
        return self._base.execute(
            f"select id from texts where {' and '.join(['text like ?'] * len(words))}", words
        ).fetchall()

    def every(self, query: str) -> set[int]:
        """What `top` gives."""
        return set(self.rowids(self.top(query)))


class Tantivy(Engine):
    """tantivy fed the tokens of ours."""

    name, counted = "tantivy, same tokens", True

    def build(self, entries: Sequence[Entry]) -> None:
        """One thread, one segment at the end."""
        import tantivy

        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder().add_integer_field("id", stored=True)
        schema.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        self._schema = schema.build()
        index = tantivy.Index(self._schema, path=str(self.folder))
        writer = index.writer(heap_size=2**29, num_threads=1)
        for entry, title, body in columns_of(entries):
            document = tantivy.Document()
            document.add_integer("id", entry.rowid)
            document.add_text("text", f"{title} ¶ {body}")
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def _query(self, query: str) -> Any:
        make = self._tantivy.Query
        words = []
        for expression in map(phrase, query_words(query)):
            tokens = expression.strip('" *').split()
            if expression.endswith("*"):
                words.append(make.regex_query(self._schema, "text", f"{tokens[0]}.*"))
            elif len(tokens) == 1:
                words.append(make.term_query(self._schema, "text", tokens[0]))
            else:
                words.append(make.phrase_query(self._schema, "text", [*tokens]))
        return words[0] if len(words) == 1 else make.boolean_query([(self._tantivy.Occur.Must, w) for w in words])

    def top(self, query: str) -> Any:
        """Addresses; the rowids are read later."""
        return self._searcher.search(self._query(query), TOP, count=False).hits

    def top_counted(self, query: str) -> Any:
        """The number is of all types."""
        return self._searcher.search(self._query(query), TOP, count=True)

    def every(self, query: str) -> set[int]:
        """All hits, read."""
        return set(self.rowids(self._searcher.search(self._query(query), self._searcher.num_docs).hits))

    def rowids(self, top: Any) -> list[int]:
        """From the stored documents."""
        return [self._searcher.doc(address)["id"][0] for _, address in top]

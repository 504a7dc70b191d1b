"""What drafts are compared with, added to a base of bench.web_base, and drafts of trips to its institutions.

Each document gets what was said at its visits as lines of its own, some sentences more, and the sentences of a form
that most of them have; three visits in a hundred documents are made ones to MOST_VISITED, so that one institution
has thousands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection, connect

from bench.entries import Chain, planned
from ingest.resolve import provisional_id
from ingest.sentences import BlockRow, sentence_rows, sentences

OWN, FORM = 12, 0.7  # sentences of a document besides what was said; which part of the form it has
MOVED, MOST_VISITED = "d*[0-2]0-0", "mondragon"  # which visits are made ones to what institution
STOPS, QUESTIONS = 6, 3  # of a draft: institutions, and what is asked at each
_SEED = 6
_FORM = (
    "연수 결과는 귀국 후 30일 이내에 결과보고서로 제출한다.",
    "방문기관과 사전에 협의하여 일정을 확정할 예정이며 현지 사정에 따라 바뀔 수 있다.",
    "공무국외출장 심사위원회의 심의를 거쳐 시행한다.",
    "연수 경비는 예산의 범위 안에서 여비 규정에 따라 집행한다.",
    "우수 사례를 지역 실정에 맞게 접목하여 정책의 품질을 높인다.",
    "참가자는 안전 수칙을 지키고 비상 연락망을 유지한다.",
    "방문 기관별로 질의 사항을 미리 보내고 답변 자료를 받는다.",
    "연수 과제는 분야별로 나누어 조사하고 토론을 거쳐 정리한다.",
)
_BLOCK = (
    "insert into blocks (document_id, block, seq, kind, text, depth, strong) values (?, ?, ?, 'paragraph', ?, 0, 0)"
)
_SENTENCE = "insert into sentences (document_id, block, first, second) values (?, ?, ?, ?)"
_NAMES = "select distinct name_as_written from visits where country_code = 'ES' order by 1 limit 1000"
_HOMES = "select distinct institution_id, name_as_written, country_code from visits"
_SAID = "select document_id, statement from policies order by document_id, id"


def fill(base: Path) -> None:
    """Add the sentences, the same in every run."""
    with closing(connect(base)) as connection, connection:
        chance, chain = random.Random(_SEED), Chain()
        connection.executescript("drop index sentences_first; drop index sentences_second")
        said = groupby(connection.execute(_SAID).fetchall(), key=lambda row: str(row[0]))
        for document, rows in said:
            more = [chain.sentence(chance) for _ in range(OWN)]
            _add(connection, document, [*(row[1] for row in rows), *more, *_form(chance)])
        connection.executescript(
            "create index sentences_first on sentences(first, second);"
            "create index sentences_second on sentences(second); analyze sentences;"
        )
        connection.executemany(
            "insert or ignore into institution_redirects (old_id, institution_id) values (?, ?)",
            [(provisional_id(name, code), id) for id, name, code in connection.execute(_HOMES).fetchall()],
        )
        connection.execute("update visits set institution_id = ? where id glob ?", (MOST_VISITED, MOVED))


def _form(chance: random.Random) -> list[str]:
    return [line for line in _FORM if chance.random() < FORM]


def _add(connection: Connection, document: str, lines: Sequence[str]) -> None:
    blocks: list[BlockRow] = [(str(place), place, "paragraph", line) for place, line in enumerate(lines, 2)]
    connection.executemany(_BLOCK, [(document, block, seq, text) for block, seq, _, text in blocks])
    connection.executemany(_SENTENCE, sentence_rows([(document, one) for one in sentences(blocks)]))


def drafts(base: Path, count: int) -> Iterator[bytes]:
    """Drafts in Markdown, each of a trip to STOPS institutions of the base, the most visited one among them."""
    chance, chain = random.Random(_SEED), Chain()
    with closing(connect(base)) as connection:
        high = connection.execute("select count(*) from documents").fetchone()[0]
        one = "select statement from policies where document_id = ? limit 1"
        names = [str(row[0]) for row in connection.execute(_NAMES)]
        said = [connection.execute(one, (f"d{chance.randrange(high)}",)).fetchone() for _ in range(20 * count)]
    for _ in range(count):
        known = chance.sample([str(row[0]) for row in said], STOPS * QUESTIONS // 2)
        yield _draft(chance, chain, chance.sample(names, STOPS - 1), known).encode()


def _draft(chance: random.Random, chain: Chain, names: Sequence[str], known: Sequence[str]) -> str:
    first = date(chance.randint(2024, 2026), chance.randint(1, 12), chance.randint(1, 28))
    last = first + timedelta(days=7)
    stops = ["몬드라곤 협동조합복합체(MCC)", *names]
    lines = [
        f"| {first + timedelta(days=place + 1)} | 빌바오 | {name} | {_asked(chance, known)} |"
        for place, name in enumerate(stops)
    ]
    purpose = "\n\n".join([chain.sentence(chance) for _ in range(OWN)] + list(known))
    return "\n".join(
        (
            f"# {first.year}년 스페인 공무국외연수 계획(안)\n",
            f"- 연수기간: {first:%Y. %m. %d.} ~ {last:%Y. %m. %d.} (6박 8일)",
            "- 연수국가: 스페인\n- 주관부서: 전라남도 사회적경제과\n- 연수인원: 10명\n",
            f"## 연수 목적\n\n{purpose}\n",
            "## 연수 일정\n\n| 날짜 | 지역 | 방문기관 | 협의사항 |\n| --- | --- | --- | --- |",
            *lines,
            "\n## 행정 사항\n",
            *(f"{line}\n" for line in _FORM),
        )
    )


def _asked(chance: random.Random, known: Sequence[str]) -> str:
    return "<br>".join([chance.choice(known), *(planned(chance) for _ in range(QUESTIONS - 1))])

"""What is kept of a document: it comes back as it was, whatever numbers are written in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import authority
from ingest.cache import Cache, parcel
from ingest.corpus import Record, told
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.sources import Source
from ingest.worker import Worker, read_plan

ROOT = Path(__file__).parents[2]
LEXICON = Lexicon(authority.load())
LARGEST = 2**63  # a column of numbers holds what is less
PLAN = """# {0}년 국외출장 계획서

- 기간: 2024. 5. {1}. ~ 5. {2}. ({3}박 {4}일)
- 인원: {5}명
- 소요예산: {6}천원, 항공료 {7}.{8}억원

| 소속 | 직급 | 인원 |
|---|---|---|
| 광주광역시 동구 | 과장 | {9} |

| 일자 | 시간 | 방문기관 |
|---|---|---|
| {10}일차 5.{1}. | {11}:{12} | 빌바오 시청 |
"""


@pytest.fixture(scope="module")
def worker() -> Worker:
    return Worker(authority.load())


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    kept = Cache(tmp_path / "kb.db.cache", "key")
    yield kept
    kept.close()


def test_a_record_comes_back_as_it_was(worker: Worker, cache: Cache) -> None:
    for file in sorted((ROOT / "plans").iterdir()):
        record = worker.record(Source(file, file.name))
        cache.put(parcel(record))
        assert cache.record(record.sha256) == record
        assert list(cache.told(record.sha256)) == told("", record)
        assert record.plan, file.name


def test_a_rejected_one_comes_back_with_its_reason(cache: Cache) -> None:
    cache.put(parcel(Record("a" * 64, 7, rejected=Rejected("encrypted", "암호를 풀어 주세요."))))
    reason = cache.record("a" * 64).rejected
    assert reason is not None
    assert (reason.code, reason.message) == ("encrypted", "암호를 풀어 주세요.")
    assert cache.told("a" * 64) == ()


numbers = st.one_of(
    st.integers(0, 40).map(str),
    st.integers(0, 10**30).map(str),
    st.just("9" * 5000),
    st.text("0123456789,.²１٣", min_size=1, max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=13, max_size=13))
def test_no_number_is_larger_than_a_base_can_hold(written: list[str]) -> None:
    _, plan = read_plan(PLAN.format(*written).encode(), "plan.md", LEXICON)
    assert all(number < LARGEST for number in _numbers(msgspec.to_builtins(plan)))


def _numbers(value: Any) -> Iterator[int]:
    """Every number within lists."""
    if isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int):
        yield value

import mmap
import os
import pickle
import time

import pytest

from ingest import authority, pool
from ingest.errors import Rejected
from ingest.worker import Worker


def work(number: int) -> int:
    if number == 3:
        time.sleep(60)
    if number == 4:
        os._exit(1)
    if number == 5:
        raise Rejected("empty")
    if number == 6:
        bytearray(pool.MAX_MEMORY * 2)
    if number == 7:
        raise KeyError("홍길동")
    return number * number


def spacious(size: int) -> int:
    return len(bytearray(size))


def test_each_task_has_its_result_whatever_becomes_of_the_others() -> None:
    results = dict(pool.run(range(10), work, workers=2, timeout=2.0))
    good = {number: result for number, result in results.items() if not isinstance(result, Rejected)}
    assert good == {number: number * number for number in (0, 1, 2, 8, 9)}
    codes = {number: result.code for number, result in results.items() if isinstance(result, Rejected)}
    assert codes == {3: "timeout", 4: "corrupt", 5: "empty", 6: "too_large", 7: "corrupt"}


def test_a_fault_of_the_program_is_said_to_be_one_and_names_nobody() -> None:
    with pytest.raises(Rejected) as caught:
        pool.one(7, work)
    assert "프로그램 오류" in caught.value.message
    assert "KeyError" in caught.value.message
    assert "홍길동" not in caught.value.message


def test_what_a_process_has_already_is_not_counted_against_its_workers() -> None:
    with mmap.mmap(-1, pool.MAX_MEMORY):  # address space only: nothing is written there
        assert dict(pool.run([2**28], spacious)) == {2**28: 2**28}


def test_no_task_no_worker() -> None:
    assert list(pool.run([], work)) == []


def test_a_worker_can_be_sent_to_a_process_that_is_not_forked() -> None:
    worker = Worker(authority.load())
    worker.prepare()
    again = pickle.loads(pickle.dumps(worker))
    assert isinstance(again, Worker)


def test_a_process_with_threads_gets_its_results_and_is_rid_of_what_takes_too_long() -> None:
    assert pool.one(5, abs, timeout=60, threads=True) == 5
    start = time.monotonic()
    with pytest.raises(Rejected) as refused:
        pool.one(60, time.sleep, timeout=1.0, threads=True)
    assert refused.value.code == "timeout"
    assert time.monotonic() - start < 30

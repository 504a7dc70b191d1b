"""The commands as people run them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.build import built_from
from ingest.cli import main
from tests.conftest import ROOT

SAMPLE = ROOT / "plans" / "sample-2019-jeonnam-plan.md"


def kb(*arguments: object, input: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)


def test_python_m_ingest_is_kb() -> None:
    done = subprocess.run([sys.executable, "-m", "ingest", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: kb ")


def test_read_prints_the_document_model() -> None:
    printed = json.loads(kb("read", SAMPLE).stdout)
    assert printed["document"] == SAMPLE.name
    assert {block["kind"] for block in printed["blocks"]} >= {"heading", "table"}


def test_extract_prints_the_plan() -> None:
    plan = json.loads(kb("extract", SAMPLE).stdout)
    assert (plan["document"], plan["kind"]) == (SAMPLE.name, "plan")
    assert [visit["name"] for visit in plan["trips"][0]["visits"]]


@pytest.mark.parametrize("command", ["read", "extract", "check"])
def test_a_rejected_file_prints_its_error_and_ends_with_3(command: str, tmp_path: Path, sample_base: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    options = ("--db", sample_base) if command == "check" else ()
    done = kb(command, file, *options)
    assert done.exit_code == 3
    error = json.loads(done.stdout)
    assert (error["document"], error["error"]["code"]) == ("empty.txt", "empty")
    assert error["error"]["message"].endswith("주세요.")


def test_build_says_what_it_did(tmp_path: Path) -> None:
    done = kb("build", SAMPLE, "--db", tmp_path / "kb.db")
    assert done.exit_code == 0
    assert "문서 1건이 들어 있습니다" in done.stderr
    (tmp_path / "empty.txt").touch()
    done = kb("build", SAMPLE, tmp_path / "empty.txt", "--db", tmp_path / "kb.db")
    assert done.exit_code == 1
    assert "넣지 못함: empty.txt [empty]" in done.stderr


def test_build_tells_another_program_how_far_it_is(tmp_path: Path) -> None:
    done = kb("build", ROOT / "plans", "--db", tmp_path / "kb.db", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told[-1] == {"done": len(told), "all": len(told)}
    assert built_from(tmp_path / "kb.db") == (ROOT / "plans",)


def test_build_with_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert kb("build", tmp_path / "nowhere", "--db", tmp_path / "kb.db").exit_code == 2
    assert kb("build", SAMPLE, "--db", SAMPLE / "kb.db").exit_code == 2, "a file is no folder"
    assert kb("build", SAMPLE, "--db", tmp_path / "kb.db", "--authority", tmp_path).exit_code == 2
    assert kb("build", "--no-such-option").exit_code == 2


def test_search_prints_text_and_json(sample_base: Path) -> None:
    assert "라군아로" in kb("search", "라군아로", "--db", sample_base).stdout
    answer = json.loads(kb("search", "라군아로", "--db", sample_base, "--format", "json", "--limit", "3").stdout)
    assert answer["query"] == "라군아로"
    assert answer["results"][0]["url"] == "/institutions/lagun-aro"
    assert len(answer["results"]) == 3


def test_search_reads_queries_from_standard_input(sample_base: Path) -> None:
    done = kb("search", "-", "--db", sample_base, input='몬드라곤\n"*(\n\n없는말없는말\n')
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["query"] for answer in answers] == ["몬드라곤", '"*(', "", "없는말없는말"]
    assert [bool(answer["results"]) for answer in answers] == [True, False, False, False]


def test_a_base_that_is_not_there_is_said(tmp_path: Path) -> None:
    for command in (("search", "x"), ("check", SAMPLE), ("serve",)):
        done = kb(*command, "--db", tmp_path / "kb.db")
        assert done.exit_code == 2
        assert "kb build" in done.stderr


def test_check_tells_who_was_there_before(sample_base: Path) -> None:
    checked = json.loads(kb("check", SAMPLE, "--db", sample_base, "--format", "json").stdout)
    by_id = {one["institution_id"]: one for one in checked["institutions"]}
    assert by_id["lagun-aro"]["visits"], "the sample itself is in the base"
    assert "유형" in by_id["cae"]["note"]
    assert [problem["where"] for problem in checked["problems"]] == ["2019-06-21"]
    assert "■ " in kb("check", SAMPLE, "--db", sample_base).stdout
    assert kb("check", SAMPLE, "--db", sample_base, "--format", "csv").stdout.startswith("\ufeff기관,이전 방문일")


def test_check_stores_nothing(sample_base: Path) -> None:
    before = "\n".join(sqlite3.connect(sample_base).iterdump())
    kb("check", SAMPLE, "--db", sample_base)
    assert "\n".join(sqlite3.connect(sample_base).iterdump()) == before

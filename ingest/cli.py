"""The commands; no logic of its own. Messages for people are Korean, on stderr; data goes to stdout."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click

from ingest import (
    accounts,
    answers,
    backup,
    check_report,
    decisions,
    draft,
    governments,
    pool,
    promote,
    review,
    search_report,
    serve,
)
from ingest import authority as authorities
from ingest.authority import Authority, AuthorityError
from ingest.build import apply_decisions, build
from ingest.decided import Decisions
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.precheck import MOST_YEARS, YEARS, Asked, check
from ingest.privacy import scrub_document
from ingest.progress import Progress, ended
from ingest.readers import content, read_file
from ingest.store import StoreError
from ingest.worker import read_plan
from search.engine import search
from search.entries import TYPES
from search.hangul import josa, quoted

REJECTED = 3

_file = click.argument("file", type=click.Path(path_type=Path))
_db = click.option("--db", type=click.Path(path_type=Path), default=Path("kb.db"), show_default=True, help="자료 파일.")
_authority = click.option(
    "--authority",
    "authority_folder",
    type=click.Path(path_type=Path),
    default=authorities.DEFAULT,
    show_default="authority/",
    help="기관·지명·자치단체·낱말 목록이 있는 폴더.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """가본데: 공무국외연수 문서를 읽어, 어디에 누가 언제 무엇을 하러 다녀왔는지 찾게 합니다."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


@main.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_db
@_authority
@click.option("--quiet", is_flag=True, help="진행 막대를 보이지 않습니다.")
@click.option("--json", "lines", is_flag=True, help="어디까지 읽었는지를 표준 출력에 JSON으로 한 줄씩 냅니다.")
def build_command(paths: tuple[Path, ...], db: Path, authority_folder: Path, quiet: bool, lines: bool) -> None:
    """문서 폴더(기본 plans/)를 읽어 자료 파일을 새로 만듭니다.

    끝남 상태: 0 모두 넣음, 1 넣지 못한 문서나 따르지 못한 결정이 있음(나머지는 넣음), 2 쓰임이 틀렸거나 쓸 수 없음.
    """
    authority = _load(authority_folder)
    try:
        with Progress(quiet, lines) as progress:
            summary = build(paths or (Path("plans"),), db, authority, progress, _say_waiting, log=authority_folder)
    except AuthorityError as error:
        raise _wrong(error) from error
    except FileNotFoundError as missing:
        raise _Stop(f"폴더나 파일이 없습니다: {missing}. 경로를 확인해 주세요.") from missing
    except StoreError as error:
        raise _Stop(str(error)) from error
    _say(ended(summary, db))
    sys.exit(1 if summary.rejected or summary.doubts else 0)


@main.command("read")
@_file
def read_command(file: Path) -> None:
    """문서 하나를 읽어 블록과 표를 JSON으로 보입니다. 개인정보는 지웁니다."""
    with _rejecting(file):
        _print(pool.one(file, _document))


@main.command("extract")
@_file
@_authority
def extract_command(file: Path, authority_folder: Path) -> None:
    """문서 하나에서 출장, 방문, 기관 설명, 주제를 뽑아 JSON으로 보입니다."""
    authority = _load(authority_folder)
    with _rejecting(file):
        _print(pool.one(file, partial(_plan, authority)))


@main.command("check")
@_file
@_db
@_authority
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--government", help="우리 기관. 예: '전라남도 순천시'. 적지 않으면 초안의 주관 기관으로 봅니다.")
@click.option("--years", type=click.IntRange(1, MOST_YEARS), default=YEARS, show_default=True, help="최근 몇 년.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="모든 표를 이 엑셀 파일로도 씁니다.")
def check_command(
    file: Path, db: Path, authority_folder: Path, form: str, government: str | None, years: int, xlsx: Path | None
) -> None:
    """계획서 초안의 기관마다 누가 언제 무엇을 하러 다녀왔는지 보입니다. 초안은 저장하지 않습니다."""
    authority = _load(authority_folder)
    with _rejecting(file), _base(db) as connection:
        with _noted():
            pair = governments.one(government, authority) if government else None
        read = draft.read(content(file), file.name, authority)
        decided = Decisions(authority, _decisions(authority_folder))
        made = check(read, connection, decided, Asked(date.today(), years, pair)).to_json()
        if xlsx:
            with _noted():
                xlsx.write_bytes(check_report.as_xlsx(made))
        click.echo(check_report.RENDERERS[form](made), nl=False)


@main.command("search")
@click.argument("query")
@_db
@click.option("--type", "type_", type=click.Choice(TYPES), help="이 종류만 찾습니다.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="보일 개수.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def search_command(query: str, db: Path, type_: str | None, limit: int, form: str) -> None:
    """기관, 정책, 방문, 출장, 문서에서 찾습니다. QUERY가 -이면 표준 입력의 줄마다 JSON 하나를 냅니다."""
    with _base(db) as connection:
        if query == "-":
            for line in sys.stdin:
                answer = search(connection, line.rstrip("\n"), type_, limit).to_json()
                click.echo(json.dumps(answer, ensure_ascii=False))
            return
        answer = search(connection, query, type_, limit).to_json()
        click.echo(_json(answer) if form == "json" else search_report.as_text(answer))


@main.command("serve", context_settings={"ignore_unknown_options": True})
@_db
@click.option("--host", default="127.0.0.1", show_default=True, help="받을 주소.")
@click.option("--port", type=int, default=8001, show_default=True, help="받을 포트.")
@_authority
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve_command(db: Path, host: str, port: int, authority_folder: Path, options: tuple[str, ...]) -> None:
    """자료 파일을 웹으로 엽니다. 나머지 옵션은 Datasette에 그대로 넘깁니다."""
    if not db.exists():
        raise _Stop(f"자료 파일 {josa(db, '이가')} 없습니다. 먼저 kb build를 실행해 주세요.")
    serve.run(db, host, port, authority_folder, options)


@main.command("password")
@click.argument("name")
@_db
@click.option("--token", is_flag=True, help="비밀번호 대신, 프로그램이 쓸 토큰을 만들어 한 번 보입니다.")
@click.option("--remove", is_flag=True, help="이 사람의 비밀번호와 토큰을 지웁니다.")
def password_command(name: str, db: Path, token: bool, remove: bool) -> None:
    """이름을 정하는 사람의 비밀번호를 묻고, 자료 파일 곁의 accounts.json에 해시로 적습니다."""
    file = accounts.beside(db)
    with _noted():
        if remove:
            accounts.remove(file, name)
            _say([f"지웠습니다: {name}. 로그인해 있었으면 다음에 쪽을 열 때 로그아웃됩니다."])
        elif token:
            click.echo(accounts.make_token(file, name))
            click.echo("토큰은 다시 볼 수 없으니 지금 옮겨 적어 주세요.", err=True)
        else:
            asked = click.prompt("비밀번호", hide_input=True, confirmation_prompt="한 번 더", err=True)
            accounts.set_password(file, name, asked)
            click.echo(f"정했습니다: {name}. /-/login에서 로그인합니다.", err=True)


@main.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_db
@_authority
@click.option(
    "--plans", type=click.Path(path_type=Path), default=Path("plans"), show_default="plans/", help="문서 폴더."
)
@click.option("--keep", type=click.IntRange(min=1), help="새것부터 이만큼만 남기고 오래된 백업을 지웁니다.")
def backup_command(folder: Path, db: Path, authority_folder: Path, plans: Path, keep: int | None) -> None:
    """자료 파일, 목록과 결정, 문서, 계정을 zip 하나로 백업합니다. 서비스 중에도 됩니다."""
    with _noted():
        made = backup.back_up(db, authority_folder, plans, folder, datetime.now())
        removed = backup.prune(folder, keep) if keep else []
    _say([f"백업했습니다: {made}", *(f"오래된 백업을 지웠습니다: {file}" for file in removed)])


# -- what people decide -----------------------------------------------------------------------


@main.command("review")
@_db
@_authority
def review_command(db: Path, authority_folder: Path) -> None:
    """같은 기관인지 사람이 정해야 하는 이름을, 정하는 명령과 함께 보입니다."""
    with _base(db) as connection:
        click.echo(review.as_text(review.queue(connection), _options(db, authority_folder)), nl=False)


@main.command("decide")
@click.argument("op", type=click.Choice(get_args(decisions.Op)))
@click.argument("name")
@click.argument("institution", required=False)
@_db
@_authority
@click.option("--country", help="이름이 적힌 문서의 국가 코드(ES 등). 모르면 적지 않습니다.")
@click.option("--by", required=True, help="결정하는 사람.")
@click.option("--reason", default="", help="까닭.")
def decide_command(
    op: str,
    name: str,
    institution: str | None,
    db: Path,
    authority_folder: Path,
    country: str | None,
    by: str,
    reason: str,
) -> None:
    """이름과 기관에 관한 결정을 적고 바로 반영합니다. revert는 NAME 자리에 되돌릴 결정의 번호를 적습니다."""
    authority = _load(authority_folder)
    if (op == "revert") == bool(institution):
        raise _Stop("revert에는 결정의 번호만, 나머지에는 이름과 기관 번호를 모두 적어 주세요.")
    with _noted():
        if op == "revert":
            made = answers.revert(authority_folder, name, by, reason)
        else:
            made = answers.decide(authority_folder, authority, op, name, institution or "", by, country, reason, db)
    click.echo(f"적어 두었습니다: 결정 {made.id}", err=True)
    try:
        problems = apply_decisions(db, authority_folder, authority, _say_waiting)
    except StoreError as error:
        click.echo(f"결정은 적어 두었지만 자료에는 아직 반영하지 못했습니다. {error}", err=True)
        sys.exit(1)
    _say(problems)
    sys.exit(1 if problems else 0)


@main.command("decisions")
@_authority
def decisions_command(authority_folder: Path) -> None:
    """결정을 새것부터 모두, 지금 쓰이는지와 함께 보입니다."""
    click.echo(review.history(_decisions(authority_folder)), nl=False)


@main.group("authority")
def authority_group() -> None:
    """기관 목록과 결정을 다룹니다."""


@authority_group.command("check")
@click.argument("folder", type=click.Path(path_type=Path), default=authorities.DEFAULT)
def authority_check_command(folder: Path) -> None:
    """목록과 결정의 틀린 곳을 파일과 줄로 모두 보입니다. 끝남 상태: 0 없음, 1 있음."""
    authority, problems = review.check(folder)
    _say(problems)
    if authority is None or problems:
        click.echo(f"고칠 곳이 {len(problems)}건 있습니다.", err=True)
        sys.exit(1)
    counts = f"기관 {len(authority.institutions)}곳, 지명 {len(authority.places)}곳"
    click.echo(f"틀린 곳이 없습니다: {counts}, 결정 {len(decisions.load(folder))}건", err=True)


@authority_group.command("promote")
@click.argument("doc_id")
@click.argument("id")
@click.option("--kind", required=True, help="kinds.tsv의 종류.")
@_db
@_authority
def authority_promote_command(doc_id: str, id: str, kind: str, db: Path, authority_folder: Path) -> None:
    """문서에서만 나온 기관(doc-…)을 이름과 함께 목록에 올립니다. 옛 주소는 새 기관으로 이어집니다."""
    with _noted(), _base(db):
        made = promote.promote(db, authority_folder, doc_id, id, kind)
    click.echo(f"목록에 올렸습니다: {made.id} ({', '.join(made.names)})", err=True)
    for name in made.left_out:
        click.echo(f"{quoted(name, '은는')} 다른 기관의 이름이어서 옮기지 않았습니다.", err=True)
    click.echo("사실과 출처를 claims.tsv에 더 적고, kb build를 실행해 주세요.", err=True)


# -- helpers ----------------------------------------------------------------------------------


def _document(file: Path) -> dict[str, Any]:
    """Work for another process, as _plan is: where nothing can be forked both are sent by their names."""
    return scrub_document(read_file(file)).to_json()


def _plan(authority: Authority, file: Path) -> dict[str, Any]:
    return read_plan(content(file), file.name, Lexicon(authority))[1].to_json()


class _Stop(click.ClickException):
    """Wrong usage, or a base that can't be read or written."""

    exit_code = 2


def _load(folder: Path) -> Authority:
    try:
        return authorities.load(folder)
    except AuthorityError as error:
        raise _wrong(error) from error


def _decisions(folder: Path) -> tuple[decisions.Decision, ...]:
    try:
        return decisions.load(folder)
    except AuthorityError as error:
        raise _wrong(error) from error


def _wrong(error: AuthorityError) -> _Stop:
    return _Stop("목록 파일을 고쳐 주세요.\n" + "\n".join(error.messages))


class _noted:  # noqa: N801 - reads as a statement
    """Says in Korean what can't be decided or noted."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, AuthorityError):
            raise _wrong(error) from error
        if isinstance(error, ValueError):
            raise _Stop(str(error)) from error
        if isinstance(error, OSError):
            raise _Stop(f"적지 못했습니다({error}). 폴더와 쓰기 권한을 확인해 주세요.") from error


def _options(db: Path, authority_folder: Path) -> list[str]:
    """The options that a command shown to a person needs to mean the same base and lists."""
    told = ["--db", str(db)] if db != Path("kb.db") else []
    return told + (["--authority", str(authority_folder)] if authority_folder != authorities.DEFAULT else [])


class _rejecting:  # noqa: N801 - reads as a statement
    """Prints a rejected document as the contract says and ends with its exit status."""

    def __init__(self, file: Path) -> None:
        self._name = file.name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Rejected):
            _print({"document": self._name, "error": {"code": error.code, "message": error.message}})
            sys.exit(REJECTED)


class _base:  # noqa: N801 - reads as a statement
    """The base, opened for reading."""

    def __init__(self, db: Path) -> None:
        if not db.exists():
            raise _Stop(f"자료 파일 {josa(db, '이가')} 없습니다. 먼저 kb build를 실행해 주세요.")
        self._connection = closing(sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True))

    def __enter__(self) -> sqlite3.Connection:
        return self._connection.__enter__()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.__exit__()
        if isinstance(error, sqlite3.Error):
            raise _Stop(f"자료 파일을 읽지 못했습니다({error}). kb build로 다시 만들어 주세요.") from error


def _say_waiting() -> None:
    click.echo("다른 빌드가 끝나기를 기다립니다…", err=True)


def _say(problems: Iterable[str]) -> None:
    for problem in problems:
        click.echo(problem, err=True)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _print(value: dict[str, Any]) -> None:
    click.echo(_json(value))

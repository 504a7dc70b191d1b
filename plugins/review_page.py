"""``/review``: names that the machine is in doubt about, one card a pair, and what people decided on them.

Everyone may read the questions, as all they show is in the base; who decided what, and deciding itself,
is for people who are logged in. A decision is on the disk before the base is changed, and the base is
changed by one thread at a time.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from pluggy import HookimplMarker

from ingest import answers, authority, cards, decisions
from ingest.answers import Answer, DecidedMeanwhileError, NothingToDecideError
from ingest.authority import Authority, AuthorityError
from ingest.build import apply_decisions
from ingest.cards import Card
from ingest.decisions import Decision
from ingest.exports import export
from ingest.history import Past, Told
from ingest.matching import Matcher
from ingest.store import StoreError
from ingest.workbook import Cells
from search.engine import search
from web import reading
from web.people import bears_token, who

hookimpl = HookimplMarker("datasette")

SHOWN = 10  # cards a page
LISTED = 50  # decisions a page of the history
FOUND = 8  # institutions offered to choose from
LARGEST = 64 * 2**10  # bytes of a form
PATIENCE = 10.0  # seconds that a page waits for a build to end
KOREA = timezone(timedelta(hours=9), "KST")
OPS = ("same", "different", "unsure")
HEADS = ("언제(한국)", "누가", "결정", "이름", "기관이나 이름", "까닭", "지금", "결정 번호")
WORDS = {
    "same": "같은 기관",
    "different": "다른 기관",
    "unsure": "보류",
    "alias": "같은 기관(다른 이름)",
    "revert": "되돌림",
}

_WRITING = ThreadPoolExecutor(1, "decisions")

HEADERS = {"cache-control": "no-store"}

NOBODY = "로그인한 사람만 정할 수 있습니다. 로그인한 뒤 다시 해 주세요."
WRONG_TOKEN = "토큰이 맞지 않습니다. kb password 이름 --token 으로 만든 토큰인지 확인해 주세요."
TOO_LARGE = "보낸 내용이 너무 깁니다. 까닭을 줄여 다시 보내 주세요."
NO_QUESTION = "그런 물음이 없습니다. 자료가 새로 만들어졌을 수 있으니 목록에서 다시 골라 주세요."
NO_VISIT = "그 방문은 이 이름의 방문이 아닙니다. 목록에서 다시 골라 주세요."
NO_OP = "같은 기관, 다른 기관, 보류 가운데 하나를 골라 주세요."
NO_ALIAS_OF_DOCUMENTS = "문서에서만 나온 기관에는 다른 이름을 적을 수 없습니다. 표시를 지우고 다시 보내 주세요."
NO_ALIAS = "한 방문만 정할 때에는 다른 이름으로 적을 수 없습니다. 이름이 나오는 모든 곳을 고르거나 표시를 지워 주세요."


class House(NamedTuple):
    """Where things are: the base, and the folder of lists and decisions."""

    base: Path
    lists: Path

    def known(self) -> tuple[Authority, Matcher]:
        """Return the lists and what compares names with them; read again only when a file changed."""
        stamps = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in self.lists.glob("*.tsv")))
        return _known(self.lists, stamps)

    def past(self) -> Past:
        """Return what was decided; read again only when the log changed. Raises AuthorityError."""
        log = self.lists / decisions.FILE
        stamp = (log.stat().st_mtime_ns, log.stat().st_size) if log.exists() else (0, 0)
        return _past(self.lists, stamp)


@lru_cache(maxsize=1)
def _known(lists: Path, stamps: tuple[tuple[str, int], ...]) -> tuple[Authority, Matcher]:
    known = authority.load(lists)
    return known, Matcher(known)


@lru_cache(maxsize=1)
def _past(lists: Path, stamp: tuple[int, int]) -> Past:
    return Past(decisions.load(lists))


def house(datasette: Any) -> House:
    """Return where the things of this Datasette are."""
    told = (datasette.plugin_config("gabonde") or {}).get("authority")
    return House(Path(datasette.get_database("kb").path), Path(told) if told else authority.DEFAULT)


# -- reading ----------------------------------------------------------------------------------


def shown(card: Card, made: tuple[Decision, ...], pending: bool) -> dict[str, Any]:
    """Return a card with what was decided on its pair before, and whether that only waits to be seen."""
    before = [one for one in answers.latest(made, card.about) if card.on_pair(one.references)]
    waiting = pending and any(one.op != "unsure" for one in answers.latest(made, [card.reference])[:1])
    return {"card": card, "seen": answers.state(made, card.about), "before": before[:1], "waiting": waiting}


def read_queue(conn: sqlite3.Connection, at: House, number: int, decided: str | None) -> dict[str, Any]:
    """Return what the page of questions shows; ``decided`` is the id of the decision just made."""
    past, matcher = at.past(), at.known()[1]
    pending = past.is_pending(conn)
    total = cards.open_questions(conn)
    found = cards.page(conn, matcher, SHOWN, (number - 1) * SHOWN)
    return {
        "total": total,
        "pages": max(1, -(-total // SHOWN)),
        "cards": [shown(card, past.made, pending) for card in found],
        "pending": pending,
        "decided": past.of_id(conn, decided) if decided else None,
    }


def read_choice(conn: sqlite3.Connection, at: House, asked: dict[str, str]) -> dict[str, Any] | None:
    """Return one card and the institutions found for it, or nothing when it is no open question."""
    card = cards.one(conn, at.known()[1], asked["reference"], asked["candidate"])
    if card is None:
        return None
    past = at.past()
    found = search(conn, asked["q"] or card.name, "institution", FOUND + 1).results
    offered = [cards.known(conn, one.id) for one in found if one.id not in card.own]
    return {**shown(card, past.made, past.is_pending(conn)), "offered": offered[:FOUND], "q": asked["q"]}


def read_history(conn: sqlite3.Connection, at: House, number: int) -> dict[str, Any]:
    """Return what the page of decisions shows."""
    past = at.past()
    return {
        "total": len(past.made),
        "pages": max(1, -(-len(past.made) // LISTED)),
        "entries": past.told(conn, LISTED, (number - 1) * LISTED),
        "conflicts": past.at_odds(conn),
        "pending": past.is_pending(conn),
    }


def number_of(request: Request) -> int:
    """Return the number of the page that is asked for, the first where that is none."""
    told = request.args.get("page") or ""
    return max(1, int(told)) if told.isascii() and told.isdigit() and len(told) < 7 else 1


async def seen(datasette: Any, request: Request, work: Callable[[sqlite3.Connection], Any]) -> Any:
    """Run ``work(connection)`` for those who may see the base."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    return await reading.read(datasette, work)


async def page(datasette: Any, request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    """Render a page that is nobody else's."""
    values |= {"who": who(request), "longest": answers.LONGEST_REASON}
    body = await datasette.render_template(template, values, request=request)
    return Response.html(body, status=status, headers=HEADERS)


async def said(datasette: Any, request: Request, sentence: str, status: int, **more: Any) -> Response:
    """Answer with a sentence, programs in JSON."""
    if bears_token(request):
        return Response.json({"ok": False, "error": sentence, "status": status}, status=status)
    return await page(datasette, request, "review_said.html", {"sentence": sentence, **more}, status)


async def questions(datasette: Any, request: Request) -> Response:
    """Render the open questions."""
    at, number = house(datasette), number_of(request)
    decided = request.args.get("decided") if who(request) else None
    values = await seen(datasette, request, lambda conn: read_queue(conn, at, number, decided))
    return await page(datasette, request, "review.html", {**values, "number": number})


async def choice(datasette: Any, request: Request) -> Response:
    """Render one question with other institutions to choose from."""
    if not who(request):
        return await said(datasette, request, NOBODY, 403, login=True)
    at = house(datasette)
    asked = {name: (request.args.get(name) or "").strip()[:500] for name in ("reference", "candidate", "q")}
    values = await seen(datasette, request, lambda conn: read_choice(conn, at, asked))
    if values is None:
        return await said(datasette, request, NO_QUESTION, 404)
    return await page(datasette, request, "review_choice.html", values)


async def past(datasette: Any, request: Request) -> Response:
    """Render what was decided."""
    if not who(request):
        return await said(datasette, request, NOBODY, 403, login=True)
    at, number = house(datasette), number_of(request)
    values = await seen(datasette, request, lambda conn: read_history(conn, at, number))
    return await page(datasette, request, "review_history.html", {**values, "number": number})


def history_row(told: Told) -> Cells:
    """Return a decision as a line of a table."""
    one = told.decision
    sides = [" ".join(filter(None, (side.label or side.reference, side.country))) for side in told.sides]
    left, right = [*sides, "", ""][:2]
    now = "쓰임" if told.in_force else "어긋남" if told.against else "뒤에 다시 정함" if told.stands else "되돌림"
    return (korean_time(one.at), one.by, WORDS[one.op], left, right, one.reason, now, one.id)


async def past_file(datasette: Any, request: Request) -> Response:
    """Give all that was decided as a file, to those who may see it."""
    if not who(request):
        return await said(datasette, request, NOBODY, 403, login=True)
    decided = house(datasette).past()
    rows = await seen(datasette, request, lambda conn: list(map(history_row, decided.told(conn, len(decided.made), 0))))
    made = await asyncio.to_thread(export, "정한 기록", request.url_vars["ending"], HEADS, rows)
    return Response(made.body, headers={**made.headers, **HEADERS}, content_type=made.content_type)


# -- deciding ---------------------------------------------------------------------------------


async def form_of(request: Request) -> dict[str, str] | None:
    """Return the fields of a form, or nothing where it is too large."""
    body, more = b"", True
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def answered(form: dict[str, str], card: Card, by: str) -> Answer:
    """Return what a form answers on a card; raises ValueError."""
    op, place = form.get("op", ""), form.get("place", "")
    if op not in OPS:
        raise ValueError(NO_OP)
    places = {f"{visit['document_id']}:{visit['block']}": visit for visit in card.visits}
    if place and place not in places:
        raise ValueError(NO_VISIT)
    chosen = form.get("institution") if op == "same" else None
    if chosen and form.get("alias"):
        if place or chosen.startswith("doc-"):
            raise ValueError(NO_ALIAS if place else NO_ALIAS_OF_DOCUMENTS)
        op = "alias"
    where = (places[place]["document_id"], places[place]["block"]) if place else None
    evidence = {
        "name": card.name,
        "document": card.document_id,
        "block": card.block,
        "candidate": card.candidate.id,
        "compared": card.compared,
        "rule": card.rule,
        "score": card.score,
        "visits": 1 if place else card.changing,
    }
    chosen = chosen or card.candidate.id
    reason = form.get("reason", "")
    return Answer(op, card.reference, chosen, by, reason, where, evidence, card.about, form.get("seen"))


def decide(at: House, form: dict[str, str], by: str) -> Decision:
    """Note what a form answers; raises what ingest.answers raises."""
    known, matcher = at.known()
    reference, candidate = form.get("reference", ""), form.get("candidate", "")
    with closing(sqlite3.connect(f"{at.base.resolve().as_uri()}?mode=ro", uri=True)) as conn:
        card = cards.one(conn, matcher, reference, candidate)
    if card is None:
        others = answers.latest(at.past().made, [reference])
        raise DecidedMeanwhileError(others[0]) if others else NothingToDecideError(NO_QUESTION)
    return answers.answer(at.lists, known, answered(form, card, by), at.base)


def take_back(at: House, form: dict[str, str], by: str) -> Decision:
    """Note that a decision is taken back; raises what ingest.answers raises."""
    return answers.revert(at.lists, form.get("id", ""), by, form.get("reason", ""))


async def apply(at: House) -> tuple[bool, tuple[str, ...]]:
    """Change the base; (whether that is done yet, what could not be followed). Raises what apply_decisions raises."""
    running = _WRITING.submit(apply_decisions, at.base, at.lists)
    done, _ = await asyncio.wait({asyncio.wrap_future(running)}, timeout=PATIENCE)
    if done:
        return True, running.result()
    running.add_done_callback(_report)
    return False, ()


def _report(running: "Future[tuple[str, ...]]") -> None:
    """Say on the server's console what no page waits for any more."""
    if error := running.exception():
        print(f"결정을 자료에 반영하지 못했습니다: {error}", file=sys.stderr)


async def write(datasette: Any, request: Request, note: Callable[[House, dict[str, str], str], Decision]) -> Response:
    """Note what a form says, change the base, and go on; what can't be done is said in a sentence."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    if request.method != "POST":
        return Response.redirect(datasette.urls.path("/review"), status=303)
    by, bearing = who(request), bears_token(request)
    if not by:
        refusal = (WRONG_TOKEN, 401) if bearing else (NOBODY, 403)
        return await said(datasette, request, *refusal, login=True)
    form = await form_of(request)
    if form is None:
        return await said(datasette, request, TOO_LARGE, 413)
    at = house(datasette)
    try:
        made = await asyncio.to_thread(note, at, form, by)
    except DecidedMeanwhileError as error:
        return await said(datasette, request, str(error), 409, other=error.decision)
    except NothingToDecideError as error:
        return await said(datasette, request, str(error), 404)
    except (AuthorityError, OSError) as error:
        return await said(datasette, request, f"결정을 적지 못했습니다. 관리자에게 알려 주세요. {error}", 503)
    except ValueError as error:
        return await said(datasette, request, str(error), 400)
    try:
        applied, problems = await apply(at)
    except (AuthorityError, StoreError) as error:
        return await said(datasette, request, f"결정은 적어 두었지만 자료에는 아직 반영하지 못했습니다. {error}", 503)
    if bearing:
        return Response.json({"ok": True, "decision": made.id, "applied": applied, "problems": problems})
    return Response.redirect(datasette.urls.path(f"/review?{urlencode({'decided': made.id})}"), status=303)


async def post_decision(datasette: Any, request: Request) -> Response:
    """Decide on a card."""
    return await write(datasette, request, decide)


async def post_revert(datasette: Any, request: Request) -> Response:
    """Take a decision back."""
    return await write(datasette, request, take_back)


View = Callable[[Any, Request], Awaitable[Response]]


def readable(view: View) -> View:
    """Return a view that says in Korean when lists or decisions can't be read."""

    async def careful(datasette: Any, request: Request) -> Response:
        try:
            return await view(datasette, request)
        except AuthorityError as error:
            sentence = f"목록이나 결정 파일을 고쳐 주세요. {' '.join(error.messages[:5])}"
            return await said(datasette, request, sentence, 503)

    return careful


def korean_time(at: str) -> str:
    """Return a time of the log (UTC) as a clock in Korea shows it."""
    return datetime.fromisoformat(at).astimezone(KOREA).strftime("%Y-%m-%d %H:%M")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Teach the templates the time."""
    env.filters["korean_time"] = korean_time


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the pages of questions and decisions."""
    return [
        (r"^/review$", readable(questions)),
        (r"^/review/name$", readable(choice)),
        (r"^/review/history$", readable(past)),
        (r"^/review/history\.(?P<ending>csv|xlsx)$", readable(past_file)),
        (r"^/review/decide$", post_decision),
        (r"^/review/revert$", post_revert),
    ]

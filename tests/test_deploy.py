"""The files to be copied in deploy/: the services start what exists, and nginx in front of kb serve changes nothing."""

import re
import shlex
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from click.testing import CliRunner
from lxml import html

from deploy import wheels
from ingest import accounts
from ingest.cli import main
from ingest.serve import arguments
from tests.browser.served import free_port, serving, wait_for

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
NAME, PASSWORD = "하늘", "열 글자가 넘는 비밀번호"
FILES = (".db", ".csv", ".xlsx")
PAGES = ("", "search?q=라군아로", "institutions/lagun-aro", "map", "stats", "check", "review", "kb", "kb/visit_log")


def commands() -> list[list[str]]:
    lines = re.findall(r"^ExecStart=(.+)$", "\n".join(file.read_text(encoding="utf-8") for file in SERVICES), re.M)
    return [shlex.split(line) for line in lines]


# -- systemd ----------------------------------------------------------------------------------


def test_the_services_call_commands_with_options_that_exist() -> None:
    assert [Path(command[0]).name for command in commands()] == ["kb"] * len(SERVICES)
    for command in commands():
        known = {flag for option in main.commands[command[1]].params for flag in option.opts}
        told = {word for word in command if word.startswith("--")}
        assert told - known <= {"--setting"}, "what kb serve doesn't know it hands on to Datasette"


def test_the_settings_of_the_service_are_datasettes() -> None:
    from datasette.app import DEFAULT_SETTINGS

    for command in commands():
        named = {command[place + 1] for place, word in enumerate(command) if word == "--setting"}
        assert named <= set(DEFAULT_SETTINGS)
    assert "--setting" in arguments(Path("kb.db"), "127.0.0.1", 8001)


def test_the_backup_is_of_what_is_served() -> None:
    backup, serve = sorted(commands(), key=lambda command: command[1])
    assert {backup[backup.index(flag) + 1] for flag in ("--db", "--authority")} <= set(serve)
    assert CliRunner().invoke(main, [backup[1], "--help"]).exit_code == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for file in DEPLOY.glob("gabonde*.[st]*"):
        text = file.read_text(encoding="utf-8").replace("/opt/gabonde/.venv/bin/kb", "/bin/true")
        (tmp_path / file.name).write_text(text.replace("User=gabonde", "User=root"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if str(tmp_path) in line]) == (0, [])


# -- a network without internet ---------------------------------------------------------------


def test_packages_are_chosen_for_the_python_that_will_install_them() -> None:
    lock = wheels.LOCK.read_text(encoding="utf-8")
    names = {line.split("==")[0] for line in re.findall(r"^[a-z0-9][\w.-]*==", lock, re.M)}
    for python, system in (("3.11.2", "linux"), ("3.11.9", "windows"), ("3.13.0", "windows")):
        chosen = list(wheels.wanted(lock, python, system))
        assert {line.split("==")[0] for line in chosen} == names, "each once"
        assert len(chosen) == len(names)
        assert all("--hash=sha256:" in line and ";" not in line for line in chosen)


def test_pip_is_told_the_python_to_the_last_figure(tmp_path: Path) -> None:
    told = wheels.collecting(tmp_path / "wanted.txt", tmp_path, "3.11.7", "windows")
    assert told[told.index("--python-version") + 1] == "3.11.7"
    assert told[told.index("--platform") + 1] == "win_amd64"
    assert "--require-hashes" in told


def test_conditions_are_those_of_the_other_pc() -> None:
    lock = (
        'one==1 ; python_full_version < "3.11.5" \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via two\n'
        'one==2 ; python_full_version >= "3.11.5" \\\n    --hash=sha256:cc\n'
        'two==3 ; sys_platform == "win32" \\\n    --hash=sha256:dd\n'
    )
    assert list(wheels.wanted(lock, "3.11.2", "linux")) == ["one==1 --hash=sha256:aa --hash=sha256:bb"]
    assert list(wheels.wanted(lock, "3.12.0", "windows")) == ["one==2 --hash=sha256:cc", "two==3 --hash=sha256:dd"]


# -- nginx ------------------------------------------------------------------------------------

needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl is not installed"
)


def certify(folder: Path) -> None:
    """A certificate for localhost that signs itself, by the command of the administrator's guide."""
    guide = (DEPLOY.parent / "docs" / "office.md").read_text(encoding="utf-8")
    line = re.search(r"^sudo (openssl req .*)$", guide.replace("\\\n", " "), re.M)
    assert line
    words = shlex.split(line[1].replace("gabonde.example.go.kr", "localhost").replace("/etc/ssl/gabonde", str(folder)))
    subprocess.run(words, check=True, capture_output=True)


def configure(folder: Path, behind: str, base: str, ports: tuple[int, int]) -> Path:
    """nginx's configuration with the files of deploy/, changed as the guide says and to be run by anybody."""
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen 443", f"listen 127.0.0.1:{ports[1]}"),
        ("gabonde.example.go.kr", "localhost"),
        ("/etc/ssl/gabonde", str(folder)),
        ("/etc/nginx/", f"{folder}/"),
        ("location / {", f"location {base} {{"),
        ("location = /-/login {", f"location = {base}-/login {{"),
        ("location = /upload {", f"location = {base}upload {{"),
    ):
        assert old in ours
        ours = ours.replace(old, new)
    proxy = (DEPLOY / "gabonde-proxy.conf").read_text(encoding="utf-8")
    (folder / "gabonde-proxy.conf").write_text(proxy.replace("http://127.0.0.1:8001", behind), encoding="utf-8")
    (folder / "gabonde.conf").write_text(ours, encoding="utf-8")
    kinds = ("proxy", "client_body", "fastcgi", "uwsgi", "scgi")
    scratch = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {scratch} include {folder}/gabonde.conf; }}\n",
        encoding="utf-8",
    )
    return whole


@contextmanager
def proxied(folder: Path, behind: str, base: str) -> Iterator[str]:
    """The address of an nginx in front of an address, and below a path."""
    certify(folder)
    ports = (free_port(), free_port())
    configuration = configure(folder, behind, base, ports)
    subprocess.run(["nginx", "-t", "-c", configuration], check=True, capture_output=True)
    running = subprocess.Popen(["nginx", "-c", configuration, "-g", "daemon off;"])
    try:
        wait_for(ports[1], running)
        yield f"https://localhost:{ports[1]}{base}"
    finally:
        running.terminate()
        running.wait(timeout=30)


class Office:
    """What an office has: nginx before kb serve, and someone who may log in."""

    def __init__(self, address: str, certificate: Path) -> None:
        self.address = address
        context = ssl.create_default_context(cafile=str(certificate))
        self.client = httpx.Client(base_url=address, verify=context, timeout=60, follow_redirects=False)

    def page(self, path: str) -> html.HtmlElement:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return html.fromstring(answer.text)


@pytest.fixture(scope="module", params=["/", "/gabonde/"])
def office(
    request: pytest.FixtureRequest, sample_base: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    base = Path(shutil.copy(sample_base, folder / "kb.db"))
    accounts.set_password(folder / accounts.FILE, NAME, PASSWORD)
    settings = ["--setting", "force_https_urls", "on", "--setting", "base_url", request.param]
    with serving(base, *settings, path=request.param) as behind, proxied(folder, behind, request.param) as address:
        yield Office(address, folder / "fullchain.pem")


@needs_nginx
def test_every_link_leads_on_below_the_same_address(office: Office) -> None:
    links = set()
    for path in PAGES:
        page = office.page(path)
        found = (urljoin(f"{office.address}{path}", link) for link in page.xpath("//@href | //@src | //form/@action"))
        links |= {link.partition("#")[0] for link in found if not urlsplit(link).path.endswith(FILES)}
    inside = {link for link in links if urlsplit(link).hostname in ("localhost", "127.0.0.1")}
    assert {link for link in inside if not link.startswith(office.address)} == set()
    for link in sorted(inside)[:60]:
        assert office.client.get(link).status_code in (200, 405), link


@needs_nginx
def test_addresses_in_data_are_those_that_people_use(office: Office) -> None:
    rows = office.client.get("kb/visit_log.json?_size=2").json()
    assert rows["next_url"].startswith(office.address)
    exported = office.client.get("kb/visit_log.csv")
    assert exported.headers["content-type"].startswith("text/csv")


@needs_nginx
def test_logging_in_leads_to_the_questions_with_a_cookie_for_https_only(office: Office) -> None:
    token = office.page("-/login").xpath("//input[@name='csrftoken']/@value")[0]
    form = {"username": NAME, "password": PASSWORD, "csrftoken": token}
    answer = office.client.post("-/login", data=form)
    assert answer.status_code == 303
    there = urljoin(office.address, answer.headers["location"])
    assert there == f"{office.address}review"
    cookies = [cookie for cookie in answer.headers.get_list("set-cookie") if cookie.startswith("ds_actor=")]
    assert [cookie for cookie in cookies if "Secure" in cookie and "HttpOnly" in cookie]
    assert NAME in office.client.get(there).text


@needs_nginx
def test_a_draft_is_checked_and_one_that_is_too_large_is_refused(office: Office) -> None:
    draft = (DEPLOY.parent / "plans" / "sample-2024-gyeonggi-plan.txt").read_bytes()
    office.client.cookies.clear()  # a program has none
    made = office.client.post("check.json?years=9", content=draft).json()
    assert len(made["institutions"]) == 8
    large = b"0" * (53 * 2**20)
    assert office.client.post("check.json", content=large).status_code == 413


@needs_nginx
def test_more_may_be_uploaded_than_checked(office: Office) -> None:
    office.client.cookies.clear()
    answer = office.client.post("upload", files={"file": ("a.txt", b"0" * (53 * 2**20))})
    assert answer.status_code == 403, "it comes through; who is not logged in may not"
    assert answer.headers["x-content-type-options"] == "nosniff", "it is not nginx that says so"


@needs_nginx
def test_plain_http_leads_to_https(office: Office, tmp_path: Path) -> None:
    conf = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"listen 80;.*?return 301 https://\$host\$request_uri;", conf, re.S)
    assert office.client.get("").headers["strict-transport-security"]

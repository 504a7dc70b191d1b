"""What a person has before the screen: the pages as `kb serve` serves them, and a Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 30


def find_chromium() -> str | None:
    """The Chromium of this machine: the one that CHROMIUM names, or the first on the path."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    """A running browser. As long as it runs, nothing else in the thread can run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(base: Path, *options: str, path: str = "/") -> Iterator[str]:
    """The address of a `kb serve` over the base, in a process of its own; path: where its pages begin."""
    port = free_port()
    command = [sys.executable, "-m", "ingest", "serve", "--db", str(base), "--port", str(port), *options]
    log = base.with_suffix(".log")
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}{path}", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=SECONDS)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody listens on the port; raises RuntimeError where the process has ended instead."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raises RuntimeError with what it said when it doesn't."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=SECONDS):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"kb serve does not answer:\n{log.read_text(encoding='utf-8', errors='replace')}")

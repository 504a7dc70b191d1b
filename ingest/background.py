"""A build that runs beside the server, in a process of its own, started whenever there is something to build."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.authority import ROOT
from ingest.build import built_from
from ingest.uploads import Uploads

NOTHING_KNOWN = "자료를 만든 폴더를 알 수 없습니다. 서버에서 kb build를 한 번 실행한 뒤 다시 열어 주세요."
FAILED = (
    "자료를 만들다가 멈추었습니다. 잠시 뒤 ‘폴더 다시 읽기’를 눌러 주세요. 계속되면 서버에서 kb build를 실행해 보세요."
)
_WRONG = 2  # the status with which kb build says that nothing was built


@dataclass(frozen=True, slots=True)
class Running:
    """How far a build is: files read of those to read; both are 0 before it knows. error: why the last one failed."""

    running: bool = False
    done: int = 0
    all: int = 0
    error: str = ""


class Builder:
    """Builds one base, one build at a time; what comes while one runs is built after it."""

    def __init__(self, base: Path, lists: Path) -> None:
        self._base, self._lists = base, lists
        self._uploads = Uploads(base)
        self._lock = threading.Lock()
        self._again = False
        self._process: subprocess.Popen[str] | None = None
        self.state = Running()
        atexit.register(self._stop)

    def start(self) -> None:
        """Build as soon as possible what is in the folder now."""
        self._uploads.begin()
        with self._lock:
            self._again = True
            if not self.state.running:
                self.state = Running(running=True)
                threading.Thread(target=self._run, name="build", daemon=True).start()

    def resume(self) -> None:
        """Go on with what a server that was stopped left."""
        if self._uploads.unfinished:
            self.start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._again:
                    self.state = replace(self.state, running=False)
                    return
                self._again = False
                self.state = Running(running=True)
            error = self._build()
            with self._lock:
                self.state = replace(self.state, error=error)
                if not error and not self._again:
                    self._uploads.end()

    def _build(self) -> str:
        """Build once; a Korean sentence that says what went wrong, if anything did."""
        roots = built_from(self._base)
        if not roots:
            return NOTHING_KNOWN
        command = [sys.executable, "-X", "utf8", "-m", "ingest", "build", "--json", "--quiet"]
        command += ["--db", str(self._base), "--authority", str(self._lists), "--", *map(str, roots)]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        try:
            self._process = subprocess.Popen(command, cwd=ROOT, text=True, encoding="utf-8", **pipes)  # type: ignore[call-overload]
        except OSError:
            return FAILED
        return self._follow(self._process)

    def _follow(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout
        assert process.stderr
        said: list[str] = []
        errors = threading.Thread(target=said.extend, args=(process.stderr,), daemon=True)
        errors.start()
        for line in process.stdout:
            told = json.loads(line)
            self.state = Running(True, told["done"], told["all"])
        status = process.wait()
        errors.join()
        if status in (0, 1) and not any(line.startswith("Traceback") for line in said):
            return ""
        print("".join(said), file=sys.stderr, end="")
        sentence = "".join(said).partition("Error: ")[2].strip() if status == _WRONG else ""
        return sentence or FAILED

    def _stop(self) -> None:
        """With the server its build ends; the next server goes on with it."""
        if self._process and self._process.poll() is None:
            self._process.kill()

"""Collect the packages of requirements.lock for a PC without internet, whose Python or system may be another.

    python3 deploy/wheels.py wheels --python 3.11.2 --system linux

pip alone takes the versions for the Python it runs with, to the last figure; the lock has some packages in two
versions, and the PC without internet would miss one. Needs only Python and pip.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement  # what pip reads requirements with; nothing to install

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
MARKERS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
TAGS = {
    "linux": ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    "windows": ["win_amd64"],
}


def requirements(lock: str) -> Iterator[tuple[str, str]]:
    """Each requirement of a lock file and its hashes."""
    lines = (line for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        requirement, *hashes = line.split("--hash=")
        yield requirement.strip(), " ".join(f"--hash={one.strip()}" for one in hashes)


def wanted(lock: str, python: str, system: str) -> Iterator[str]:
    """The lines of a lock that hold for a Python (3.11.2) on a system, without their conditions."""
    markers = {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        **MARKERS[system],
    }
    for text, hashes in requirements(lock):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(markers):
            yield f"{requirement.name}{requirement.specifier} {hashes}"


def collecting(chosen: Path, folder: Path, python: str, system: str) -> list[str]:
    """pip's arguments; the Python's version is whole, as of 3.11 alone pip thinks 3.11.0, which some are not for."""
    tags = [word for tag in TAGS[system] for word in ("--platform", tag)]
    told = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version", python, *tags]
    return ["download", *told, "-r", str(chosen), "-d", str(folder)]


def main() -> None:
    """Read the command line and let pip collect the packages."""
    parser = argparse.ArgumentParser(description="인터넷이 없는 PC에 설치할 꾸러미를 모읍니다.")
    parser.add_argument("folder", type=Path, help="꾸러미를 모을 폴더")
    parser.add_argument("--python", required=True, help="설치할 PC의 Python 판, 끝자리까지 (예: 3.11.2)")
    parser.add_argument("--system", required=True, choices=MARKERS, help="설치할 PC의 운영체제(64비트)")
    options = parser.parse_args()
    if options.python.count(".") != 2:
        parser.error("Python 판은 끝자리까지 적어 주세요(예: 3.11.2). 설치할 PC에서 python3 --version으로 봅니다.")
    with tempfile.TemporaryDirectory() as scratch:
        chosen = Path(scratch) / "requirements.txt"
        lines = wanted(LOCK.read_text(encoding="utf-8"), options.python, options.system)
        chosen.write_text("\n".join(lines), encoding="utf-8")
        collect = collecting(chosen, options.folder, options.python, options.system)
        done = subprocess.run([sys.executable, "-m", "pip", *collect])
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()

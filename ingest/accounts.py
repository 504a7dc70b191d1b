"""Who may decide on the pages: names with the hash of a password or of a token, in one file beside the base.

The file (accounts.json) holds no secret itself, belongs to the machine and is never part of git.
Passwords are hashed as datasette-auth-passwords does (PBKDF2 of SHA-256); a token is long and random,
so that its SHA-256 is enough.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from search.hangul import josa, quoted

FILE = "accounts.json"
SHORTEST = 10  # characters of a password
_LONGEST_NAME = 40
_PASSWORD, _TOKEN = "password_hash", "token_hash"
# What an unknown name is compared with, so that an answer takes as long as for a known one.
_NOBODY = "pbkdf2_sha256$480000$nobody$" + "A" * 43 + "="

Accounts = dict[str, dict[str, str]]


class AccountError(ValueError):
    """What can't be an account; the message is a Korean sentence that says what to do."""


def beside(base: Path) -> Path:
    """The file of accounts that goes with a base."""
    return base.with_name(FILE)


def load(file: Path) -> Accounts:
    """Name → its hashes; nothing where there is no file. Raises AccountError for one that can't be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AccountError(
            f"{josa(file, '을를')} 읽지 못했습니다. 권한을 확인하거나, 지우고 kb password로 다시 정해 주세요."
        ) from error
    if not isinstance(found, dict) or not all(isinstance(hashes, dict) for hashes in found.values()):
        raise AccountError(f"{file}의 내용이 맞지 않습니다. 지우고 kb password로 다시 정해 주세요.")
    return found


def set_password(file: Path, name: str, password: str) -> None:
    """Let `name` log in with a password; raises AccountError for a name or password that won't do."""
    if len(password) < SHORTEST:
        raise AccountError(f"비밀번호는 {SHORTEST}자 이상으로 정해 주세요.")
    from datasette_auth_passwords.utils import hash_password  # imports all of Datasette

    _note(file, name, _PASSWORD, hash_password(password))


def make_token(file: Path, name: str) -> str:
    """A new token for `name`, which takes the place of an older one. It is kept nowhere. Raises AccountError."""
    token = secrets.token_urlsafe(32)
    _note(file, name, _TOKEN, _digest(token))
    return token


def remove(file: Path, name: str) -> None:
    """Take `name` out, password and token; raises AccountError where it isn't there."""
    with FileLock(f"{file}.lock"):
        accounts = load(file)
        if accounts.pop(name, None) is None:
            raise AccountError(f"{quoted(name, '이가')} 없습니다. 적은 이름을 확인해 주세요.")
        _write(file, accounts)


def password_fits(accounts: Accounts, name: str, password: str) -> bool:
    """Whether the password is that of `name`; takes a third of a second whatever the answer."""
    from datasette_auth_passwords.utils import verify_password

    kept = accounts.get(name, {}).get(_PASSWORD)
    fits: bool = verify_password(password, kept or _NOBODY)
    return fits and kept is not None


def mark(accounts: Accounts, name: str) -> str | None:
    """What tells the password that `name` has now from any other; None where nobody of that name can log in."""
    kept = accounts.get(name, {}).get(_PASSWORD)
    return _digest(kept)[:16] if kept else None


def bearer(accounts: Accounts, token: str) -> str | None:
    """The name that a token stands for."""
    given = _digest(token)
    fitting = [name for name, kept in accounts.items() if secrets.compare_digest(kept.get(_TOKEN, ""), given)]
    return fitting[0] if fitting else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _note(file: Path, name: str, kind: str, hashed: str) -> None:
    if not name.strip() or name != name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise AccountError(f"이름은 {_LONGEST_NAME}자까지, 앞뒤 빈칸 없이 한 줄로 적어 주세요.")
    with FileLock(f"{file}.lock"):
        accounts = load(file)
        accounts.setdefault(name, {})[kind] = hashed
        _write(file, accounts)


def _write(file: Path, accounts: Accounts) -> None:
    """Put a new file, readable by its owner alone, in the place of the old one."""
    made = file.with_name(f"{file.name}.new")
    with suppress(FileNotFoundError):
        made.unlink()
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
        json.dump(accounts, written, ensure_ascii=False, indent=1, sort_keys=True)
        written.write("\n")
        written.flush()
        os.fsync(written.fileno())
    made.replace(file)

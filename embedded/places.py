"""Where the stores' data and sockets stand, and as whom they run: as `nobody` when the launcher is root."""

import os
import pwd
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from embedded.errors import CannotStart

LONGEST_SOCKET_FOLDER = 90  # a socket's path has at most 107 bytes, its own name included
LASTING = ("/var/lib", "/var/tmp")  # noqa: S108 - survive a restart of the machine


class Account(NamedTuple):
    """A user of the machine."""

    name: str
    uid: int
    gid: int


def stores_account() -> Account | None:
    """PostgreSQL refuses to run as root: then `nobody` runs the stores. Otherwise None: we do ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account("nobody", 65534, 65534)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True)
class Place:
    """The stores' home (0700, theirs alone), the folder of their sockets, and our logs about them."""

    home: Path
    sockets: Path
    logs: Path
    account: Account | None

    @classmethod
    def within(cls, var: Path) -> Self:
        """The lasting place of the data in `var`."""
        account = stores_account()
        logs = var / "log"
        logs.mkdir(parents=True, exist_ok=True)
        home = _home(var, account)
        return cls(home, _sockets(home, account), logs, account)

    @classmethod
    def throw_away(cls) -> Self:
        """A new place in a temporary folder; who made it removes it."""
        account = stores_account()
        home = private(Path(tempfile.mkdtemp(prefix="guishu-with-", dir=_temporary(account))), account)
        logs = home / "log"
        logs.mkdir()
        return cls(home, private(home / "run", account), logs, account)


def reachable(path: Path, account: Account | None) -> bool:
    """Whether every folder above lets the account through; a home directory of mode 0700 does not."""
    return account is None or all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def private(folder: Path, account: Account | None) -> Path:
    """The folder, made if missing, for the account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = account.uid if account else os.geteuid()
    if account and folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    if folder.stat().st_uid != mine:
        raise CannotStart(
            f"{folder} belongs to another user. Start as that user,"
            " or choose another place: make run VAR=/some/folder"
        )
    folder.chmod(0o700)
    return folder


def _home(var: Path, account: Account | None) -> Path:
    """`var/stores`, or, where the account cannot reach it, a folder whose path `var/stores.path` keeps."""
    record = var / "stores.path"
    if record.exists():
        return private(Path(record.read_text().strip()), account)
    home = var / "stores"
    if not reachable(home, account):
        home = Path(tempfile.mkdtemp(prefix="guishu-", dir=next(filter(_writable, LASTING), None)))
        record.write_text(f"{home}\n")
    return private(home, account)


def _sockets(home: Path, account: Account | None) -> Path:
    """`home/run`, or, where that path is too long, a folder whose path `home/run.path` keeps."""
    folder = home / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return private(folder, account)
    record = home / "run.path"
    if record.exists() and _ours(recorded := Path(record.read_text().strip()), account):
        return recorded
    made = private(Path(tempfile.mkdtemp(prefix="guishu-", dir=_temporary(account))), account)
    record.write_text(f"{made}\n")
    return made


def _ours(folder: Path, account: Account | None) -> bool:
    """Whether a recorded folder is still there and nobody else's: temporary folders are cleared away."""
    mine = account.uid if account else os.geteuid()
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == mine


def _temporary(account: Account | None) -> Path:
    """A folder for temporary things that the account reaches, with a short path."""
    candidates = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108 - mkdtemp makes it ours
    short = LONGEST_SOCKET_FOLDER - len("/guishu-with-12345678/run")
    for folder in candidates:
        if len(os.fsencode(folder)) <= short and _writable(folder) and reachable(folder / "inside", account):
            return folder
    raise CannotStart(
        "No folder for temporary files is short and open enough: set TMPDIR to one, for example /tmp."
    )


def _writable(folder: str | Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)

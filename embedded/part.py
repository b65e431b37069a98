"""One supervised child: how it is started, when it is ready, how it is asked to end."""

import ctypes
import functools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from embedded.orphans import kill_session
from embedded.places import Account

PR_SET_PDEATHSIG = 1
TAIL = 20
LARGEST_LOG = 10_000_000
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def nothing() -> None:
    """What a part does before its start when it needs nothing."""


def at_once() -> bool:
    """A part that is ready as soon as it runs."""
    return True


@dataclass
class Part:
    """A program that is kept running; `state` is stopped, starting, running or restarting."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] = at_once
    before: Callable[[], None] = nothing
    directory: Path = Path("/")
    account: Account | None = None
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 15.0

    state: str = field(default="stopped", init=False)
    since: float = field(default=0.0, init=False)
    restarts: int = field(default=0, init=False)
    started: float | None = field(default=None, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """The number of the running process."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start the program in a session of its own; it is `starting` until `ready` says otherwise."""
        self.before()
        self.process = spawn(
            self.command,
            environment=self.environment,
            directory=self.directory,
            account=self.account,
            stop_with=self.stop_with,
            log=self.log,
        )
        self.started = psutil.Process(self.process.pid).create_time()
        self.become("starting")

    def ended(self) -> int | None:
        """The exit code when the program has ended, once; what is left of its session is killed."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        kill_session(self.process.pid)
        self.process = self.started = None
        return code

    def stop(self) -> None:
        """Ask the program to end, wait, and kill its session if it does not."""
        if self.process is not None:
            stop(self.process, self.stop_with, self.patience)
            self.process = self.started = None
        self.become("stopped")

    def become(self, state: str) -> None:
        """Note the state and since when it has been so."""
        self.state, self.since = state, time.time()


def spawn(
    command: list[str],
    *,
    environment: Mapping[str, str],
    directory: Path,
    log: Path,
    account: Account | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
    output: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; it speaks to the log, and answers to `output` if given."""
    _shorten(log)
    drop: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with log.open("ab") as said, (output or log).open("wb" if output else "ab") as answered:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=answered,
            stderr=said,
            env=dict(environment),
            cwd=directory,
            start_new_session=True,
            umask=0o077,
            preexec_fn=_dying_with_parent(stop_with),  # noqa: PLW1509 - None where there are threads
            **drop,
        )


def stop(process: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> None:
    """Ask one program to end, wait, and kill its session if it does not."""
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kill_session(process.pid)


def tail(log: Path) -> str:
    """The last lines of a log, indented."""
    lines = log.read_text(errors="replace").splitlines()[-TAIL:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines)


def _shorten(log: Path) -> None:
    """Keep one older log once a log has grown large."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".1.log"))


def _dying_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """On Linux: what makes the child get this signal when the launcher dies, even by SIGKILL.

    It must not run between fork and exec of a process with threads; the launcher has none.
    """
    if _libc is None or threading.active_count() > 1:
        return None
    return functools.partial(_libc.prctl, PR_SET_PDEATHSIG, int(how), 0, 0, 0)

"""Ends what an earlier launcher left behind, process by process, never by name alone."""

import contextlib
import os
import signal
from pathlib import Path

import psutil

PATIENCE = 3.0
PROGRAMS = {"postgres": signal.SIGQUIT, "valkey-server": signal.SIGTERM}


def end_left_behind(directory: Path) -> int:
    """End the stores' programs that work in this data directory, and answer how many there were.

    A backend that outlives a killed postmaster blocks the next start for a minute; a second Valkey silently
    steals the socket of the first. Called only while the lock of `var` is held, so none of them is wanted.
    """
    left = [process for process in psutil.process_iter(["exe", "cwd"]) if _works_in(process, directory)]
    end({process: PROGRAMS[_program(process)] for process in left})
    return len(left)


def end_session(leader: int, started: float) -> None:
    """End a recorded child and its children, if its number still means the process that was started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(leader)
        if abs(process.create_time() - started) < 1.0:
            members = [process, *process.children(recursive=True)]
            end(dict.fromkeys(members, signal.SIGTERM))


def end(processes: dict[psutil.Process, signal.Signals]) -> None:
    """Ask each to end, and kill those that have not after a few seconds."""
    for process, how in processes.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(how)
    _, stubborn = psutil.wait_procs(processes, timeout=PATIENCE)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE)


def kill_session(leader: int) -> None:
    """Kill what is left of the session of a child that has ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _works_in(process: psutil.Process, directory: Path) -> bool:
    cwd = process.info["cwd"]
    return bool(cwd) and _program(process) in PROGRAMS and Path(cwd) == directory.resolve()


def _program(process: psutil.Process) -> str:
    """The name of the program's file, also when a reinstallation has deleted that file."""
    return Path((process.info["exe"] or "").removesuffix(" (deleted)")).name

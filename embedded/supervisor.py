"""Keeps parts running in the foreground: restarts the dead, tells of it, stops all in reverse order."""

import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from embedded import record
from embedded.errors import CannotStart, Interrupted
from embedded.part import Part, spawn, stop, tail

ROUND = 0.05
QUIET_DEATHS = 3
STEADY = 60.0
LONGEST_PAUSE = 30.0


def say(sentence: str) -> None:
    """Tell the person in front of the terminal."""
    print(sentence, flush=True)


class Supervisor:
    """The parent of all parts. One thread: signals only set `asked`, the next round acts on it."""

    def __init__(self, state: Path | None = None) -> None:
        self.parts: list[Part] = []
        self.asked: signal.Signals | None = None
        self._deaths: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        self._state = state
        self._recorded = ""

    def listen(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal ask for an orderly stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # started under nohup
            signal.signal(number, self._ask)

    def start(self, *parts: Part, within: float = 120.0) -> None:
        """Start these parts together and wait until each is ready."""
        deadline = time.monotonic() + within
        for part in parts:
            self.parts.append(part)
            part.start()
        while not all(part.state == "running" for part in parts):
            self.round()
            for part in parts:
                self._give_up(part, late=time.monotonic() > deadline)

    def complete(
        self, name: str, command: list[str], *, environment: Mapping[str, str], directory: Path, log: Path
    ) -> str:
        """Run one program to its end while the parts are kept running, and answer what it printed."""
        output = log.with_suffix(".out")
        process = spawn(command, environment=environment, directory=directory, log=log, output=output)
        try:
            while process.poll() is None:
                self.round()
        finally:
            stop(process, signal.SIGTERM, 10.0)
        if process.returncode:
            raise CannotStart(
                f"{name} failed (exit code {process.returncode}); {log} ends:\n{tail(log)}\n{tail(output)}"
            )
        return output.read_text()

    def watch(self) -> None:
        """Keep all parts running until somebody asks for a stop."""
        while not self.asked:
            self.round()

    def round(self) -> None:
        """Look once at every part, then rest a moment; raises Interrupted when asked to stop."""
        if self.asked:
            raise Interrupted
        self.tend()

    def tend(self) -> None:
        """Look once at every part, then rest a moment."""
        for part in self.parts:
            self._look_at(part)
        self._note()
        time.sleep(ROUND)

    def stop(self) -> None:
        """Stop all parts, the last started first."""
        while self.parts:
            self.parts[-1].stop()
            self._note()
            self.parts.pop()
        self._note()

    def _look_at(self, part: Part) -> None:
        if (code := part.ended()) is not None:
            self._bury(part, code)
        if part.state == "restarting" and time.monotonic() >= self._not_before[part.name]:
            part.start()
        if part.state == "starting" and part.ready():
            part.become("running")

    def _bury(self, part: Part, code: int) -> None:
        """Count the death, tell of it, and set the time of the next start: at once, later after the third."""
        steady = part.state == "running" and time.time() - part.since > STEADY
        deaths = 1 if steady else self._deaths.get(part.name, 0) + 1
        self._deaths[part.name] = deaths
        part.restarts += 1
        part.become("restarting")
        loud = deaths > QUIET_DEATHS
        pause = min(2.0 ** (deaths - QUIET_DEATHS), LONGEST_PAUSE) if loud else 0.0
        self._not_before[part.name] = time.monotonic() + pause
        say(f"{part.name} ended ({_how(code)}) and is started again.")
        if loud:
            self._complain(part, deaths, pause)

    def _complain(self, part: Part, deaths: int, pause: float) -> None:
        banner = (
            f"{part.name} has ended {deaths} times in a row; next start in {pause:.0f} s. {part.log} ends:"
        )
        print(f"{'!' * 80}\n{banner}\n{tail(part.log)}\n{'!' * 80}", file=sys.stderr, flush=True)

    def _give_up(self, part: Part, *, late: bool) -> None:
        """While starting, a part that keeps dying or never gets ready ends the launcher."""
        if part.state != "running" and (late or self._deaths.get(part.name, 0) > QUIET_DEATHS):
            raise CannotStart(f"{part.name} does not start; {part.log} ends:\n{tail(part.log)}")

    def _note(self) -> None:
        if self._state:
            self._recorded = record.write(self._state, self.parts, known=self._recorded)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = signal.Signals(number)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

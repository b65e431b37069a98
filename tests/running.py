"""The portal's processes on a test's database: Valkey, worker, web, two beats; killed and started again."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from celery import Celery
from celery.beat import PersistentScheduler

from config.celery import app
from config.environment import broker
from embedded import portal_parts
from embedded.environment import Choices, for_children, new_signing_key
from embedded.orphans import kill_session
from embedded.part import Part, tail
from embedded.places import Place
from embedded.supervisor import Supervisor
from embedded.valkey import Valkey
from tests.delivery.processes import environment
from tests.notifications.postbox import free_port

PATIENCE = 60.0
LOOK = 0.2
BEATS = ("beat", "other beat")


@dataclass
class Portal:
    """The parts as the launcher keeps them, restarting what has died; not all of them need run."""

    choices: Choices
    parts: dict[str, Part]
    supervisor: Supervisor = field(default_factory=Supervisor)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.choices.port}"

    def start(self, *names: str) -> None:
        """Start these, and wait until they are ready."""
        self.supervisor.start(*(self.parts[name] for name in names))

    def stop(self, *names: str) -> None:
        """End these in order, so that nobody starts them again."""
        for name in names:
            self.supervisor.parts.remove(self.parts[name])
            self.parts[name].stop()

    def kill(self, *names: str) -> None:
        """`kill -9` of each with its children, until it is dead; nothing is started again before `until`."""
        for name in names:
            process = self.parts[name].process
            assert process is not None
            kill_session(process.pid)
            assert process.wait(PATIENCE) == -signal.SIGKILL

    def lose(self, *names: str) -> None:
        """Kill these; nobody starts them again."""
        self.kill(*names)
        self.stop(*names)

    def end(self) -> None:
        """Kill whatever runs: nothing of it is wanted any more."""
        for part in reversed(self.supervisor.parts):
            if part.process:
                kill_session(part.process.pid)
                part.process.wait(PATIENCE)

    def up(self) -> bool:
        """Whether all parts run that should."""
        return all(
            part.state == "running" and part.process and part.process.poll() is None
            for part in self.supervisor.parts
        )

    def send(self, *tasks: str) -> None:
        """Ask the worker for these at once, as the beats do in a while."""
        with Celery(broker=broker(self.parts["worker"].environment["REDIS_URL"])) as asking:
            for task in tasks:
                asking.send_task(task)

    def until(self, true: Callable[[], object], pause: float = LOOK) -> None:
        """Look after the parts until something has come true."""
        ends = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < ends, f"it did not come true; {self._last_words()}"
            again = time.monotonic() + pause
            while time.monotonic() < again:
                self.supervisor.tend()

    def until_asked(self, task: str, true: Callable[[], object]) -> None:
        """Send the task again and again, as the beats do more slowly, until something has come true."""

        def asked() -> object:
            self.send(task)
            return true()

        self.until(asked, pause=1.0)

    def _last_words(self) -> str:
        return "\n".join(f"{part.name} ({part.state}):\n{tail(part.log)}" for part in self.supervisor.parts)


@contextmanager
def portal(database: str, var: Path, **given: str) -> Iterator[Portal]:
    """A portal on that database, with a Valkey of its own; nothing of it runs yet, or after the block."""
    place = Place.throw_away()
    valkey = Valkey(place)
    choices = Choices("127.0.0.1", free_port(), var, "", "", demonstration=True)
    told = for_children(
        environment(database, **given),
        var=var,
        database_url=environment(database)["DATABASE_URL"],
        owner_url=os.environ["DATABASE_OWNER_URL"],
        redis_url=valkey.url(),
        secret="",
        signing_key=new_signing_key(),
    )
    for folder in (var / "run", var / "log"):
        folder.mkdir(parents=True, exist_ok=True)
    parts = {"valkey": valkey.part(), "worker": portal_parts.worker(choices, told)}
    parts |= {"web": portal_parts.web(choices, told)} | {name: _beat(name, choices, told) for name in BEATS}
    running = Portal(choices, parts)
    try:
        yield running
    finally:
        running.end()
        shutil.rmtree(place.home, ignore_errors=True)


def _beat(name: str, choices: Choices, told: dict[str, str]) -> Part:
    """A beat with notes of its own: whenever it starts it has been away for a day, and all tasks are due."""
    part = portal_parts.beat(choices, told)
    notes = choices.var / "run" / name.replace(" ", "-")
    command = [str(notes) if word == str(choices.var / "run" / "beat") else word for word in part.command]
    log = choices.var / "log" / f"{notes.name}.log"
    return replace(part, name=name, command=command, log=log, before=partial(leave_old_notes, notes))


def leave_old_notes(notes: Path) -> None:
    """What a beat wrote down before it stopped, a day ago."""
    scheduler = PersistentScheduler(app, schedule_filename=str(notes))
    for entry in scheduler.schedule.values():
        entry.last_run_at -= timedelta(days=1)
    scheduler.close()

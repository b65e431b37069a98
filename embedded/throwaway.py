"""`python -m embedded with -- COMMAND`: a command between both stores in a throw-away place."""

import contextlib
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from embedded.environment import for_children, new_signing_key
from embedded.errors import CannotStart, Interrupted
from embedded.places import Place
from embedded.postgres import OWNER, PORTAL, Postgres
from embedded.supervisor import Supervisor
from embedded.valkey import Valkey


def run_with_stores(command: list[str], given: Mapping[str, str], *, fast: bool) -> int:
    """Run the command with the stores that are not given, and answer its exit code."""
    supervisor = Supervisor()
    supervisor.listen()
    try:
        with _place(supervisor) as place:
            return _follow(supervisor, command, _environment(supervisor, place, given, fast=fast))
    except Interrupted:
        return 128 + (supervisor.asked or signal.SIGTERM)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1


@contextlib.contextmanager
def _place(supervisor: Supervisor) -> Iterator[Place]:
    """A place that goes, with all that runs in it."""
    place = Place.throw_away()
    try:
        yield place
    finally:
        supervisor.stop()
        shutil.rmtree(place.home, ignore_errors=True)
        shutil.rmtree(place.sockets, ignore_errors=True)


def _environment(
    supervisor: Supervisor, place: Place, given: Mapping[str, str], *, fast: bool
) -> dict[str, str]:
    """Start what is not given, and describe it to the command."""
    database = None if given.get("DATABASE_URL") else Postgres(place, fast=fast)
    broker = None if given.get("REDIS_URL") else Valkey(place)
    if database:
        database.prepare()
    supervisor.start(*(store.part() for store in (database, broker) if store))
    if database:
        database.establish()
    return for_children(
        given,
        var=Path(given["VAR"]).resolve() if given.get("VAR") else place.home / "var",
        database_url=database.url(PORTAL) if database else given["DATABASE_URL"],
        owner_url=database.url(OWNER)
        if database
        else given.get("DATABASE_OWNER_URL") or given["DATABASE_URL"],
        redis_url=broker.url() if broker else given["REDIS_URL"],
        secret=secrets.token_urlsafe(64),
        signing_key=new_signing_key(),
    )


def _follow(supervisor: Supervisor, command: list[str], environment: dict[str, str]) -> int:
    """Run the command in the foreground, hand requests to stop on to it, keep the stores until it ends."""
    with subprocess.Popen(command, env=environment) as process:
        handed_on = False
        while process.poll() is None:
            if supervisor.asked and not handed_on:
                handed_on = True
                _hand_on(process, supervisor.asked)
            supervisor.tend()
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def _hand_on(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Ctrl-C has reached the command already, through the terminal."""
    if number != signal.SIGINT:
        process.send_signal(number)

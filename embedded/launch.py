"""`python -m embedded run`: the stores, the portal's parts, and what must be done before."""

import contextlib
import fcntl
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from embedded import portal_parts, record, told
from embedded.environment import BASE, Choices, as_owner, for_children, hosts, secret_in, signing_key_in
from embedded.errors import CannotStart, Interrupted
from embedded.places import Place
from embedded.postgres import OWNER, PORTAL, Postgres
from embedded.stamps import Stamps, digest_of_assets, digest_of_code
from embedded.supervisor import Supervisor, say
from embedded.valkey import Valkey

MANAGE = [sys.executable, "manage.py"]
QUIETLY = ("--no-input", "--verbosity", "0")


def run(given: Mapping[str, str]) -> int:
    """Start everything and keep it running; answer the exit code."""
    choices = Choices.read(given)
    for folder in (choices.var / "run", choices.var / "log"):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    with _locked(choices.var / "lock"):
        return _supervise(Launch(choices, given))


class Launch:
    """One run of the portal on this machine."""

    def __init__(self, choices: Choices, given: Mapping[str, str]) -> None:
        self.choices = choices
        self.given = given
        self.parts_file = choices.var / "run" / "parts.json"
        self.supervisor = Supervisor(self.parts_file)
        self.stamps = Stamps(choices.var / "stamps.json")

    def start(self) -> None:
        """Start all parts in their order; raises CannotStart, or Interrupted when asked to stop meanwhile."""
        record.end_recorded(self.parts_file)
        _free(self.choices)
        environment, cluster = self._stores()
        told.tell(self.choices.var, environment)
        accounts = self._prepare(environment, cluster)
        self.supervisor.start(
            portal_parts.worker(self.choices, environment),
            portal_parts.web(self.choices, environment),
            portal_parts.beat(self.choices, environment),
        )
        logs = self.choices.var / "log"
        say(f"{accounts}\nGuishu is at {self.choices.address} - Ctrl-C stops it; its logs are in {logs}.")

    def _stores(self) -> tuple[dict[str, str], str]:
        """Start the stores that are not given; answer the children's environment and the cluster's number."""
        database = broker = None
        place = (
            Place.within(self.choices.var)
            if not (self.choices.database_url and self.choices.redis_url)
            else None
        )
        if place and not self.choices.database_url:
            database = Postgres(place)
            database.prepare()
        if place and not self.choices.redis_url:
            broker = Valkey(place)
        self.supervisor.start(*(store.part() for store in (database, broker) if store))
        if database:
            database.establish()
        return self._environment(database, broker), database.identity() if database else ""

    def _environment(self, database: Postgres | None, broker: Valkey | None) -> dict[str, str]:
        given_owner = self.given.get("DATABASE_OWNER_URL", "") or self.choices.database_url
        environment = for_children(
            self.given,
            var=self.choices.var,
            database_url=database.url(PORTAL) if database else self.choices.database_url,
            owner_url=database.url(OWNER) if database else given_owner,
            redis_url=broker.url() if broker else self.choices.redis_url,
            secret=self.given.get("SECRET_KEY") or secret_in(self.choices.var),
            signing_key=self.given.get("AUDIT_SIGNING_KEY") or signing_key_in(self.choices.var),
            address=self.choices.address,
        )
        environment.setdefault("ALLOWED_HOSTS", hosts(self.choices))
        return environment

    def _prepare(self, environment: dict[str, str], cluster: str) -> str:
        """Do what has changed since the last start; answer what the demonstration says about its accounts."""
        code = digest_of_code(BASE, cluster) if cluster else ""
        manifest = self.choices.var / "static" / "staticfiles.json"
        self._once("collectstatic", digest_of_assets(BASE), environment, *QUIETLY, made=manifest)
        self._once("migrate", code, as_owner(environment), *QUIETLY)
        return self._once("demonstrate", code, environment) if self.choices.demonstration else ""

    def _once(
        self, command: str, digest: str, environment: dict[str, str], *options: str, made: Path | None = None
    ) -> str:
        """Run a command unless it was run for just this (blank: always), and answer what it printed."""
        log = self.choices.var / "log" / f"{command}.log"
        output = log.with_suffix(".out")
        if digest and self.stamps.fresh(command, digest) and output.exists() and (made or output).exists():
            return output.read_text()
        say(f"{command} ...")
        words = [*MANAGE, command, *options]
        printed = self.supervisor.complete(command, words, environment=environment, directory=BASE, log=log)
        self.stamps.mark(command, digest)
        return printed


def _supervise(launch: Launch) -> int:
    launch.supervisor.listen()
    try:
        launch.start()
        launch.supervisor.watch()
    except Interrupted:
        pass
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        launch.supervisor.stop()
        told.forget(launch.choices.var)
    say("Stopped.")
    return 0


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of `var`: two launchers would fight over one cluster."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            file.seek(0)
            raise CannotStart(
                f"{path.parent} is in use by process {file.read().strip() or 'unknown'}: stop that one first,"
                " or choose another place and port: make run VAR=/some/folder PORT=8123"
            ) from taken
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _free(choices: Choices) -> None:
    """Refuse early, in words, when the port is taken."""
    family = socket.AF_INET6 if ":" in choices.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((choices.host, choices.port))
        except OSError as reason:
            raise CannotStart(
                f"Nothing can listen on {choices.host}:{choices.port} ({reason.strerror});"
                f" choose another: make run PORT={choices.port + 100}"
            ) from reason

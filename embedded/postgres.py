"""The embedded PostgreSQL: one cluster, two roles, one database, a unix socket and no port."""

import contextlib
import locale
import os
import shutil
import signal
import subprocess
from urllib.parse import quote

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812 - the driver names its class so

from embedded.binaries import postgres_programs
from embedded.errors import CannotStart
from embedded.orphans import end_left_behind
from embedded.part import Part
from embedded.places import Place

SUPERUSER = "postgres"
OWNER = "guishu_owner"
PORTAL = "guishu_app"
DATABASE = "guishu"
LASTING = {"dynamic_shared_memory_type": "mmap", "listen_addresses": "", "unix_socket_permissions": "0700"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}
ENVIRONMENT = {"PATH": os.defpath, "TZ": "UTC"}
BUILTIN = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
UTF8_TYPES = ("en_US.UTF-8", "zh_CN.UTF-8", "C.UTF8", "UTF-8")
OTHER_MAJOR = (
    "The data in {data} was made by PostgreSQL {theirs}; this is PostgreSQL {ours}."
    " While the version that made it runs, dump it:"
    " `pg_dump --format=custom --file=guishu.dump --username=postgres --host={sockets} guishu`."
    " Then move {home} away, start this version, and run"
    " `pg_restore --clean --if-exists --username=postgres --host={sockets} --dbname=guishu guishu.dump`."
)


class Postgres:
    """One cluster in `place`; `fast` gives up durability and takes many callers, for throwaway data."""

    def __init__(self, place: Place, *, fast: bool = False) -> None:
        self.place = place
        self.fast = fast
        self.data = place.home / "postgres"
        self.programs = postgres_programs(place)

    def prepare(self) -> None:
        """Make the cluster, or refuse one of another major version."""
        if not self.data.exists():
            self._make()
        theirs, ours = (self.data / "PG_VERSION").read_text().strip(), self._major()
        if theirs != ours:
            raise CannotStart(
                OTHER_MAJOR.format(
                    data=self.data, theirs=theirs, ours=ours, sockets=self.place.sockets, home=self.place.home
                )
            )

    def part(self) -> Part:
        """The server as a supervised part."""
        chosen = LASTING | (FAST if self.fast else {})
        settings = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        return Part(
            name="postgres",
            command=[
                *map(str, (self.programs / "postgres", "-D", self.data, "-k", self.place.sockets)),
                *settings,
            ],
            environment=ENVIRONMENT,
            log=self.place.logs / "postgres.log",
            ready=self.answers,
            before=self._clear,
            account=self.place.account,
            stop_with=signal.SIGINT,
            patience=30.0,
        )

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def establish(self) -> None:
        """Make the two roles and the database where they are missing."""
        with contextlib.closing(self.connect("postgres")) as connection, connection.cursor() as cursor:
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (PORTAL, "LOGIN")):
                cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.rowcount:
                    cursor.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.rowcount:
                names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    def identity(self) -> str:
        """A number that no other cluster has."""
        with contextlib.closing(self.connect("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT system_identifier FROM pg_control_system()")
            ((number,),) = cursor.fetchall()
            return str(number)

    def connect(self, database: str) -> Connection:
        """A connection as the superuser, each statement its own transaction."""
        connection = psycopg2.connect(
            host=str(self.place.sockets), user=SUPERUSER, dbname=database, connect_timeout=5
        )
        connection.autocommit = True
        return connection

    def url(self, role: str) -> str:
        """The database's address for one of the two roles."""
        return f"postgres://{role}@/{DATABASE}?host={quote(str(self.place.sockets))}"

    def _make(self) -> None:
        """Run `initdb` beside the final place, so that an interrupted one leaves nothing that looks whole."""
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            "initdb",
            *(f"--pgdata={unfinished}", f"--username={SUPERUSER}", "--encoding=UTF8", *_collation()),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            *(("--no-sync",) if self.fast else ()),
        )
        unfinished.rename(self.data)

    def _major(self) -> str:
        """The major version of the programs: `postgres (PostgreSQL) 18.6` says 18."""
        return self._run("postgres", "--version").split()[2].split(".")[0]

    def _run(self, program: str, *arguments: str) -> str:
        account = self.place.account
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd="/",
            env=ENVIRONMENT,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotStart(f"{program} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _clear(self) -> None:
        """Before each start: end left-over processes; then the lock files say nothing true any more."""
        end_left_behind(self.data)
        for stale in (self.data / "postmaster.pid", self.place.sockets / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)


def _collation() -> list[str]:
    """`C.UTF-8`, or PostgreSQL's own one with any UTF-8 character types: plain C knows no Chinese letters."""
    if _has("C.UTF-8"):
        return ["--locale=C.UTF-8"]
    for name in UTF8_TYPES:
        if _has(name):
            return [*BUILTIN, f"--lc-ctype={name}"]
    raise CannotStart("This machine has no UTF-8 locale: install one, for example `locale-gen en_US.UTF-8`.")


def _has(name: str) -> bool:
    """Whether the machine has this locale; the process keeps its own."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True

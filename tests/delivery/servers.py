"""Departments' databases for real: a second database on the tests' server, MariaDB where it is."""

import getpass
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymysql
import sqlalchemy
from django.conf import settings
from django.db import connection

from tests.committed import drop, owner_cursor
from tests.delivery.mariadb import MARIADB

KINDS = ("postgresql", "mariadb") if MARIADB else ("postgresql",)
TABLE = (
    "CREATE TABLE enterprises (serial BIGINT, uniscid VARCHAR(18), entname VARCHAR(60), regcap DECIMAL(18,4),"
    " estdate DATE, changed TIMESTAMP NULL, active BOOLEAN, hidden_idno VARCHAR(40))"
)
ROW = "concat('9145', {n}), '桂林米粉', 1.5, DATE '2020-01-01', TIMESTAMP '2026-01-01 08:30:00', true, NULL"
SMALL = ("--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-method=nosync")
PASSWORD = "p:a@s/s w#rd%"


@dataclass(frozen=True)
class Server:
    """Where it is, and how the owner of the data speaks to it."""

    driver: str
    host: str
    port: int
    database: str
    account: str
    password: str
    engine: Any = field(repr=False)

    def fill(self, many: int) -> None:
        """The table of the department, with so many rows."""
        series = "generate_series(0, %d) n" if self.driver == "postgresql" else "seq_0_to_%d s"
        n = "n" if self.driver == "postgresql" else "seq"
        with self.engine.begin() as department:
            department.exec_driver_sql("DROP TABLE IF EXISTS enterprises")
            department.exec_driver_sql(TABLE)
            department.exec_driver_sql(
                f"INSERT INTO enterprises SELECT {n}, {ROW.format(n=n)} FROM {series % (many - 1)}"
            )
            if self.driver == "postgresql":
                department.exec_driver_sql(f"GRANT SELECT ON enterprises TO {self.account}")


@contextmanager
def postgresql() -> Iterator[Server]:
    """A database of the department's own, on the server of the tests."""
    name = f"{connection.settings_dict['NAME']}_dept_{uuid.uuid4().hex[:6]}"
    given, owner = connection.settings_dict, settings.DATABASE_OWNER
    with owner_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    user, password = owner["USER"], owner["PASSWORD"] or None
    host = given["HOST"] or given["OPTIONS"]["host"]
    query = {"host": host}
    address = sqlalchemy.URL.create("postgresql+psycopg2", user, password, database=name, query=query)
    engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.pool.NullPool)
    reader, its_password = settings.DATABASES["default"]["USER"], given["PASSWORD"]
    try:
        yield Server("postgresql", host, int(given["PORT"] or 5432), name, reader, its_password, engine)
    finally:
        drop(name)


@contextmanager
def mariadb(folder: Path) -> Iterator[Server]:
    """A server of its own on a socket, with one account that may read."""
    data, socket = folder / "data", str(folder / "s")
    me = getpass.getuser()
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", f"--user={me}"]
    subprocess.run(
        [*install, *SMALL, "--auth-root-authentication-method=normal"], check=True, capture_output=True
    )
    assert MARIADB is not None
    words = [f"--datadir={data}", f"--socket={socket}", f"--user={me}", "--skip-networking", "--skip-log-bin"]
    server = subprocess.Popen([MARIADB, "--no-defaults", *words, *SMALL], stderr=subprocess.DEVNULL)
    try:
        root = _answering(socket)
        engine = sqlalchemy.create_engine(
            "mysql+pymysql://root@/department",
            connect_args={"unix_socket": socket},
            poolclass=sqlalchemy.pool.NullPool,
        )
        with root, root.cursor() as cursor:
            cursor.execute("CREATE DATABASE department CHARACTER SET utf8mb4")
            cursor.execute("CREATE USER reader@localhost IDENTIFIED BY %s", (PASSWORD,))
            cursor.execute("GRANT SELECT ON department.* TO reader@localhost")
        yield Server("mariadb", socket, 3306, "department", "reader", PASSWORD, engine)
    finally:
        server.kill()
        server.wait()


def _answering(socket: str) -> Any:
    """The server makes its socket when it can answer."""
    for _attempt in range(200):
        if Path(socket).exists():
            return pymysql.connect(unix_socket=socket, user="root")
        time.sleep(0.1)
    raise AssertionError("MariaDB did not start.")

"""The embedded Valkey: broker and cache, disposable: what must not be lost is in PostgreSQL."""

import socket
from pathlib import Path
from urllib.parse import quote

from embedded.binaries import valkey_server
from embedded.orphans import end_left_behind
from embedded.part import Part
from embedded.places import Place, private


class Valkey:
    """One server in `place`."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.program = valkey_server(place)
        self.data = place.home / "valkey"
        self.socket: Path = place.sockets / "valkey.sock"

    def part(self) -> Part:
        """The server as a supervised part: no port, nothing written to disk."""
        where = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        return Part(
            name="valkey",
            command=[
                str(self.program),
                *where,
                "--dir",
                str(self.data),
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
            ],
            environment={},
            log=self.place.logs / "valkey.log",
            ready=self.answers,
            before=self._clear,
            account=self.place.account,
        )

    def answers(self) -> bool:
        """Whether the server answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def url(self) -> str:
        """The server's address as redis-py writes it; the portal derives Celery's from it."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def _clear(self) -> None:
        """Before each start: a second server would silently steal the socket of a left-over one."""
        private(self.data, self.place.account)
        end_left_behind(self.data)
        self.socket.unlink(missing_ok=True)

"""The portal as gunicorn serves it, in one process whose memory can be watched."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.place import TOP

PIECE = 1 << 20
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """Where it listens, and the process that answers."""

    port: int
    worker: int

    def fetch(self, address: str, **headers: str) -> int:
        """Ask, read the whole answer and throw it away; how many bytes it had."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        with contextlib.closing(connection):
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            assert answer.status == 200, answer.read().decode()
            many, space = 0, memoryview(bytearray(PIECE))
            while read := answer.readinto(space):
                many += read
            return many

    def watch_peak(self) -> int:
        """Forget the peak so far; the memory held now, in bytes."""
        Path(f"/proc/{self.worker}/clear_refs").write_text("5", encoding="ascii")
        return self._memory("VmRSS")

    def peak(self) -> int:
        """The most memory held since then, in bytes."""
        return self._memory("VmHWM")

    def _memory(self, name: str) -> int:
        told = Path(f"/proc/{self.worker}/status").read_text(encoding="ascii")
        found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """Gunicorn with the portal's own configuration, but one process; gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_PROCESSES": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
    with subprocess.Popen(command, cwd=TOP, env=environment, stderr=subprocess.DEVNULL) as master:
        try:
            yield Server(port, _wait_for(port, Path(f"/proc/{master.pid}/task/{master.pid}/children")))
        finally:
            master.terminate()


def _wait_for(port: int, children: Path) -> int:
    """The number of the process that answers, once it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            if born := children.read_text(encoding="ascii").split():
                return int(born[0])
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not begin to listen.")

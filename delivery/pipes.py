"""What DuckDB writes, read while it is written: a COPY into a named pipe, in constant memory (art. 42)."""

import fcntl
import os
import secrets
import select
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from delivery import engine
from delivery.engine import EXPORTS, SPILL_FOLDER, literal

PIECE = 1024 * 1024
"""What a pipe holds at most without privileges."""
LOOK = 0.2
PIPES = SPILL_FOLDER / "pipes"


class Pipe:
    """The bytes of one COPY, piece by piece; `rows` is known once they have ended.

    DuckDB waits while nobody reads. Closing the pipe ends the COPY.
    """

    def __init__(
        self, folder: str, query: str, bound: Mapping[str, Any], options: str, purpose: str = EXPORTS
    ) -> None:
        self.folder, self.bound, self.purpose = folder, dict(bound), purpose
        self.rows: int | None = None
        self.failed: BaseException | None = None
        PIPES.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path: Path = PIPES / secrets.token_hex(12)
        self.text = f"COPY ({query}) TO {literal(str(self.path))} ({options}, USE_TMP_FILE false)"
        self._reader: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        """All bytes. Raises TooSlow or TryAgain, also in the midst of them."""
        os.mkfifo(self.path, 0o600)
        self._reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        _widen(self._reader)
        worker = Thread(target=self._copy, name="delivery-copy", daemon=True)
        worker.start()
        try:
            yield from self._pieces(worker)
        finally:
            self.close()
            worker.join()
        if self.failed is not None:
            raise self.failed

    def _pieces(self, worker: Thread) -> Iterator[bytes]:
        assert self._reader is not None
        while True:
            ready, _, _ = select.select([self._reader], [], [], LOOK)
            if ready and (piece := os.read(self._reader, PIECE)):
                yield piece
            elif ready or not worker.is_alive():
                return

    def _copy(self) -> None:
        try:
            with engine.asking(self.folder, engine.EXPORT_SECONDS, self.purpose) as session:
                self.rows = int(session.execute(self.text, self.bound).fetchall()[0][0])
        except BaseException as failed:  # noqa: BLE001 - told in the thread that reads
            self.failed = failed

    def close(self) -> None:
        """Read no further; whoever writes is told so."""
        if self._reader is not None:
            os.close(self._reader)
            self._reader = None
        with suppress(FileNotFoundError):
            self.path.unlink()


def _widen(reader: int) -> None:
    """Let the pipe hold more, so that neither end waits for the other as often; only Linux can."""
    with suppress(AttributeError, OSError):
        fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, PIECE)

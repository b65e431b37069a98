"""The bytes of one delivery on their way: counted, digested, stopped in time, ended once (art. 42, 45).

A download that is broken off is recorded as such, with the bytes that were handed to the server.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextvars import copy_context
from logging import getLogger
from typing import Any

from delivery.gateway import deliveries
from delivery.grants import while_in_force
from delivery.models import Delivery
from refusals.tree import Refusal

logger = getLogger(__name__)

PIECE = 64 * 1024


class Sending:
    """An iterator that a streamed answer takes; `close` is called by the server, whatever happened."""

    def __init__(
        self, delivery: Delivery, pieces: Iterator[bytes], rows: Callable[[], int | None] = lambda: None
    ) -> None:
        self.delivery, self.rows = delivery, rows
        self.source, self.pieces = pieces, while_in_force(delivery.grant, _small(pieces))
        self.many, self.digest = 0, hashlib.sha256()
        self.is_over = False
        self.context = copy_context()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self.pieces)
        except StopIteration:
            self._end(whole=True)
            raise
        except Refusal as refusal:
            logger.warning("A delivery was broken off: %s", refusal.code)
            self._end(whole=False)
            raise
        self.many += len(piece)
        self.digest.update(piece)
        return piece

    def close(self) -> None:
        """The server asks for no more: broken off, unless all was taken."""
        close = getattr(self.source, "close", None)
        if close is not None:
            close()
        self._end(whole=False)

    def _end(self, *, whole: bool) -> None:
        if self.is_over:
            return
        self.is_over = True
        done: dict[str, Any] = {
            "bytes": self.many,
            "digest": self.digest.hexdigest(),
            "rows": self.rows() if whole else None,
        }
        self.context.run(deliveries.end, self.delivery, whole=whole, **done)


def _small(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces that are sent in a moment, so that nothing goes on for long after it was stopped."""
    for piece in pieces:
        for start in range(0, len(piece), PIECE):
            yield piece[start : start + PIECE]

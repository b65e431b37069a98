"""What a long load tells while it runs, and how it is stopped: stages, rows, a session to interrupt."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

EACH = 1000
Row = TypeVar("Row")


class Watch:
    """Nobody watches: a load that tells no one. `delivery.supply.loading.Watcher` is the one that does."""

    def stage(self, name: str) -> None:
        """The load has come to this stage, one of `delivery.models.Stage`."""

    def breathe(self, rows: int) -> None:
        """So many rows were read; a watch that was told to stop raises here."""

    def keeping(self, name: str) -> None:
        """A file is about to be written into the storage under this name."""

    def claim(self) -> None:
        """Inside the transaction of the switch: a load that is no longer ours to finish raises here."""

    def switched(self, version: Any) -> None:
        """Inside the same transaction: the load has become this version."""

    @contextmanager
    def over(self, session: Any) -> Iterator[None]:
        """A DuckDB session is at work; whoever stops the load interrupts it."""
        yield

    def each(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, with a breath now and then."""
        for number, row in enumerate(rows):
            if not number % EACH:
                self.breathe(number)
            yield row


UNWATCHED = Watch()

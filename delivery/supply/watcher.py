"""The watch over one running load: it beats while the work goes on, and stops it when asked (art. 23)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, Self

import duckdb
from django.conf import settings
from django.db import DatabaseError, connection

from delivery.errors import Cancelled, OutOfTime
from delivery.models import Load, LoadStatus, Stage, Version
from delivery.watching import Watch
from workdays import clock

SECONDS = 1.0
SPANS = {
    Stage.FETCHING: (0, 15),
    Stage.READING: (15, 25),
    Stage.CONVERTING: (25, 60),
    Stage.MERGING: (60, 70),
    Stage.PROFILING: (70, 90),
    Stage.STORING: (90, 99),
}


class Watcher(Watch):
    """Writes stage, percentage and sign of life of a load; interrupts DuckDB when it is to end."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.made: list[str] = []
        self._at = Stage.READING
        self._session: Any = None
        self._why: type[Cancelled | OutOfTime] | None = None
        self._ends = time.monotonic() + settings.LOAD_SECONDS
        self._lock, self._over = Lock(), Event()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._beats, name=f"load-{self.load.pk}", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: object, raised: BaseException | None, trace: object) -> None:
        self._over.set()
        self._thread.join()
        if isinstance(raised, Cancelled) and self._why is not None:
            raise self._why from None

    def stage(self, name: str) -> None:
        self._at = Stage(name)
        self.breathe(0)
        self._mine().update(stage=name, percent=SPANS[self._at][0], heard=clock.now())

    def breathe(self, rows: int) -> None:
        if self._why is not None:
            raise self._why

    @contextmanager
    def over(self, session: Any) -> Iterator[None]:
        with self._lock:
            self._session = session
        self.breathe(0)
        try:
            yield
        finally:
            with self._lock:
                self._session = None

    def keeping(self, name: str) -> None:
        self.made.append(name)
        self._mine().update(made=self.made)

    def claim(self) -> None:
        self.breathe(0)
        if not self._mine().select_for_update(no_key=True).filter(wants_cancel=False).first():
            raise Cancelled

    def switched(self, version: Version) -> None:
        self._mine().update(
            status=LoadStatus.DONE, version=version, percent=100, finished=clock.now(), made=[], reason=""
        )

    def _mine(self) -> Any:
        return Load.objects.filter(pk=self.load.pk, holder=self.load.holder, status=LoadStatus.RUNNING)

    def _beats(self) -> None:
        try:
            while not self._over.wait(SECONDS):
                with suppress(DatabaseError):  # the next beat tries again; silence is noticed by the sweep
                    self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        """Say that we live, and hear whether we are still wanted."""
        self._mine().update(heard=clock.now(), percent=self._percent())
        found = Load.objects.filter(pk=self.load.pk).values_list("holder", "wants_cancel").first()
        if found and (found[0] != self.load.holder or found[1]):
            self._stop(Cancelled)
        elif time.monotonic() > self._ends:
            self._stop(OutOfTime)

    def _percent(self) -> int:
        """How far within the span of the stage, as far as DuckDB knows."""
        low, high = SPANS[self._at]
        with self._lock:
            part = self._session.query_progress() if self._session is not None else 0
        return int(low + (high - low) * min(max(part, 0), 100) / 100)

    def _stop(self, why: type[Cancelled | OutOfTime]) -> None:
        self._why = why
        with self._lock, suppress(duckdb.Error):
            if self._session is not None:
                self._session.interrupt()

"""One thread in each process that acts when time is up: stops a statement, closes a connection (art. 44)."""

import heapq
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock, Thread
from time import monotonic


class Deadline:
    """What is to be done at a moment, unless it has been called off; `passed` says that it was done."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act: Callable[[], object] | None = act
        self.passed = False
        self._lock = Lock()

    def reach(self) -> None:
        """Act, once, and never after it was called off."""
        with self._lock:
            if self.act is not None:
                self.passed = True
                self.act()
            self.act = None

    def call_off(self) -> None:
        with self._lock:
            self.act = None


class Watch:
    """Deadlines of one process, in order of time. What is called off stays in the heap until its moment."""

    def __init__(self) -> None:
        self.heap: list[tuple[float, int, Deadline]] = []
        self.changed = Condition()
        self.number = itertools.count()
        Thread(target=self._stand, name="delivery-watch", daemon=True).start()

    def within(self, seconds: float, act: Callable[[], object]) -> Deadline:
        deadline, at = Deadline(act), monotonic() + seconds
        with self.changed:
            first = not self.heap or at < self.heap[0][0]
            heapq.heappush(self.heap, (at, next(self.number), deadline))
            if first:
                self.changed.notify()
        return deadline

    def _stand(self) -> None:
        while True:
            with self.changed:
                wait = self.heap[0][0] - monotonic() if self.heap else None
                if wait is None or wait > 0:
                    self.changed.wait(wait)
                    continue
                _at, _number, deadline = heapq.heappop(self.heap)
            deadline.reach()


_watches: dict[int, Watch] = {}
_watches_lock = Lock()


def watch() -> Watch:
    """The watch of this process; a forked child stands its own."""
    found = _watches.get(os.getpid())
    if found is None:
        with _watches_lock:
            found = _watches.setdefault(os.getpid(), Watch())
    return found


@contextmanager
def limited(seconds: float, act: Callable[[], object]) -> Iterator[Deadline]:
    """Inside, `act` is done once the seconds have passed; never after."""
    deadline = watch().within(seconds, act)
    try:
        yield deadline
    finally:
        deadline.call_off()

"""Many people at once: each act in a thread with its own connection, all released by one signal."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection

PATIENCE = 60


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act returned, or the exception that it raised, in the order given."""
    signal = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        results[place] = outcome(act, signal)

    threads = [Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "an act is still waiting"
    return results


def outcome(act: Callable[[], Any], signal: Barrier) -> Any:
    """Connect, wait for the others, act, and leave the connection closed."""
    try:
        connection.ensure_connection()
        signal.wait(PATIENCE)
        return act()
    except Exception as raised:  # noqa: BLE001 - the test judges what was raised
        return raised
    finally:
        connection.close()

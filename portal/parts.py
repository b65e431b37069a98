"""The parts of a running portal, and how each is asked whether it is up."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from workdays import calendar, clock

PING_SECONDS = 1.0
BEAT_KEY = "portal.beat"
State = dict[str, Any]


def state_of(name: str) -> State:
    """`{"state": "up" | "down", ...}`; a part that raises is down, and says with which error."""
    try:
        return ASK[name]()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the answer is that the part is down
        return {"state": "down", "error": type(error).__name__}


def _database() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"state": "up"}


def _broker() -> State:
    cache.get(BEAT_KEY)
    return {"state": "up"}


def _worker() -> State:
    """By the launcher's word when it is our parent, else a worker must answer."""
    if (told := _told("worker")) is not None:
        return told
    return {"state": "up" if current_app.control.ping(timeout=PING_SECONDS) else "down"}


def _beat() -> State:
    """By the launcher's word when it is our parent, else by the last beat heard."""
    if (told := _told("beat")) is not None:
        return told
    return {"state": "up" if cache.get(BEAT_KEY) else "down"}


def _calendar() -> State:
    """Up while today lies in the calendar; `provisional` while this year is not final."""
    today, current = clock.today(), calendar.current()
    current.is_working(today)
    provisional = today.year in current.provisional_years
    return {
        "state": "up",
        "version": current.version,
        "until": current.last.isoformat(),
        "provisional": provisional,
    }


def _told(name: str) -> State | None:
    """What the launcher's `parts.json` says; None when no launcher lives that could say it."""
    path = settings.VAR / "run" / "parts.json"
    try:
        record: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if not _lives(record["launcher"]):
        return None
    part = record["parts"].get(name, {})
    return {"state": "up" if part.get("state") == "running" else "down", "restarts": part.get("restarts", 0)}


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


ASK: dict[str, Callable[[], State]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "beat": _beat,
    "calendar": _calendar,
}
PARTS = tuple(ASK)

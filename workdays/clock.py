"""The one clock of the house: the only place that reads the time, always in Asia/Shanghai."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_simulated: ContextVar[datetime | None] = ContextVar("simulated_moment", default=None)


def now() -> datetime:
    """This moment, aware, in Asia/Shanghai."""
    return _simulated.get() or datetime.now(SHANGHAI)


def today() -> date:
    """The date in Asia/Shanghai."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let this moment be now for what runs inside: only for journeys and examples of the demonstration."""
    token = _simulated.set(moment.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _simulated.reset(token)

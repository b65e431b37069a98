"""The calendar of one page: asked for once, however many due dates the page shows."""

from contextvars import ContextVar

from workdays.calendar import Calendar, current

_held: ContextVar[list[Calendar] | None] = ContextVar("calendar_of_this_page", default=None)


def begin_page() -> None:
    """From here one page is prepared and written; said twice, it is still the same page."""
    if _held.get() is None:
        _held.set([])


def end_page(**_signal: object) -> None:
    """What is said outside a page asks for the calendar each time."""
    _held.set(None)


def calendar_of_page() -> Calendar:
    """The calendar in force; within a page the one that was read first."""
    held = _held.get()
    if held is None:
        return current()
    if not held:
        held.append(current())
    return held[0]

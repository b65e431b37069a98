"""Entering a change of the calendar; due dates follow at once when few move, else by the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from logging import getLogger

from django.db import transaction
from kombu.exceptions import OperationalError

from audit.trail import Snapshot
from organizations.actors import Actor
from procedure.moving.preview import Preview, foresee
from procedure.moving.replay import replay
from refusals.tree import Forbidden
from workdays.models import Change, Notice, Outage
from workdays.policy import keeps_the_calendar

AT_ONCE = 200
"""So many cases and marks by hundreds are moved before the answer; more are left to the worker."""
logger = getLogger(__name__)

Act = Callable[[], Notice | Outage]


@dataclass(frozen=True)
class Entered:
    """What was entered, or found to be entered already, and what moves by it."""

    entered: Notice | Outage
    preview: Preview


def capacity(actor: Actor) -> Snapshot:
    """The actor in the post in which he keeps the calendar; raises Forbidden when he has none."""
    held = keeps_the_calendar(actor)
    if held is None:
        raise Forbidden
    return actor.snapshot(held.organization_id, held.post)


def enter(act: Act) -> Entered:
    """Do it, and say what moves; `follow` then moves it. The same again changes nothing."""
    preview = foresee(act)
    return Entered(act(), preview)


def follow(done: Entered, actor: Snapshot) -> None:
    """Move what the change moves; to be called when it is committed."""
    if done.preview.is_known:
        return
    if len(done.preview.cases) + done.preview.marked // 100 <= AT_ONCE:
        change = Change.objects.last()
        replay(change.version if change else 0, actor)
    else:
        transaction.on_commit(_ask_the_worker)


def _ask_the_worker() -> None:
    """The worker finishes it; when it cannot be reached, the next beat does."""
    from procedure.tasks import follow_calendar  # the tasks import this room's modules

    try:
        follow_calendar.delay()
    except OperationalError:
        logger.warning("The broker did not answer; the next beat moves the due dates.")

"""Tells users that a grant comes to its end, ten working days before and on the day after (art. 44)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from audit.trail import Snapshot, record
from delivery.models import Grant, GrantStatus
from organizations.kinds import PostKind
from workdays import calendar, clock

DAYS_BEFORE = 10


def tell_of_ends() -> dict[str, int]:
    """Remind of grants that end soon, tell of those that are over; each once for each last day."""
    today = clock.today()
    running = Grant.objects.filter(renewal=None).exclude(status=GrantStatus.ENDED)
    soon = running.filter(ends__gte=today, ends__lte=calendar.current().add(today, DAYS_BEFORE))
    over = running.filter(ends__lt=today)
    return {
        "reminded": _tell(soon, "ends_soon", "reminded_of"),
        "told": _tell(over, "is_over", "told_over"),
    }


def _tell(grants: Any, act: str, mark: str) -> int:
    untold = grants.filter(Q(**{mark: None}) | ~Q(**{mark: F("ends")}))
    return sum(_told(pk, act, mark) for pk in untold.values_list("pk", flat=True))


@transaction.atomic
def _told(pk: int, act: str, mark: str) -> int:
    """Whether we were the one to tell; another run may hold the grant, or have told it."""
    locked = Grant.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    grant = locked.select_related("holder", "case", "entry__current").filter(pk=pk).first()
    if grant is None or getattr(grant, mark) == grant.ends:
        return 0
    _write(grant, act, grant.ends)
    Grant.objects.filter(pk=pk).update(**{mark: grant.ends})
    return 1


def _write(grant: Any, act: str, ends: date) -> None:
    record(
        f"delivery.{act}",
        actor=Snapshot.clock(),
        case=grant.case.number,
        subject=grant.number,
        article="44",
        particulars={
            "grant": grant.number,
            "entry": grant.entry.version.name,
            "ends": ends.isoformat(),
            "posts_told": [PostKind.HANDLER],
        },
        tells=[grant.holder.code],
    )

"""When a department's database is fetched from: by the clock, or when asked (art. 38, 39)."""

from datetime import datetime, timedelta

from django.db import transaction

from audit.trail import Snapshot
from delivery.models import Cycle, Load, LoadStatus, Origin, Source
from delivery.supply import loading
from delivery.supply.switching import Order
from workdays import clock


def next_after(source: Source, now: datetime) -> datetime | None:
    """When it is due again: at its hour, in its cycle, always later than now."""
    if source.cycle == Cycle.BY_HAND:
        return None
    if source.cycle == Cycle.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    local = now.astimezone(clock.SHANGHAI)
    due = local.replace(hour=source.hour, minute=0, second=0, microsecond=0)
    days = 7 if source.cycle == Cycle.WEEKLY else 1
    return due if due > local and days == 1 else due + timedelta(days=days)


def queue_due() -> int:
    """Queue a load for each source whose time has come, once; says how many."""
    due = Source.objects.filter(paused=False, next_at__lte=clock.now()).order_by("pk")
    return sum(_queued(pk) for pk in due.values_list("pk", flat=True))


def _queued(pk: int) -> bool:
    with transaction.atomic():
        source = (
            Source.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
            .select_related("entry")
            .filter(pk=pk, paused=False, next_at__lte=clock.now())
            .first()
        )
        if source is None:
            return False
        Source.objects.filter(pk=pk).update(next_at=next_after(source, clock.now()))
        return ask(source, Snapshot(**source.actor)) is not None


def ask(source: Source, snapshot: Snapshot) -> Load | None:
    """Queue a fetch now; None when one of the same source is still on its way."""
    if Load.objects.filter(source=source, status__in=[LoadStatus.QUEUED, LoadStatus.RUNNING]).exists():
        return None
    order = Order(code=source.code, mode=source.mode, key=tuple(source.key), origin=Origin.PULL, title="")
    return loading.queue(source.entry, snapshot, order, source=source)

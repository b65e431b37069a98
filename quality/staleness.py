"""Data older than its entry's declared cycle (art. 38, 39): which, since when, and its provider told once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)

from audit.trail import Snapshot, record
from catalog.vocabulary import UpdateCycle
from delivery.models import Resource, ResourceKind, ResourceStatus
from quality.models import Reminder
from workdays import clock

# How many days may lie between two versions; irregular data is never stale by itself.
DAYS = {
    UpdateCycle.REALTIME: 1,
    UpdateCycle.DAILY: 1,
    UpdateCycle.WEEKLY: 7,
    UpdateCycle.MONTHLY: 31,
    UpdateCycle.QUARTERLY: 92,
    UpdateCycle.YEARLY: 366,
}
ARTICLE = "38"


@dataclass(frozen=True)
class Freshness:
    """How a version stands to the declared cycle; `due` None when the cycle names no time."""

    cycle: str
    loaded_on: date
    due: date | None
    today: date

    @property
    def is_stale(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def days_late(self) -> int:
        return (self.today - self.due).days if self.due and self.is_stale else 0


def freshness(resource: Resource, cycle: str) -> Freshness:
    """How the resource's present version stands to the cycle that its entry declares."""
    loaded_on = resource.loaded_at.astimezone(clock.SHANGHAI).date()
    days = DAYS.get(UpdateCycle(cycle))
    due = loaded_on + timedelta(days=days) if days else None
    return Freshness(cycle, loaded_on, due, clock.today())


def stale() -> QuerySet[Resource]:
    """Mounted tables and files whose next version was due before today; the longest due first."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    late, whens = Q(pk__in=[]), []
    for cycle, days in DAYS.items():
        term = timedelta(days=days)
        late |= Q(entry__current__update_cycle=cycle, loaded_at__lt=midnight - term)
        whens.append(When(entry__current__update_cycle=cycle, then=Value(term)))
    end = F("loaded_at") + Case(*whens, default=None, output_field=DurationField())
    found = Resource.objects.filter(late, status=ResourceStatus.MOUNTED, current__isnull=False)
    found = found.exclude(kind=ResourceKind.API)
    found = found.annotate(due_end=ExpressionWrapper(end, output_field=DateTimeField()))
    return found.select_related("entry__provider", "entry__current", "current").order_by("due_end", "pk")


def remind() -> int:
    """Tell each provider once for each stale version, in the trail, which notifies it; says how many."""
    told = 0
    waiting = stale().exclude(current__in=Reminder.objects.values("version"))
    for resource in waiting.iterator(chunk_size=500):
        told += _told(resource)
    return told


def _told(resource: Resource) -> int:
    with transaction.atomic():
        _reminder, is_new = Reminder.objects.get_or_create(
            version=resource.current, defaults={"told_at": clock.now()}
        )
        if is_new:
            _record(resource)
    return int(is_new)


def _record(resource: Resource) -> None:
    version = resource.entry.version
    fresh = freshness(resource, version.update_cycle)
    record(
        "quality.stale",
        actor=Snapshot.clock(),
        subject=resource.code,
        article=ARTICLE,
        particulars={"cycle": version.update_cycle, "due": fresh.due, "days_late": fresh.days_late},
        tells=[resource.entry.provider.code],
    )


def late(resources: Iterable[Resource]) -> Iterator[tuple[Resource, Freshness]]:
    """Each resource with how it stands."""
    for resource in resources:
        yield resource, freshness(resource, resource.entry.version.update_cycle)

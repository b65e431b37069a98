"""Outages of city platforms: dates of the city that fall into one end on the next working day after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from django.db import transaction

from audit.trail import Snapshot, record
from organizations.models import Division
from workdays.calendar import Calendar, current
from workdays.counting import ONE_DAY, Due, Unit
from workdays.models import CalendarVersion, Outage
from workdays.notices import changed


@transaction.atomic
def record_outage(outage: Outage, *, actor: Snapshot) -> Outage:
    """Stores an unsaved outage; the same again changes nothing, and the stored one is returned."""
    CalendarVersion.objects.hold()
    same = {"division": outage.division, "starts": outage.starts, "ends": outage.ends}
    stored = Outage.objects.filter(**same).first()
    if stored is not None:
        return stored
    outage.entered_by = actor.person_name or actor.person
    outage.save(force_insert=True)
    changed(current(), actor=actor, outage=outage)
    _tell(outage, actor)
    return outage


@dataclass(frozen=True)
class Down:
    """The days on which the platform of a city was down."""

    city: str
    starts: date
    ends: date


@dataclass(frozen=True)
class Outages:
    """Every outage recorded, the earlier first, and which division lies in which."""

    down: tuple[Down, ...]
    higher: Mapping[str, str | None]

    @classmethod
    def recorded(cls) -> "Outages":
        """As stored: one query, and one more when there are any."""
        rows = Outage.objects.order_by("starts", "ends").values_list("division_id", "starts", "ends")
        down = tuple(Down(*row) for row in rows)
        return cls(down, dict(Division.objects.values_list("code", "parent_id")) if down else {})

    def due(
        self, received: date, days: int, unit: Unit | str, division: str | None, calendar: Calendar
    ) -> Due:
        """When a period ends for an organization of that division: as counted, or after the outages."""
        counted = calendar.due(received, days, unit)
        due = self.postponed(counted.date, division, calendar)
        if due == counted.date:
            return counted
        uncertain = counted.provisional or calendar.is_provisional(counted.date, due)
        return replace(counted, date=due, provisional=uncertain)

    def postponed(self, due: date, division: str | None, calendar: Calendar) -> date:
        """The date itself, or the first working day after the outages that it falls into."""
        for outage in self.down:
            if outage.starts <= due <= outage.ends and self._lies_in(division, outage.city):
                due = calendar.on_or_after(outage.ends + ONE_DAY)
        return due

    def _lies_in(self, division: str | None, city: str) -> bool:
        while division and division != city:
            division = self.higher.get(division)
        return division == city


_held: WeakKeyDictionary[Calendar, Outages] = WeakKeyDictionary()


def known_with(calendar: Calendar) -> Outages:
    """The outages beside that calendar, kept as long as it is: each outage makes a new one."""
    outages = _held.get(calendar)
    if outages is None:
        outages = _held[calendar] = Outages.recorded()
    return outages


def _tell(outage: Outage, actor: Snapshot) -> None:
    record(
        "workdays.record_outage",
        actor=actor,
        subject=outage.division_id,
        particulars={
            "city": outage.division.name,
            "starts": outage.starts.isoformat(),
            "ends": outage.ends.isoformat(),
            "number": outage.number,
            "reason": outage.reason,
            "source": outage.source,
        },
    )

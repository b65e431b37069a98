"""Which entries of the trail are meant: of a case, by an organization, by a person (art. 5, 42, 43)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from audit.models import Entry, Particular  # noqa: F401 - type parameters in strings


class Immutable(TypeError):
    """Raised by whatever would change or remove an entry; a fault of the program, never of the user."""

    def __init__(self) -> None:
        super().__init__("The trail is append-only: what stands in it is neither changed nor deleted.")


def midnight(day: date) -> datetime:
    """The start of a day where the portal is."""
    return timezone.make_aware(datetime.combine(day, time.min))


class TrailQuerySet(models.QuerySet["Entry"]):
    """Entries, newest first unless said otherwise."""

    def of_case(self, number: str) -> "TrailQuerySet":
        return self.filter(case=number)

    def by_organization(self, code: str) -> "TrailQuerySet":
        return self.filter(organization=code)

    def by_organizations(self, codes: Iterable[str]) -> "TrailQuerySet":
        return self.filter(organization__in=list(codes))

    def by_person(self, username: str) -> "TrailQuerySet":
        """What this person did, also as somebody's stand-in."""
        return self.filter(person=username)

    def about(self, subject: str) -> "TrailQuerySet":
        return self.filter(subject=subject)

    def beyond(self, number: int) -> "TrailQuerySet":
        """Entries numbered higher than this one."""
        return self.filter(id__gt=number)

    def between(self, first: date | None, last: date | None) -> "TrailQuerySet":
        """Both days included; a missing day leaves that side open."""
        found = self
        if first:
            found = found.filter(at__gte=midnight(first))
        if last and last < date.max:
            found = found.filter(at__lt=midnight(last + timedelta(days=1)))
        return found

    def with_position(self) -> "TrailQuerySet":
        """Each with its place in the sealed trail as `position`; None until it is sealed."""
        return self.annotate(position=models.F("leaf__position"))

    def sealed_after(self, position: int) -> "TrailQuerySet":
        """What was sealed later, in the order of sealing: whoever reads on from there misses nothing."""
        return self.with_position().filter(leaf__position__gt=position).order_by("leaf__position")

    def oldest_first(self) -> "TrailQuerySet":
        return self.order_by("id")

    def update(self, **kwargs: Any) -> int:
        raise Immutable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Immutable


class StayingQuerySet(models.QuerySet[Any]):
    """Seals, heads and keys: added, never changed."""

    def update(self, **kwargs: Any) -> int:
        raise Immutable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Immutable


class ParticularQuerySet(models.QuerySet["Particular"]):
    """Personal particulars, kept apart from the entries so that they can be erased."""

    def of_case(self, number: str) -> "ParticularQuerySet":
        return self.filter(entry__case=number)

    def of_person(self, username: str) -> "ParticularQuerySet":
        return self.filter(entry__person=username)

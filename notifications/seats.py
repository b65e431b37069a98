"""Who sits where today: the people in the posts of some organizations, stand-ins included (art. 9-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from organizations.models import Organization, Post, PostKind, StandIn, User
from organizations.querysets import covering

DESK = frozenset({PostKind.HANDLER, PostKind.REVIEWER, PostKind.SUPERVISOR})
TOLD = DESK | {PostKind.STEWARD, PostKind.ADMINISTRATOR}


@dataclass(frozen=True)
class Seat:
    """A person in a post, the own or one covered for somebody absent."""

    user: User
    organization: Organization
    post: str
    is_covered: bool = False


class Directory:
    """The seats of these organizations on a day, read in three queries; successors stand for ended ones."""

    def __init__(self, codes: Iterable[str], on: date) -> None:
        self._heirs = dict(heirs(frozenset(codes), on))
        self._seats: dict[tuple[str, str], list[Seat]] = {}
        for seat in seats(frozenset(self._heirs.values()), on):
            self._seats.setdefault((seat.organization.code, seat.post), []).append(seat)

    def today(self, code: str) -> str:
        """The code of who stands today for the organization of this code."""
        return self._heirs.get(code, code)

    def people(self, code: str, posts: Iterable[str]) -> list[Seat]:
        """Who holds one of these posts there; the administrators when nobody does."""
        found = [seat for post in sorted(posts) for seat in self._at(code, post)]
        return found or self._at(code, PostKind.ADMINISTRATOR)

    def everybody(self) -> frozenset[int]:
        """The people in all of these seats."""
        return frozenset(seat.user.pk for there in self._seats.values() for seat in there)

    def _at(self, code: str, post: str) -> list[Seat]:
        return self._seats.get((self.today(code), post), [])


def heirs(codes: frozenset[str], on: date) -> Iterator[tuple[str, str]]:
    """Each code with the code of the organization that stands for it today."""
    found = {row.code: row for row in Organization.objects.filter(code__in=codes)}
    for code, organization in found.items():
        standing, seen = organization, {organization.pk}
        while not standing.is_in_force(on) and standing.successor and standing.successor_id not in seen:
            standing = standing.successor
            seen.add(standing.pk)
        yield code, standing.code


def seats(codes: frozenset[str], on: date) -> Iterator[Seat]:
    """Own posts first, then those covered."""
    posts = Post.objects.in_force(on).filter(organization__code__in=codes, kind__in=TOLD)
    for post in posts.filter(user__is_active=True).select_related("user", "organization").order_by("pk"):
        yield Seat(post.user, post.organization, post.kind)
    covered = StandIn.objects.filter(covering(on), post__in=posts, user__is_active=True)
    for stand_in in covered.select_related("user", "post__organization").order_by("pk"):
        yield Seat(stand_in.user, stand_in.post.organization, stand_in.post.kind, is_covered=True)

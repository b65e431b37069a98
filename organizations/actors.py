"""Who acts: a person with the posts and stand-ins in force today, nobody, or the clock (art. 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from audit.trail import Snapshot
from organizations.kinds import PostKind
from organizations.models import Organization, Post, User
from organizations.querysets import today

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request


@dataclass(frozen=True)
class Holding:
    """One post that the actor may act in, the own or one covered as stand-in."""

    organization_id: int
    organization: Organization
    post: PostKind
    standing_in_for: User | None = None


@dataclass(frozen=True)
class Actor:
    """A person with holdings; without a user it is nobody, or the clock."""

    user: User | None = None
    holdings: tuple[Holding, ...] = ()
    is_clock: bool = False

    @classmethod
    def of(cls, user: User | AnonymousUser | Actor, on: date | None = None) -> Actor:
        """The actor for this person on the day (today): one query, kept on the instance."""
        if isinstance(user, Actor):
            return user
        if not user.is_authenticated or not user.is_active:
            return cls.anonymous()
        on = on or today()
        if user.actor_of_the_day is None or user.actor_of_the_day[0] != on:
            user.actor_of_the_day = (on, cls(user, tuple(_holdings(user, on))))
        return user.actor_of_the_day[1]

    @classmethod
    def anonymous(cls) -> Actor:
        return ANONYMOUS

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and not self.is_clock

    @property
    def is_staff(self) -> bool:
        """Does this actor sign in for an organization?"""
        return bool(self.holdings)

    @property
    def organizations(self) -> tuple[Organization, ...]:
        """The organizations this actor acts for, each once, in the order of their codes."""
        return tuple({holding.organization_id: holding.organization for holding in self.holdings}.values())

    def organization_ids(self, *posts: str) -> frozenset[int]:
        """The organizations in which the actor holds one of these posts; any post without arguments."""
        return frozenset(h.organization_id for h in self.holdings if not posts or h.post in posts)

    def holds(self, post: str, organization_id: int | None) -> Holding | None:
        """The holding of this post there, the own before one covered; None when there is none."""
        found = [h for h in self.holdings if h.post == post and h.organization_id == organization_id]
        return min(found, key=lambda h: h.standing_in_for is not None, default=None)

    def holding(self, organization_id: int | None = None, post: str | None = None) -> Holding | None:
        """The first holding that fits, the own before one covered."""
        found = [
            h
            for h in self.holdings
            if (organization_id is None or h.organization_id == organization_id)
            and (post is None or h.post == post)
        ]
        return min(found, key=lambda h: h.standing_in_for is not None, default=None)

    def snapshot(self, organization_id: int | None = None, post: str | None = None) -> Snapshot:
        """What the trail keeps: names as they are today, the post acted in, who is stood in for."""
        if self.user is None:
            return Snapshot.clock() if self.is_clock else Snapshot.anonymous()
        held = self.holding(organization_id, post)
        return Snapshot(
            person=self.user.username,
            person_name=self.user.name,
            organization=held.organization.code if held else "",
            organization_name=held.organization.name if held else "",
            post=str(held.post) if held else "",
            standing_in_for=held.standing_in_for.name if held and held.standing_in_for else "",
        )


ANONYMOUS = Actor()
CLOCK = Actor(is_clock=True)


def of_request(request: HttpRequest | Request) -> Actor:
    """The actor of a page or an API call, by session or by token."""
    return Actor.of(request.user)


def _holdings(user: User, on: date) -> Iterator[Holding]:
    posts = Post.objects.held_by(user, on).select_related("organization", "user")
    for post in posts.order_by("organization__code", "kind", "pk"):
        covered = None if post.user_id == user.pk else post.user
        yield Holding(post.organization_id, post.organization, PostKind(post.kind), covered)

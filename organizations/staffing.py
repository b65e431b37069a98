"""Filling posts and covering absences: who may, whom, for which days; all in the trail (art. 5, 9-11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from organizations.actors import Actor, Holding
from organizations.kinds import OrganizationKind, PostKind, Tier
from organizations.models import Organization, Post, StandIn, User
from organizations.querysets import OrganizationQuerySet, PostQuerySet, covering, today
from refusals.tree import Conflict, FieldError, Forbidden, Invalid, NotFound

APPOINTABLE = (PostKind.HANDLER, PostKind.REVIEWER, PostKind.STEWARD, PostKind.SUPERVISOR)
"""Posts that an organization fills itself; the security administrator appoints the others."""
LONGEST_COVER = timedelta(days=366)


class NotYourHouse(Forbidden):
    """Posts are filled by the organization's administrator, absences also covered by who holds the post."""

    code = "not_your_house"
    sentence = _(
        "Only the administrator of the organization fills its posts. Stand-ins are named by him, or by"
        " whoever holds the post. Ask your administrator."
    )


class CoverIsOver(Conflict):
    """The stand-in's days have passed already."""

    code = "cover_is_over"
    sentence = _("This stand-in has ended already.")


def administered_by(actor: Actor) -> OrganizationQuerySet:
    """The organizations whose posts the actor fills: the own ones, and those below without an administrator.

    For an organization without an administrator that of its authority serves, then that of the Bureau.
    """
    mine = actor.organization_ids(PostKind.ADMINISTRATOR)
    if not mine:
        return Organization.objects.none()
    alone, above_alone = ~Exists(_administrators("pk")), ~Exists(_administrators("authority"))
    below = Q(authority__in=mine) & alone
    if _bureau_among(actor):
        region = Q(authority__isnull=False) & alone & above_alone
        return Organization.objects.in_force().filter(Q(pk__in=mine) | below | region)
    return Organization.objects.in_force().filter(Q(pk__in=mine) | below)


def house_of(actor: Actor, code: str) -> Organization:
    """The organization of that code, if the actor fills its posts.

    Raises:
        NotFound: no post there, and none to fill.
        NotYourHouse: a post there, but not the administrator's.
    """
    found: Organization | None = administered_by(actor).filter(code=code).first()
    if found is not None:
        return found
    if any(holding.organization.code == code for holding in actor.holdings):
        raise NotYourHouse
    raise NotFound


def posts_seen(actor: Actor) -> PostQuerySet:
    """Posts in force or to come in the actor's organizations and in those whose posts he fills."""
    seen = Q(organization__in=actor.organization_ids()) | Q(organization__in=administered_by(actor))
    unended = Q(ends__isnull=True) | Q(ends__gte=today())
    return Post.objects.filter(seen, unended)


def with_stand_ins(posts: PostQuerySet) -> PostQuerySet:
    """With person, organization and the stand-ins that are or will be, in two queries."""
    coming = StandIn.objects.filter(ends__gte=today()).select_related("user").order_by("starts")
    rows = posts.select_related("organization", "user").prefetch_related(Prefetch("stand_ins", coming))
    return rows.order_by("organization__code", "kind", "user__username", "pk")


def post_seen(actor: Actor, pk: int) -> Post:
    """The post of that number; raises NotFound for who neither works there nor fills it."""
    found: Post | None = posts_seen(actor).select_related("organization", "user").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def stand_in_seen(actor: Actor, pk: int) -> StandIn:
    """The stand-in of that number, as far as its post is seen; raises NotFound."""
    rows = StandIn.objects.select_related("post__organization", "post__user", "user")
    found: StandIn | None = rows.filter(pk=pk, post__in=posts_seen(actor)).first()
    if found is None:
        raise NotFound
    return found


def may_cover(actor: Actor, post: Post) -> bool:
    """May the actor name a stand-in: for the own post, or as administrator for one that he fills?"""
    own = actor.user is not None and post.user_id == actor.user.pk
    return own or (
        post.kind in APPOINTABLE and administered_by(actor).filter(pk=post.organization_id).exists()
    )


def colleagues(post: Post) -> models.QuerySet[User]:
    """Who may stand in for the post: people with a post of any kind in the same organization."""
    there = Post.objects.in_force().filter(organization=post.organization_id, user=OuterRef("pk"))
    rows = User.objects.filter(Exists(there), is_active=True).exclude(pk=post.user_id)
    return rows.order_by("username")


def appoint(
    organization: Organization, *, actor: Actor, kind: str, person: User, starts: date, ends: date | None
) -> Post:
    """Give a person a post there from a first to a last day, if there is one.

    Raises:
        NotFound, NotYourHouse: the actor does not fill posts there.
        Invalid: the person may not hold it, or the days are wrong.
    """
    house = house_of(actor, organization.code)
    _not_oneself(actor, person, "person")
    _not_before_today(starts)
    post = Post(organization=house, kind=kind, user=person, starts=starts, ends=ends)
    with transaction.atomic():
        _store(post, person="user")
        _note("organizations.give_post", post, actor, _told(post, person))
    return post


def cover(post: Post, *, actor: Actor, person: User, starts: date, ends: date) -> StandIn:
    """Let a colleague stand in for the holder of the post on these days.

    Raises:
        NotYourHouse: neither the holder nor the administrator.
        Invalid: the colleague may not stand in, or the days are wrong.
    """
    if not may_cover(actor, post):
        raise NotYourHouse
    _not_oneself(actor, person, "person")
    _not_before_today(starts)
    if ends - starts > LONGEST_COVER:
        raise _wrong("ends", "too_long", _("A stand-in lasts a year at most. Fill the post anew instead."))
    if not colleagues(post).filter(pk=person.pk).exists():
        raise _wrong("person", "no_colleague", _("Only people with a post in the same organization."))
    stand_in = StandIn(post=post, user=person, starts=starts, ends=ends)
    with transaction.atomic():
        _store(stand_in, person="user")
        _note("organizations.name_stand_in", post, actor, _told(stand_in, person))
    return stand_in


def end(stand_in: StandIn, *, actor: Actor) -> None:
    """End a stand-in at once; one that has not begun is taken back. The trail keeps both.

    Raises:
        NotYourHouse: neither the holder nor the administrator.
        CoverIsOver: the days have passed.
    """
    if not may_cover(actor, stand_in.post):
        raise NotYourHouse
    with transaction.atomic():
        locked = StandIn.objects.select_for_update(no_key=True).filter(pk=stand_in.pk).first()
        if locked is None or locked.ends < today():
            raise CoverIsOver
        if locked.starts < today():
            StandIn.objects.filter(pk=locked.pk).update(ends=today() - timedelta(days=1))
        else:
            locked.delete()
        _note("organizations.end_stand_in", stand_in.post, actor, _told(stand_in, stand_in.user))


def covers_of(user: User | None) -> models.QuerySet[StandIn]:
    """Stand-ins that concern this person, today or to come: whom he covers, and who covers him."""
    rows = StandIn.objects.filter(Q(user=user) | Q(post__user=user), ends__gte=today())
    return rows.select_related("post__organization", "post__user", "user").order_by("starts", "pk")


def _administrators(organization: str) -> models.QuerySet[Post]:
    rows = Post.objects.in_force().filter(kind=PostKind.ADMINISTRATOR)
    covered = StandIn.objects.filter(covering(today()), post=OuterRef("pk"), user__is_active=True)
    sits = Q(user__is_active=True) | Exists(covered)
    return rows.filter(sits, organization=OuterRef(organization))


def _bureau_among(actor: Actor) -> bool:
    held = (h.organization for h in actor.holdings if h.post == PostKind.ADMINISTRATOR)
    return any(o.kind == OrganizationKind.AUTHORITY and o.tier == Tier.REGION for o in held)


def _store(row: Post | StandIn, **names: str) -> None:
    """Check the row by its own rules and store it; raises Invalid with the form's names of the fields."""
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as wrong:
        raise Invalid(list(_errors(wrong, {column: field for field, column in names.items()}))) from wrong
    except IntegrityError as wrong:
        raise Conflict from wrong


def _errors(wrong: ValidationError, names: dict[str, str]) -> Any:
    for column, errors in wrong.error_dict.items():
        field = "" if column == "__all__" else names.get(column, column)
        for error in errors:
            yield from (FieldError(field, error.code or "invalid", said) for said in error.messages)


def _not_oneself(actor: Actor, person: User, field: str) -> None:
    if actor.user is not None and actor.user.pk == person.pk:
        raise _wrong(field, "oneself", _("Nobody gives a post to himself. Ask another administrator."))


def _not_before_today(starts: date) -> None:
    if starts < today():
        raise _wrong("starts", "past", _("The first day is today or later."))


def _wrong(field: str, code: str, sentence: Any) -> Invalid:
    return Invalid([FieldError(field, code, sentence)])


def _told(row: Post | StandIn, person: User) -> dict[str, Any]:
    post = row.post if isinstance(row, StandIn) else row
    return {
        "person_given": person.name,
        "username_given": person.username,
        "post_given": post.kind,
        "holder_name": post.user.name,
        "house": post.organization.name,
        "starts": row.starts,
        "ends": row.ends,
        "posts_told": [PostKind.ADMINISTRATOR, post.kind],
    }


def _note(act: str, post: Post, actor: Actor, told: dict[str, Any]) -> None:
    code = post.organization.code
    record(act, actor=_signature(actor, post), subject=code, article="5", particulars=told, tells=[code])


def _signature(actor: Actor, post: Post) -> Snapshot:
    """As administrator, of that house or of the one above; else as holder of the post."""
    held: Holding | None = actor.holds(PostKind.ADMINISTRATOR, post.organization_id)
    held = held or actor.holds(PostKind.ADMINISTRATOR, post.organization.authority_id)
    if held is not None and (actor.user is None or post.user_id != actor.user.pk):
        return actor.snapshot(held.organization_id, held.post)
    return actor.snapshot(post.organization_id, post.kind)

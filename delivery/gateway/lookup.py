"""Who asks, and under which grants: what each read must know, in two statements made once (art. 42, 44)."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from delivery.models import Grant, Resource
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from organizations.models import Post, User
from organizations.prepared import Prepared
from organizations.querysets import today

OF_RESOURCE = "of_resource_"
COLUMNS = [field.attname for field in Resource._meta.concrete_fields]


def _posts(user: int, on: date) -> QuerySet[Any]:
    held = Post.objects.held_by(User(pk=user), on).select_related("organization", "user")
    return held.order_by("organization__code", "kind", "pk")


def _grants(code: str, organizations: list[int]) -> QuerySet[Any]:
    """Grants of these organizations on the entry behind which the resource lies, each with the resource."""
    beside = {f"{OF_RESOURCE}{name}": F(f"entry__resources__{name}") for name in COLUMNS}
    found = Grant.objects.filter(entry__resources__code=code, holder__in=organizations).annotate(**beside)
    parties = found.select_related("case", "entry", "quota", "subscription")
    return parties.defer("entry__search_text", "entry__search_vector").order_by("-ends", "-pk")


POSTS, GRANTS = Prepared(_posts), Prepared(_grants)


def actor_of(user: Any) -> Actor:
    """The actor for this person today, as `Actor.of` finds it, and kept where that looks first."""
    if not isinstance(user, User) or not user.is_active:
        return Actor.of(user)
    on = today()
    if user.actor_of_the_day is None or user.actor_of_the_day[0] != on:
        user.actor_of_the_day = (
            on,
            Actor(user, tuple(_holding(post, user) for post in POSTS.rows(user.pk, on))),
        )
    return user.actor_of_the_day[1]


def _holding(post: Post, user: User) -> Holding:
    covered = None if post.user_id == user.pk else post.user
    return Holding(post.organization_id, post.organization, PostKind(post.kind), covered)


def held(actor: Actor, code: str) -> tuple[Resource | None, list[Grant]]:
    """The resource and the actor's grants on it, the last to end first; nothing without a grant."""
    organizations = sorted(actor.organization_ids())
    found: list[Grant] = GRANTS.rows(code, organizations) if organizations else []
    bound = getattr(actor, "grant_id", None)  # a key knows the one grant that it is for
    found = [grant for grant in found if bound is None or grant.pk == bound]
    if not found:
        return None, []
    resource = Resource.from_db(
        Grant.objects.db, COLUMNS, [getattr(found[0], f"{OF_RESOURCE}{name}") for name in COLUMNS]
    )
    resource.entry = found[0].entry
    for grant in found:
        grant.entry = resource.entry
    return resource, found

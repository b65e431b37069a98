"""The request list of one person: the entries that are to be asked for together (art. 28)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from catalog.vocabulary import ShareType
from organizations.actors import Actor
from refusals.tree import Conflict, NotFound
from sharing import policy
from sharing.routes import route_of
from workdays import clock

MOST = 50


class ListFull(Conflict):
    """Fifty entries are on the list."""

    code = "list_full"
    sentence = _("Your request list holds 50 entries, which is the most. File them, or remove one first.")


class NotForYou(Conflict):
    """The entry cannot be asked for by this actor."""

    code = "not_askable"
    sentence = _(
        "This entry cannot go on your request list: it is your own data, it is not shared, or your posts do"
        " not include a handler's."
    )


class AlreadyFiled(Conflict):
    """The line was filed or removed meanwhile, perhaps by a second click."""

    code = "already_filed"
    sentence = _("This entry is no longer on your request list: it has been filed or removed meanwhile.")


class Wish(models.Model):
    """One entry on a person's list: the fields chosen so far, and why it could not be filed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    fields = ArrayField(models.CharField(max_length=64), default=list)
    bundle = models.CharField(max_length=32, blank=True)
    refusal = models.TextField(blank=True)
    added = models.DateTimeField()

    class Meta:
        verbose_name = _("line of a request list")
        verbose_name_plural = _("lines of request lists")
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="one_wish_an_entry")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.entry_id}"


def of(actor: Actor) -> models.QuerySet[Wish]:
    """The list of who acts, in the order in which it was filled."""
    mine = Wish.objects.filter(person=actor.user) if actor.user else Wish.objects.none()
    return mine.select_related("entry__current", "entry__provider").order_by("added", "pk")


def may_take(entry: Entry, actor: Actor) -> bool:
    """Whether somebody for whom the actor files has a route to the provider."""
    version = entry.current
    if not entry.is_published or version is None or version.share_type == ShareType.WITHHELD:
        return False
    askers = [h.organization for h in policy.asking_posts(actor) if h.organization_id != entry.provider_id]
    return any(route_of(asker, entry.provider) for asker in askers)


def put(actor: Actor, code: str) -> Wish:
    """Put the entry of that code on the list; once is enough. Raises NotFound, NotForYou or ListFull."""
    found: Entry | None = Entry.objects.published().visible_to(actor).with_version().filter(code=code).first()
    if found is None or actor.user is None:
        raise NotFound
    if not may_take(found, actor):
        raise NotForYou
    if of(actor).exclude(entry=found).count() >= MOST:
        raise ListFull
    return Wish.objects.get_or_create(person=actor.user, entry=found, defaults={"added": clock.now()})[0]


def drop(actor: Actor, code: str) -> None:
    """Take the entry of that code from the list; nothing when it is not there."""
    Wish.objects.filter(person=actor.user, entry__code=code).delete()


def keep(wishes: Iterable[Wish], chosen: dict[int, Sequence[str]]) -> None:
    """Remember the fields chosen for each."""
    for wish in wishes:
        wish.fields = list(chosen[wish.pk])
        Wish.objects.filter(pk=wish.pk).update(fields=wish.fields)


def hand_over(wish: Wish) -> None:
    """Take the line from the list for good, as the first of those who try. Raises AlreadyFiled."""
    if not Wish.objects.filter(pk=wish.pk).delete()[0]:
        raise AlreadyFiled


def put_back(wish: Wish, why: Any, bundle: str) -> None:
    """It could not be filed: it stays, with the reason, and belongs to the bundle of those that could."""
    Wish.objects.filter(pk=wish.pk).update(refusal=str(why), bundle=wish.bundle or bundle)

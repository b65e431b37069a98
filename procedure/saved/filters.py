"""Filters that a person saves under a name: chips over a list, one taken when the list is opened plainly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor, of_request
from organizations.models import User
from procedure.lists import Listing, address_of_sheet, named, words_of
from refusals.tree import FieldError, Invalid, NotFound

MOST = 20
LONGEST_NAME = 40
LONGEST_QUERY = 1000
PLAIN = "all=1"
"""The address of a list as it is, in spite of a filter that is taken by itself."""


class SavedFilter(models.Model):
    """One person's filter of one list: a query string that the list's own form has accepted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    listing = models.CharField(max_length=32)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=["person", "listing", "name"], name="one_saved_filter_a_name"),
            models.UniqueConstraint(
                fields=["person", "listing"], condition=Q(is_default=True), name="one_default_filter_a_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return named(self.listing).address(self.query)


@dataclass(frozen=True)
class Shelf:
    """What stands over a list: its saved filters, the one in force, and the list as a spreadsheet."""

    listing: Listing
    filters: Sequence[SavedFilter]
    query: str
    sheet: str
    is_plain: bool
    signed_in: bool

    @property
    def by_itself(self) -> str:
        """Where a list that was opened plainly leads by itself, or nowhere."""
        return next((f.address for f in self.filters if f.is_default and self.is_plain), "")

    @property
    def plain(self) -> str:
        return self.listing.address(PLAIN)

    @property
    def may_save(self) -> bool:
        """Something is filtered that is not saved yet, and there is room."""
        known = {saved.query for saved in self.filters}
        return self.signed_in and bool(self.query) and self.query not in known and len(self.filters) < MOST


def over(request: HttpRequest, listing: Listing) -> Shelf:
    """The shelf over a list; one query for who has signed in."""
    actor, sheet = of_request(request), address_of_sheet(request)
    if actor.user is None:
        return Shelf(listing, [], "", sheet, is_plain=False, signed_in=False)
    try:
        query = listing.query(words_of(request))
    except Invalid:
        query = ""
    filters = list(of_person(actor).filter(listing=listing.name))
    return Shelf(listing, filters, query, sheet, is_plain=not request.GET, signed_in=True)


def of_person(actor: Actor) -> models.QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(person=actor.user) if actor.user else SavedFilter.objects.none()


def find(actor: Actor, pk: int) -> SavedFilter:
    """One's own filter; NotFound for another person's."""
    found = of_person(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def keep(actor: Actor, listing: str, name: str, query: str, *, is_default: bool = False) -> SavedFilter:
    """Save a filter; raises Invalid for a wrong or empty one, a name in use, or one too many."""
    place = named(listing)
    assert actor.user is not None
    kept = _checked(_narrowing(place, query))
    with transaction.atomic():
        mine = _locked(actor).filter(listing=listing)
        _check_room(mine, _checked_name(name))
        if is_default:
            mine.update(is_default=False)
        return SavedFilter.objects.create(
            person=actor.user, listing=listing, name=name.strip(), query=kept, is_default=is_default
        )


def prefer(saved: SavedFilter, actor: Actor, *, wanted: bool) -> SavedFilter:
    """Take the filter by itself whenever the list is opened plainly, or no longer."""
    with transaction.atomic():
        _locked(actor).filter(listing=saved.listing).update(is_default=False)
        of_person(actor).filter(pk=saved.pk).update(is_default=wanted)
    saved.is_default = wanted
    return saved


def _locked(actor: Actor) -> models.QuerySet[SavedFilter]:
    """The person's filters, changed by one request at a time."""
    if actor.user is None:
        raise NotFound
    User.objects.select_for_update(no_key=True).only("pk").get(pk=actor.user.pk)
    return of_person(actor)


def _narrowing(place: Listing, query: str) -> str:
    """What of it filters the list; a wrong value is the query's fault."""
    try:
        return place.query(QueryDict(query))
    except Invalid as refusal:
        raise _wrong("query", "wrong_filter", refusal.errors[0].sentence) from refusal


def _checked(query: str) -> str:
    if not query:
        raise _wrong("query", "nothing_filtered", _("Choose a filter first; the whole list needs no name."))
    if len(query) > LONGEST_QUERY:
        raise _wrong("query", "too_long", _("This filter is too long to be saved."))
    return query


def _checked_name(name: str) -> str:
    if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.strip().isprintable():
        raise _wrong("name", "invalid_name", _("A name has 1 to 40 characters."))
    return name.strip()


def _check_room(mine: models.QuerySet[SavedFilter], name: str) -> None:
    if mine.filter(name=name).exists():
        raise _wrong("name", "name_in_use", _("You have a filter of this name already."))
    if mine.count() >= MOST:
        raise _wrong("", "too_many", _("You have 20 filters of this list. Remove one first."))


def _wrong(field: str, code: str, sentence: Any) -> Invalid:
    return Invalid([FieldError(field, code, sentence)])

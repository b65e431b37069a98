"""The two sides of a grant: who uses the data, and who supplies it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from delivery.errors import BadQuestion
from delivery.models import Grant
from delivery.querysets import GrantQuerySet
from organizations.actors import Actor


class Side(TextChoices):
    """On which side the reader stands; `all` is for the Bureau, and for others both sides."""

    HOLDER = "holder", _("Granted to us")
    PROVIDER = "provider", _("On our data")
    ALL = "all", _("All that we may see")


def side_of(asked: str | None) -> Side:
    """The side asked for; the user's without a word. Raises BadQuestion for another word."""
    try:
        return Side(asked or Side.HOLDER)
    except ValueError:
        raise BadQuestion("side", "unknown_side", _("Say side=holder, side=provider or side=all.")) from None


def of_side(actor: Actor, asked: str | None) -> GrantQuerySet:
    """The grants of that side."""
    match side_of(asked):
        case Side.PROVIDER:
            return Grant.objects.provided_by(actor)
        case Side.ALL:
            return Grant.objects.visible_to(actor)
        case _:
            return Grant.objects.held_by(actor)

"""Personal access tokens: issued for days, shown once, revocable, all in the trail (art. 42)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import context
from audit.trail import Snapshot, record
from organizations.models import AccessToken, User
from refusals.tree import Conflict, FieldError, Invalid, NotFound

LONGEST_DAYS = 365
MOST_TOKENS = 20


def issue(user: User, *, name: str, days: int, actor: Snapshot) -> tuple[AccessToken, str]:
    """A new token and its secret, which is stored nowhere.

    Raises:
        Invalid: fewer than 1 or more than 365 days.
        Conflict: the person has as many tokens as one may have.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid([FieldError("days", "out_of_range", _("Choose between 1 and 365 days."))])
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if user.access_tokens.filter(expiry__gt=context.now()).count() >= MOST_TOKENS:
            raise Conflict(
                _("You have 20 access tokens already. Revoke one that you no longer use."),
                code="too_many_tokens",
            )
        token, secret = AccessToken.objects.create(user=user, expiry=timedelta(days=days), name=name)
        told = {"name": name, "days": days, "expires": token.expiry.isoformat(), "for": user.username}
        record("organizations.issue_token", actor=actor, subject=token.number, particulars=told)
    return token, secret


def own(user: User, number: str) -> AccessToken:
    """This person's token of that number.

    Raises:
        NotFound: there is none, or it belongs to somebody else.
    """
    token = user.access_tokens.filter(digest__startswith=number).first() if len(number) == 16 else None
    if token is None:
        raise NotFound
    return token


def revoke(token: AccessToken, *, actor: Snapshot) -> None:
    """End a token at once."""
    with transaction.atomic():
        told = {"name": token.name, "for": token.user.username}
        record("organizations.revoke_token", actor=actor, subject=token.number, particulars=told)
        token.delete()

"""Why a subscription does not open (art. 44, 46)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from refusals.tree import Forbidden


class DutiesNotAccepted(Forbidden):
    """Nobody has accepted the duties for the user, or not with the conditions as they are now (44, 46)."""

    code = "duties_not_accepted"

    def __init__(self, number: str) -> None:
        sentence = _(
            "The duties under grant %(number)s have not been accepted. A handler or reviewer of your "
            "organization accepts them on the page of the grant; then you can read."
        )
        super().__init__(sentence % {"number": number}, article="44")


class KeyOver(Forbidden):
    """The key was revoked, replaced, or has come to its end."""

    code = "key_over"
    sentence = _(
        "This key is revoked or has come to its end. Issue a new one on the page of the subscription."
    )

    def __init__(self) -> None:
        super().__init__(article="44")


class WrongSystem(Forbidden):
    """The key belongs to another grant or to another system (44)."""

    code = "wrong_system"

    def __init__(self, number: str, system: str) -> None:
        sentence = _("This key is not for grant %(number)s, or not for the system it names: %(system)s.")
        super().__init__(sentence % {"number": number, "system": system}, article="44")


class AddressNotAllowed(Forbidden):
    """The call comes from outside the networks that the user has named."""

    code = "address_not_allowed"

    def __init__(self, address: str | None) -> None:
        sentence = _(
            "Calls from the address %(address)s are not allowed. Add it on the page of the subscription, or "
            "call from one of the networks named there."
        )
        super().__init__(sentence % {"address": address or "—"}, article="44")


class WayDoesNotFit(Forbidden):
    """The subscription is for another way of supply (44)."""

    code = "way_does_not_fit"

    def __init__(self, way: Any) -> None:
        sentence = _(
            "The subscription says: %(way)s. This is another way of supply; change it on the page of the "
            "subscription if your system needs this one."
        )
        super().__init__(sentence % {"way": way}, article="44")


DUTIES_REWRITTEN = _("The duties were rewritten since you opened the page. Read them again and accept them.")

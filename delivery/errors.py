"""Why data is not handed over: no grant, not in force, offline, a question unclear (art. 27, 44, 45)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from refusals.tree import Conflict, FieldError, Forbidden, Gone, Invalid, Malformed


class BadQuestion(Malformed):
    """One parameter of the address is wrong."""

    code = "bad_parameter"

    def __init__(self, parameter: str, code: str, sentence: Any) -> None:
        super().__init__(sentence)
        self._errors = (FieldError(parameter, code, sentence),)

    @property
    def errors(self) -> Sequence[FieldError]:
        return self._errors


class NotGranted(BadQuestion):
    """A field outside the grant and one that does not exist are told in the same words."""

    code = "unknown_field"

    def __init__(self, parameter: str, granted: Sequence[str]) -> None:
        sentence = _("A field named here is not in your grant. Your grant has: %(fields)s.")
        super().__init__(parameter, self.code, sentence % {"fields": ", ".join(granted)})


class NoGrant(Forbidden):
    """The organization holds no grant, or not the one named."""

    code = "no_grant"

    def __init__(self, entry: str | None) -> None:
        sentence = _(
            "Your organization holds no such grant on this data. File a share request for entry %(entry)s; "
            "you can read here once it is approved."
        ) % {"entry": entry}
        super().__init__(sentence, article="44")


class WrongPost(Forbidden):
    """Data is read by handlers, reviewers and stewards of the organization that holds the grant."""

    code = "wrong_post"
    sentence = _("Shared data is read by handlers, reviewers and catalogue stewards. Ask one of them.")


class GrantOver(Forbidden):
    """The last day has passed, or the grant was ended."""

    code = "grant_over"

    def __init__(self, number: str, ends: date, entry: str | None) -> None:
        sentence = _(
            "Grant %(number)s was in force until %(day)s. File a new share request for entry %(entry)s."
        ) % {"number": number, "day": ends.isoformat(), "entry": entry}
        super().__init__(sentence, article="44")


class GrantNotBegun(Forbidden):
    """The first day is still to come."""

    code = "grant_not_begun"

    def __init__(self, number: str, starts: date) -> None:
        sentence = _("Grant %(number)s is in force from %(day)s.")
        super().__init__(sentence % {"number": number, "day": starts.isoformat()}, article="44")


class GrantSuspended(Forbidden):
    """The provider has stopped the supply for the time being (art. 45)."""

    code = "grant_suspended"

    def __init__(self, number: str, provider: str) -> None:
        sentence = _(
            "Supply under grant %(number)s is suspended. The page of the grant leads to the case, which says "
            "why and what to do; the provider is %(provider)s."
        )
        super().__init__(sentence % {"number": number, "provider": provider}, article="45")


class Offline(Gone):
    """The entry was lawfully taken offline (art. 27)."""

    code = "offline"

    def __init__(self, entry: str | None) -> None:
        sentence = _("Entry %(entry)s has been taken offline; its data is no longer supplied.")
        super().__init__(sentence % {"entry": entry}, article="27")


class Withdrawn(Gone):
    """The provider has withdrawn the table behind a published entry (art. 41)."""

    code = "withdrawn"
    sentence = _("The provider has withdrawn this data. Ask the provider when it will be supplied again.")


class NothingLeft(Gone):
    """A later version of the entry has none of the granted fields any more."""

    code = "nothing_left"
    sentence = _("The data no longer has any of the fields granted. File a new share request.")


class NotMountable(Conflict):
    """Only a published entry in table form can carry a table."""

    code = "not_mountable"
    sentence = _(
        "Data can be mounted only behind a published entry in table or API form without file fields."
    )


class Drift(Invalid):
    """The file does not have the fields that the entry states."""

    code = "drift"

    def __init__(self, missing: Sequence[str], unknown: Sequence[str]) -> None:
        errors = [FieldError(name, "missing", _("The file lacks this field.")) for name in missing]
        unasked = _("The entry has no such field, or it comes twice.")
        errors += [FieldError(name, "unknown", unasked) for name in unknown]
        sentence = _(
            "The file and the entry differ. Missing: %(missing)s. Not in the entry: %(unknown)s. "
            "Correct the file, or file a change of the entry first."
        ) % {"missing": ", ".join(missing) or "—", "unknown": ", ".join(unknown) or "—"}
        super().__init__(errors, sentence, article="21")


class SeveralGrants(BadQuestion):
    """The organization holds several grants in force here: the terms differ, so one must be named."""

    code = "several_grants"

    def __init__(self, numbers: Sequence[str]) -> None:
        sentence = _(
            "Your organization holds several grants on this data. Name one with grant=: %(numbers)s."
        )
        super().__init__("grant", self.code, sentence % {"numbers": ", ".join(numbers)})


class BadRows(Invalid):
    """Values that do not fit the types of their fields: counted, never quoted."""

    code = "bad_rows"
    sentence = _(
        "Some values do not fit their fields. Correct the file and mount it again; nothing was stored."
    )


class AlreadyHeld(Conflict):
    """A grant can be suspended by one case of a kind at a time (45)."""

    code = "already_suspended"

    def __init__(self, grant: str, case: str) -> None:
        sentence = _("The supply under grant %(grant)s is stopped already, by case %(case)s.")
        super().__init__(sentence % {"grant": grant, "case": case}, article="45")


class NothingToStop(Conflict):
    """No grant in question can be used any more."""

    code = "nothing_to_stop"
    sentence = _("There is no grant here that could still be used: nothing has to be stopped.")


class NotHeard(Conflict):
    """The user has not been heard, and its days for that have not passed (45)."""

    code = "not_heard"
    sentence = _(
        "The user has not been heard yet. Decide against it when its statement is there, or when its days "
        "for that have passed; you may resume the supply without conditions at any time."
    )


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


class SupplyStopped(Forbidden):
    """The supply ended while the data was on its way; what came is not complete (45)."""

    code = "supply_stopped"

    def __init__(self, number: str) -> None:
        sentence = _(
            "The supply under grant %(number)s has ended meanwhile. What you received is not complete."
        )
        super().__init__(sentence % {"number": number}, article="45")


DUTIES_REWRITTEN = _("The duties were rewritten since you opened the page. Read them again and accept them.")

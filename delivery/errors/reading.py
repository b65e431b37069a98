"""Why data is not handed over: no grant, not in force, offline, a question unclear (art. 27, 44, 45)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError, Forbidden, Gone, Invalid, Malformed, Refusal


def filled(sentence: Any, places: Any) -> Any:
    """The sentence with its places filled, still to be said in the language of whoever reads it."""
    return lazystr(lambda: str(sentence) % places)


lazystr = lazy(lambda say: say(), str)


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


class WrongMode(Forbidden):
    """The grant's mode of supply does not cover this way of taking data."""

    code = "wrong_mode"

    def __init__(self, number: str, mode: Any) -> None:
        sentence = _(
            "Grant %(number)s is for %(mode)s; the data cannot be taken in this way. File a new share "
            "request if your system needs another mode of supply."
        )
        super().__init__(sentence % {"number": number, "mode": mode}, article="44")


class CannotDivide(Forbidden):
    """A file is handed over whole, so the grant must cover all that the entry declares."""

    code = "cannot_divide"
    sentence = _(
        "A file holds all fields of the entry and cannot be limited to those of your grant, so it is not "
        "handed over. File a share request for all fields, or ask the provider for a table."
    )

    def __init__(self) -> None:
        super().__init__(article="44")


class SupplyStopped(Forbidden):
    """The supply ended while the data was on its way; what came is not complete (art. 45)."""

    code = "supply_stopped"

    def __init__(self, number: str) -> None:
        sentence = _(
            "The supply under grant %(number)s has ended meanwhile. What you received is not complete."
        )
        super().__init__(sentence % {"number": number}, article="45")


class RangeNotSatisfiable(Refusal):
    """A part was asked for that lies behind the end of the file."""

    code = "range_not_satisfiable"
    status = 416
    sentence = _("The file ends before the part that you ask for. Ask for its size first, or for the whole.")

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Range": f"bytes */{self.size}"}


class NoMark(Invalid):
    """A visible mark can be put on PDF documents and pictures only."""

    code = "no_mark"
    sentence = _("A visible mark can be put on PDF documents and on pictures. Take this file without one.")


class QuotaSpent(Refusal):
    """What may be taken in a day has been taken."""

    code = "quota_spent"
    status = 429

    def __init__(self, number: str, seconds: int) -> None:
        sentence = _("What grant %(number)s allows in a day has been used up. Go on tomorrow.")
        super().__init__(sentence % {"number": number}, article="44")
        self.seconds = seconds

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(self.seconds)}


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


class SeveralGrants(BadQuestion):
    """The organization holds several grants in force here: the terms differ, so one must be named."""

    code = "several_grants"

    def __init__(self, numbers: Sequence[str]) -> None:
        sentence = _(
            "Your organization holds several grants on this data. Name one with grant=: %(numbers)s."
        )
        super().__init__("grant", self.code, sentence % {"numbers": ", ".join(numbers)})

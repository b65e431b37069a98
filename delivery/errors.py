"""Why data is not handed over: no grant, not in force, offline, a question unclear (art. 27, 44, 45)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from refusals.tree import Conflict, FieldError, Forbidden, Gone, Invalid, Malformed, Refusal, Sentence


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


class NotMountable(Conflict):
    """Only a published entry in table form can carry a table."""

    code = "not_mountable"
    sentence = _(
        "Data can be mounted only behind a published entry, in the form that the entry states; fields that"
        " hold files cannot stand in a table."
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


class SecretLost(Conflict):
    """A stored secret can be opened by no key of this installation."""

    code = "secret_lost"
    sentence = _("The stored secret can no longer be opened. Enter it again and save.")


class Unreadable(BadRows):
    """What was given is no table that can be read; the one error says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__([FieldError("", "unreadable", sentence)], sentence)


class OtherEncoding(Unreadable):
    """Somewhere behind its beginning the text is no UTF-8 after all."""


def ragged(line: int) -> Sentence:
    """The sentence for a line that has more or fewer values than the first."""
    sentence = _("The file is no CSV in UTF-8 with as many values in each line as in the first; see line %s.")
    return filled(sentence, line)


class BadKey(Invalid):
    """An upsert whose rows cannot be told apart by the key."""

    code = "bad_key"
    sentence = _("Replacing by key needs key fields that are filled in and different in each row.")


class NothingToAddTo(Conflict):
    """Adding and replacing by key need a version whose columns are those of the entry."""

    code = "nothing_to_add_to"
    sentence = _("There is no version with the fields of the entry to add to. Replace everything instead.")


class MovedMeanwhile(Conflict):
    """Another load was switched in while this one ran."""

    code = "moved_meanwhile"
    sentence = _("Another load has taken its place meanwhile. Nothing was replaced; load it again.")


class BadArchive(Invalid):
    """An archive that is damaged, leads out of its folder, or unpacks to more than is sane."""

    code = "bad_archive"

    def __init__(self, sentence: Sentence) -> None:
        super().__init__([FieldError("", self.code, sentence)], sentence)


class WrongType(Invalid):
    """A file that is not what its name, its media type or the entry says."""

    code = "wrong_type"
    sentence = _("The file is not what its name says.")


class TooLarge(Refusal):
    """More bytes than the installation takes at once."""

    code = "too_large"
    status = 413
    sentence = _("The file is larger than is taken at once. Divide it, or ask the operator.")


class NotWhole(Malformed):
    """Fewer bytes arrived than were announced, or another digest."""

    code = "not_whole"
    sentence = _("The file did not arrive whole. Send it again.")


class StorageFull(Refusal):
    """The disk or the storage has no room left."""

    code = "storage_full"
    status = 507
    sentence = _("The portal's storage is full. Nothing was replaced; tell the operator, then load it again.")


class Cancelled(Conflict):
    """Somebody cancelled the load while it ran."""

    code = "cancelled"
    sentence = _("The load was cancelled. What was there before is still supplied.")


class OutOfTime(Refusal):
    """A load or a pull took longer than it may."""

    code = "out_of_time"
    status = 503
    sentence = _("This took longer than it may. Load less at once, or ask the operator for more time.")


class SourceGone(Refusal):
    """The department's database does not answer, or does not let us in."""

    code = "source_gone"
    status = 502
    sentence = _("The department's database did not answer. Check address, account and network, then retry.")


class WrongKind(Conflict):
    """A table for a resource of files, or the other way round, or a code that belongs to another entry."""

    code = "wrong_kind"
    sentence = _("This resource holds something else. Name a new one.")


class NotKept(Conflict):
    """The content of that version is gone, or it is in place already."""

    code = "not_kept"
    sentence = _("This version is in place already, or its content is no longer kept.")


class WorkerLost(Refusal):
    """The process that made a load ended under it, more than once."""

    code = "worker_lost"
    status = 500
    sentence = _(
        "The process that made this load was lost several times. Nothing was replaced; load it again."
    )


class SourceRefuses(Refusal):
    """The department's database answers, but not with the table."""

    code = "source_refuses"
    status = 502
    sentence = _(
        "The department's database refused the query. Check table, statement and rights, then retry."
    )


class NotDigitized(Conflict):
    """A scanned document whose day of digitization the catalogue does not know."""

    code = "not_digitized"
    sentence = _(
        "The entry says that the documents are scanned, but not when. File a change of the entry first."
    )

    def __init__(self) -> None:
        super().__init__(article="23")


class TooManyFiles(Invalid):
    """A resource of files has one at least, and not more than the setting says."""

    code = "too_many_files"
    sentence = _("A resource holds at least one file and not too many. Divide them, or pack them.")


class ServiceBroken(Refusal):
    """The service behind the resource cannot be reached, or its answer broke off; nothing of it is told."""

    code = "service_broken"
    status = 502
    sentence = _(
        "The provider's service gave no usable answer. The provider is told; please try again later."
    )

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class ServiceSilent(ServiceBroken):
    """The service did not answer in time."""

    code = "service_silent"
    status = 504
    sentence = _(
        "The provider's service did not answer in time. The provider is told; please try again later."
    )


class ServiceTooLarge(ServiceBroken):
    """The service answered more than was agreed."""

    code = "service_too_large"
    sentence = _("The provider's service answered more than was agreed. Narrow your question.")


class CannotMask(ServiceBroken):
    """What the service answered cannot be cut to the granted fields, so nothing of it is handed over."""

    code = "cannot_mask"
    sentence = _(
        "The service's answer cannot be limited to the fields of your grant, so it was not handed over. "
        "Ask the provider for an answer in JSON."
    )

    def __init__(self) -> None:
        super().__init__("cannot_mask")


class CallNotAllowed(Forbidden):
    """This path or method is not among those that the provider opened."""

    code = "call_not_allowed"
    sentence = _("The provider has not opened this path or method. See the description of the resource.")

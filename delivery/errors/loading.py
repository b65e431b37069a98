"""Why data is not taken in: drift, rows that do not fit, files that are not what they say (art. 23, 38)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from delivery.errors.reading import filled
from refusals.tree import Conflict, FieldError, Invalid, Malformed, Refusal, Sentence


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

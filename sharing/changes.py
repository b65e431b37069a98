"""What follows when the entry changes while a request is open: removed fields fall out (art. 21, 29).

A request keeps the version that it was made for. Before the next step, or within minutes, the clock takes out
what the entry no longer has; when nothing is left, it refuses the request, which can be appealed (37).
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from catalog.comparing import Difference, differences
from catalog.models import EntryVersion, Field
from catalog.vocabulary import Status
from procedure.policy import the_clock
from procedure.steps import KEEP, STAGE, Step, step
from refusals.tree import Conflict
from sharing import turns
from sharing.law import FINAL, PASSING_ON, REVIEWS, Answer, EntryGround, State

FOLLOWING = [State.DRAFT, *REVIEWS, State.RETURNED, *PASSING_ON]
GOING_ON = frozenset({"submit", "resubmit", "approve", "agree", "opine", "return_for_correction", "reply"})
"""The steps that need something to go on with; a request may be refused or withdrawn with nothing left."""


Due = tuple[str, dict[str, Any]] | None
"""A step that the clock owes, with its particulars."""


class NothingLeft(Conflict):
    """The entry no longer has any of the fields that the request is about."""

    code = "nothing_left"
    sentence = _(
        "The entry no longer has any of the fields that this request is about. The portal closes the request"
        " within minutes; a new one can be filed for the entry as it is now."
    )


class FieldsGone(Conflict):
    """What was chosen has just been removed from the entry."""

    code = "fields_gone"
    sentence = _(
        "The fields that you chose have just been removed from the entry. Reload the page and choose among"
        " those that are left."
    )


class Changes(models.Model):
    """What the clock does about a changed entry, and what a reader sees of it."""

    class Meta:
        abstract = True

    @step(
        source=FOLLOWING,
        target=GET_STATE(turns.stays, states=FOLLOWING),
        by=the_clock,
        under="28",
        closes=KEEP,
        tells=("requester", "provider", "next_holders"),
        label=_("Removed fields fall out"),
    )
    def fields_fall_out(self: Any, *, removed: list[str], entry_version: int) -> None:
        """The entry no longer has these fields, so nobody can ask for them or share them."""
        self.fallen_fields = [*self.fallen_fields, *removed]
        self.fields = [name for name in self.fields if name not in removed]
        self.agreed_fields = [name for name in self.agreed_fields if name not in removed]
        if self.answer == Answer.PARTLY and set(self.agreed_fields) == set(self.fields):
            self.answer = Answer.AGREED
        self.__dict__.pop("_asked", None)

    @step(
        source=[*REVIEWS, State.RETURNED, *PASSING_ON],
        target=State.REFUSED,
        by=the_clock,
        under="28",
        closes=STAGE,
        tells=("requester", "provider", "authority_of_requester", "next_holders"),
        label=_("Refuse: nothing is left"),
    )
    def refuse_the_rest(self: Any, *, removed: list[str], entry_version: int, basis: str) -> None:
        """Everything that the request is about has left the entry: it is refused by rule, with the reason."""
        self.answer, self.agreed_fields, self.conditions = Answer.DECLINED, [], ""
        self.ground, self.basis = EntryGround.CHANGED, basis
        self.release_the_old_grant()

    @step(
        source=[state for state in State if state not in FINAL],
        target=State.MERGED,
        by=the_clock,
        under="28",
        closes=STAGE,
        tells=("requester", "provider", "authority_of_requester"),
        label=_("Close: the parties are one organization now"),
    )
    def close_on_merger(self: Any) -> None:
        """Requester and provider have become one organization: nobody asks himself for data."""
        self.release_the_old_grant()

    def beforehand(self: Any, step: Step) -> Due:
        """Removed fields fall out before anybody goes on with the request. Raises NothingLeft."""
        if step.name not in GOING_ON or self.state not in FOLLOWING:
            return None
        due: Due = self.due_to_the_entry()
        if due and due[0] == "refuse_the_rest":
            raise NothingLeft(LEFT_OF_A_DRAFT if self.state == State.DRAFT else None, article="21")
        return due

    def due_to_the_entry(self: Any) -> Due:
        """The step of the clock that the entry calls for, as `lock` saw it: no query when nothing changed."""
        current, status = self.entry_now, self.entry_status_now
        if self.answer == Answer.DECLINED:
            return None
        if status != Status.OFFLINE and current == self.entry_version_id:
            return None
        kept = set() if status == Status.OFFLINE else _names(current)
        removed = [name for name in self.fields if name not in kept]
        if not removed:
            return None
        told = {"removed": removed, "entry_version": _number(current)}
        if self.has_something_left(kept):
            return "fields_fall_out", told
        sentence = OFFLINE if status == Status.OFFLINE else GONE
        return "refuse_the_rest", told | {"basis": sentence % {"version": told["entry_version"]}}

    def removed(self: Any) -> list[str]:
        """The fields of the pinned version that cannot be asked for any more."""
        if self.entry is None or self.entry.current_id == self.entry_version_id:
            return list(self.fallen_fields)
        then = Field.objects.filter(version=self.entry_version_id).values_list("name", flat=True)
        return sorted({*then, *self.fallen_fields} - _names(self.entry.current_id))

    def has_something_left(self: Any, kept: set[str]) -> bool:
        """Of what was agreed once the provider has agreed, else of what is asked."""
        about = self.agreed_fields if self.answer in {Answer.AGREED, Answer.PARTLY} else self.fields
        return any(name in kept for name in about)

    def differences(self: Any) -> list[Difference]:
        """What the entry says differently now, of itself and of the fields asked for."""
        if self.entry is None or self.entry.current_id == self.entry_version_id:
            return []
        names = [*self.fields, *self.fallen_fields]
        return differences(self.entry_version, self.entry.version, names)


LEFT_OF_A_DRAFT = _(
    "The entry no longer has any of the fields of this draft. Withdraw it and file a new request for the"
    " entry as it is now."
)
OFFLINE = _("The entry was taken offline.")
GONE = _("Version %(version)s of the entry no longer has any of these fields.")


def _names(version: int | None) -> set[str]:
    return set(Field.objects.filter(version=version).values_list("name", flat=True))


def _number(version: int | None) -> int:
    return EntryVersion.objects.values_list("number", flat=True).get(pk=version or 0)

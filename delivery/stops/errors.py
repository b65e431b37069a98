"""Why a stop cannot be made, or not decided yet (art. 45)."""

from django.utils.translation import gettext_lazy as _

from refusals.tree import Conflict


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

"""What the engine refuses, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from refusals.tree import Conflict, Forbidden, PreconditionRequired


class Stale(Conflict):
    """The case has changed since the actor read it."""

    code = "stale"
    sentence = _(
        "Somebody has acted on this case since you opened it. Reload it and look again before you decide."
    )


class WrongState(Conflict):
    """The step does not start in the state that the case is in."""

    code = "wrong_state"
    sentence = _(
        "This step is no longer possible: the case has moved on. Reload it to see what can be done now."
    )


class AlreadyDone(Conflict):
    """The actor's own work item is closed."""

    code = "already_done"
    sentence = _("This work item is already done. Reload the case to see what happened.")


class ClaimedByAnother(Conflict):
    """A colleague has claimed the work item."""

    code = "claimed"
    sentence = _("A colleague has claimed this work item. Ask for its release, or wait.")


class OwnRequest(Forbidden):
    """Four eyes: who filed a request does not decide it."""

    code = "four_eyes"
    sentence = _("You filed this request yourself, so another person must decide it.")


class OtherSide(OwnRequest):
    """Four eyes: who has decided for one side of a case does not decide for the other."""

    sentence = _("You have acted for the other side in this case, so another person must decide it.")


class NotYours(Forbidden):
    """The step belongs to another post or organization."""

    code = "not_yours"
    sentence = _("This step belongs to another post or organization. The case page names who holds it.")


class VersionMissing(PreconditionRequired):
    """A step was called without the version of the case that was read."""

    code = "version_missing"
    sentence = _(
        "Say which version of the case you read: send it as If-Match (REST) or open the case page again."
    )


class UnknownStep(Conflict):
    """This kind of case has no such step."""

    code = "unknown_step"
    status = 404
    sentence = _("This kind of case has no such step. See `offered` in the case for what can be done now.")

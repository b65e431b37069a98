"""The errors that people and programs meet: code, HTTP status, a sentence that says what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field: the field's name, a stable code, a translated sentence."""

    field: str
    code: str
    sentence: Sentence


class Refusal(Exception):
    """The root of the tree. `article` names the article of the Measures, or is empty."""

    code = "refused"
    status = 400
    sentence: Sentence = _("The portal cannot do this.")

    def __init__(self, sentence: Sentence | None = None, *, article: str = "", code: str = "") -> None:
        self.sentence = sentence or self.sentence
        self.article = article
        self.code = code or self.code
        super().__init__(str(self.sentence))

    @property
    def errors(self) -> Sequence[FieldError]:
        """What is wrong field by field; empty when no field is to blame."""
        return ()

    @property
    def headers(self) -> Mapping[str, str]:
        """Response headers that belong to this refusal."""
        return {}


class Invalid(Refusal):
    """Something in the particulars is wrong; nothing was stored."""

    code = "invalid"
    status = 422
    sentence = _("Please correct the marked fields. Nothing was stored.")

    def __init__(
        self, errors: Sequence[FieldError] = (), sentence: Sentence | None = None, *, article: str = ""
    ) -> None:
        super().__init__(sentence, article=article)
        self._errors = tuple(errors)

    @property
    def errors(self) -> Sequence[FieldError]:
        return self._errors


class Malformed(Refusal):
    """What was sent cannot be read: a broken cursor, a body that is no JSON, text that cannot be stored."""

    code = "malformed"
    status = 400
    sentence = _("The portal cannot read what was sent. Check it and send it again.")


class Forbidden(Refusal):
    """The actor may see the case, but this post or organization may not do this."""

    code = "forbidden"
    status = 403
    sentence = _("Your post does not allow this. Ask the administrator of your organization.")


class NotFound(Refusal):
    """There is nothing here that this actor may see."""

    code = "not_found"
    status = 404
    sentence = _(
        "There is nothing here that you may see. Check the number, or sign in with the right account."
    )


class Conflict(Refusal):
    """The case is not where the actor thought it was."""

    code = "conflict"
    status = 409
    sentence = _("The case has moved on. Reload the page and look again before you decide.")


class Gone(Refusal):
    """It was here, and was lawfully taken away."""

    code = "gone"
    status = 410
    sentence = _("This is no longer available.")


class PreconditionRequired(Refusal):
    """A step was called without saying which version of the case was read."""

    code = "precondition_required"
    status = 428
    sentence = _("Send If-Match with the version of the case that you read.")


class TryAgain(Refusal):
    """Somebody else holds the case, or a store did not answer in time; nothing was stored."""

    code = "try_again"
    status = 503
    sentence = _("The portal is busy with this just now. Nothing was stored; please try again in a moment.")
    seconds = 5

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(self.seconds)}

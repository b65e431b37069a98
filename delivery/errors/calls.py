"""Why a call of a department's service fails: silent, broken, too large, not opened (art. 3, 44)."""

from django.utils.translation import gettext_lazy as _

from refusals.tree import Forbidden, Refusal


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

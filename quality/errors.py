"""What the quality room refuses, each with a sentence and its article."""

from django.utils.translation import gettext_lazy as _

from refusals.tree import Forbidden


class NotACaller(Forbidden):
    """Neither steward of the provider nor reviewer or supervisor of its authority."""

    code = "not_a_caller"
    sentence = _(
        "Stewards call for updates of their own entries, authorities for those of their organizations."
    )

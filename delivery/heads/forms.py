"""What is typed to have heads sent to a platform: one form for pages and REST (art. 42)."""

from django.utils.translation import gettext_lazy as _

from delivery.subscription.forms import CalledAddress
from procedure.particulars import Particulars


class HeadAddress(Particulars):
    """An address that may be called."""

    address = CalledAddress(
        label=_("Address of your platform"),
        help_text=_("It gets a POST with the newest head once an hour and answers with a 2xx status."),
    )

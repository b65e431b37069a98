"""What articles 29(4) and 44 to 46 say of supply, its stop and its users, as words: ways, grounds, states."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ARTICLE = "45"
ROUTE = "supply"
HEARING = "hearing"
STOP = "stop"


class Way(models.TextChoices):
    """How the subscribed system comes to the data."""

    ON_DEMAND = "on_demand", _("On demand: the system asks for rows when it needs them")
    DOWNLOAD = "download", _("Download: the system fetches whole exports and files")
    PUSH = "push", _("Push: the portal tells the system of each new version, and it fetches it then")


class Use(models.TextChoices):
    """What is fetched: single pages of rows, or a whole table or file."""

    ROWS = "rows", pgettext_lazy("use", "Rows")
    WHOLE = "whole", _("Whole tables and files")


USES = {
    Way.ON_DEMAND: frozenset({Use.ROWS}),
    Way.DOWNLOAD: frozenset({Use.WHOLE}),
    Way.PUSH: frozenset({Use.ROWS, Use.WHOLE}),
}


class Scope(models.TextChoices):
    """How far a suspension reaches."""

    GRANT = "grant", _("This grant only")
    USER = "user", _("All grants of this user on our data")
    ENTRY = "entry", _("The grants of all users of this entry, one case for each user")


class Ground(models.TextChoices):
    """Why a provider suspends the supply (45)."""

    PURPOSE = "purpose", _("Used for another purpose than the one granted")
    SYSTEM = "system", _("Used in another system than the one granted")
    PASSED_ON = "passed_on", _("Passed on to others without the provider's leave")
    EXCESS = "excess", _("Used beyond the scope or the conditions granted")
    RISK = "risk", _("The data is not safe with the user")


class EmergencyGround(models.TextChoices):
    """Why a provider stops the supply before it has leave (21, 45)."""

    LEAK = "leak", _("Data is leaking")
    ERROR = "error", _("The data has errors that do harm when used")
    ATTACK = "attack", _("The data is under attack")


class SuspensionState(models.TextChoices):
    """Where a suspension is."""

    AUTHORITY_REVIEW = "authority_review", pgettext_lazy("suspension", "Suspended, under review")
    RESUMED = "resumed", pgettext_lazy("suspension", "Resumed")
    TERMINATED = "terminated", pgettext_lazy("suspension", "Terminated")
    WITHDRAWN = "withdrawn", pgettext_lazy("suspension", "Taken back")


class StopState(models.TextChoices):
    """Where an emergency stop is."""

    CONFIRMATION = "confirmation", pgettext_lazy("emergency stop", "Stopped, to be confirmed")
    STOPPED = "stopped", pgettext_lazy("emergency stop", "Stopped with leave")
    CARRIED = "carried", pgettext_lazy("emergency stop", "Stopped until another case ends")
    LAPSED = "lapsed", pgettext_lazy("emergency stop", "Lapsed, supply resumed")
    REFUSED = "refused", pgettext_lazy("emergency stop", "Leave refused, supply resumed")
    ENDED = "ended", pgettext_lazy("emergency stop", "Ended, supply resumed")

"""What chapter 6 says of share requests, as words: routes, states, grounds (art. 24, 28-31)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workdays import calendar


class State(models.TextChoices):
    """Where a share request is. Which states a route passes, and in which order, its rule set says."""

    DRAFT = "draft", pgettext_lazy("share request", "Draft")
    NAMING = "naming", _("Naming a provider")
    CATALOGUING = "cataloguing", _("Cataloguing")
    CITY_REVIEW = "city_review", _("City review")
    CONFORMANCE_REVIEW = "conformance_review", _("Conformance review")
    PROVIDER_REVIEW = "provider_review", _("Provider review")
    AUTHORITY_REVIEW = "authority_review", _("Review by the city authority")
    FINAL_REVIEW = "final_review", _("Final review")
    REPLY = "reply", _("Reply")
    OUTSIDE = "outside", _("Applied for outside the region")
    RETURNED = "returned", _("Returned for correction")
    AWAITING_USE = "awaiting_use", _("Granted, not yet used")
    FEEDBACK = "feedback", _("Feedback on use")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    MERGED = "merged", _("Closed on a merger")


FINAL = frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.MERGED})
STAGES = [state for state in State if state not in FINAL and state != State.DRAFT]
REVIEWS = [State.CITY_REVIEW, State.CONFORMANCE_REVIEW, State.PROVIDER_REVIEW, State.AUTHORITY_REVIEW]
PASSING_ON = [State.REPLY, State.FINAL_REVIEW]
ANSWERED = [State.AWAITING_USE, State.FEEDBACK, State.GRANTED, State.REFUSED]
OPINION = "opinion"


class ConformanceGround(models.TextChoices):
    """Why a conformance review fails (29(2))."""

    PURPOSE = "purpose", _("The purpose or the legal basis is missing or does not show the need")
    FIELDS = "fields", _("Fields are asked for that the purpose does not need")
    SYSTEM = "system", _("The system that will use the data is not named clearly")
    DUPLICATE = "duplicate", _("The requester already holds this data or has asked for it")


class ProviderGround(models.TextChoices):
    """Why a provider does not share (29(3)); each needs its basis in words."""

    LAW = "law", _("A law or regulation forbids sharing this data")
    PURPOSE = "beyond_purpose", _("The request goes beyond the duties of the requester")
    RIGHTS = "rights", _("Personal information, business secrets or privacy would be harmed")
    NO_DATA = "no_data", _("The provider does not hold the data (article 35 applies)")
    SAFETY = "safety", _("The named system cannot keep the data safe")


class FinalGround(models.TextChoices):
    """Why the Bureau refuses in the final review (30(3)), whatever the provider answered."""

    SCOPE = "scope", _("The agreed scope goes beyond the purpose")
    RULES = "rules", _("Sharing would break a law or regulation")
    PROCEDURE = "procedure", _("The review before was not carried out as the Measures say")


class EntryGround(models.TextChoices):
    """Why the clock refuses: the catalogue has changed while the request was open (art. 21)."""

    CHANGED = "entry_changed", _("The catalogue entry no longer has what is asked for")


class Answer(models.TextChoices):
    """What the provider answered; known to the requester only after the Bureau's reply (29(4))."""

    NONE = "", _("Not answered")
    AGREED = "agreed", _("Agreed")
    PARTLY = "partly", _("Agreed in part")
    DECLINED = "declined", _("Not agreed")


LONGEST_TERM_YEARS = 5
RENEWAL_DAYS = 10


def is_in_time(ends: date, today: date) -> bool:
    """Whether a renewal is filed ten working days before the grant expires."""
    return calendar.current().add(today, RENEWAL_DAYS) <= ends

"""States and grounds of issues and duties; which article an issue follows (art. 29(5), 38-40)."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workdays import calendar

DAYS_TO_REPORT = 2
"""Working days after finding a fault within which a user of the data reports it under article 29(5)."""


class IssueState(models.TextChoices):
    """Where a quality issue is."""

    VERIFICATION = "verification", _("Verification by the provider")
    CONFIRMATION = "confirmation", _("Confirmation by who reported it")
    RESOLVED = "resolved", _("Corrected")
    DISMISSED = "dismissed", _("No fault")
    WITHDRAWN = "withdrawn", pgettext_lazy("quality issue", "Withdrawn")


class DutyState(models.TextChoices):
    """Where an update duty is."""

    UPDATING = "updating", _("Update by the provider")
    UPDATED = "updated", _("Updated")
    NOT_AFFECTED = "not_affected", _("Not affected")


class IssueRoute(models.TextChoices):
    """Under which article a fault is reported."""

    IN_USE = "in_use", _("Found in use and reported in time (article 29(5))")
    DOUBT = "doubt", _("Reported as a doubt (article 40)")


class Fault(models.TextChoices):
    """What is wrong, in the terms of GB/T 36344 (indicators of data quality)."""

    ACCURACY = "accuracy", _("Values are wrong")
    COMPLETENESS = "completeness", _("Values or rows are missing")
    TIMELINESS = "timeliness", _("The data is out of date")
    CONSISTENCY = "consistency", _("It contradicts other data")
    CONFORMITY = "conformity", _("It does not follow its description or standard")
    UNIQUENESS = "uniqueness", _("Rows stand twice")
    ACCESS = "access", _("It cannot be read")


class NoFault(models.TextChoices):
    """Why the provider finds no fault; each needs its basis in words."""

    CORRECT = "correct", _("The data agrees with what it was collected from")
    NOT_OURS = "not_ours", _("The value comes from another department, which is named")
    AS_DESCRIBED = "as_described", _("It is as the entry describes it")
    UNCLEAR = "unclear", _("The report does not say what is wrong")


class Answer(models.TextChoices):
    """What the provider answered."""

    NONE = "", _("Not answered")
    CORRECTED = "corrected", pgettext_lazy("answer", "Corrected")
    DISMISSED = "dismissed", pgettext_lazy("answer", "No fault found")


class Cause(models.TextChoices):
    """What makes an update due (39)."""

    LAW = "law", _("A law, regulation or rule has changed")
    FUNCTION = "function", _("Functions of the organization have changed")


ISSUE_ENDS = frozenset({IssueState.RESOLVED, IssueState.DISMISSED, IssueState.WITHDRAWN})
DUTY_ENDS = frozenset({DutyState.UPDATED, DutyState.NOT_AFFECTED})


def route_of(found_on: date, reported: date, *, uses_the_data: bool) -> IssueRoute:
    """A user who reports within two working days of the finding stands under 29(5), others under 40."""
    in_time = reported <= calendar.current().due(found_on, DAYS_TO_REPORT, "working").date
    return IssueRoute.IN_USE if uses_the_data and in_time else IssueRoute.DOUBT


def answered(issue: Any, **_: object) -> str:
    """How an issue ends once its answer is accepted."""
    corrected = issue.answer == Answer.CORRECTED
    return str(IssueState.RESOLVED if corrected else IssueState.DISMISSED)

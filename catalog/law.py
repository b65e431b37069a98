"""What chapter 4 of the Measures says of filing and publishing entries, as words (art. 17, 18, 20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a submission is."""

    DRAFT = "draft", pgettext_lazy("submission", "Draft")
    BUREAU_REVIEW = "bureau_review", _("Bureau review")
    PUBLISHED = "published", pgettext_lazy("submission", "Published")
    REFUSED = "refused", pgettext_lazy("submission", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("submission", "Withdrawn")


# The review of city authorities (art. 18) comes with its own route; until then all file with the Bureau.
ROUTE = "region"
FILING = "20"
PUBLICATION = "17(1)"

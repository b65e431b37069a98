"""A provider reports that its listed data was asked of it outside the platform (art. 24).

What is listed is supplied through the platform, and may not be demanded another way. The report is an entry
of the trail, from which supervision reads its clues; the authority of the provider is told.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.models import Entry as TrailEntry
from audit.trail import record
from catalog.models import Entry
from organizations.actors import Actor, Holding
from organizations.models import Organization, PostKind
from procedure.particulars import Particulars
from refusals.tree import Forbidden, NotFound
from workdays import clock

ACT, ARTICLE = "sharing.asked_outside", "24"
REPORTERS = (PostKind.HANDLER, PostKind.STEWARD, PostKind.REVIEWER)
POSTS_TOLD = (PostKind.SUPERVISOR, PostKind.REVIEWER)
LONGEST_AGO = timedelta(days=366)


class NotTheProvider(Forbidden):
    """Only the organization that was asked can tell of it."""

    code = "not_the_provider"
    sentence = _("Handlers, reviewers and stewards of the provider report who asked for its data elsewhere.")


class Means(TextChoices):
    """How it was asked."""

    LETTER = "letter", _("By letter or document")
    MAIL = "mail", _("By e-mail or in a chat")
    SPOKEN = "spoken", _("By telephone or in a meeting")
    COPY = "copy", _("By asking for a copy on a medium")
    LINK = "link", _("By asking for a direct link")


class AskedOutside(Particulars):
    """Who asked, when, how and for what; `origin` is the entry."""

    by = forms.ModelChoiceField(
        label=_("Who asked"), queryset=Organization.objects.none(), to_field_name="code"
    )
    on = forms.DateField(
        label=_("Asked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    means = forms.ChoiceField(label=_("How"), choices=Means.choices, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("What was asked, and what you answered"),
        max_length=1000,
        help_text=_("No personal particulars."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    document = forms.CharField(
        label=_("Document number"),
        max_length=100,
        required=False,
        help_text=_("Of the letter, if there is one."),
    )

    def fit(self) -> None:
        bodies: Any = self.fields["by"]
        bodies.queryset = Organization.objects.in_force().order_by("code")
        if self.origin is not None:
            bodies.queryset = bodies.queryset.exclude(pk=self.origin.provider_id)

    def clean_on(self) -> date:
        """Today or before, within the year that has passed."""
        on: date = self.cleaned_data["on"]
        if not timedelta(0) <= clock.today() - on <= LONGEST_AGO:
            raise ValidationError(_("Give a day of the last year, today at the latest."), code="out_of_range")
        return on


def entry_of(actor: Actor, code: str) -> Entry:
    """The published entry of that code; raises NotFound, and NotTheProvider for others than its provider."""
    visible = Entry.objects.published().visible_to(actor).with_version()
    found: Entry | None = visible.filter(code=code[:40]).first()
    if found is None or not actor.is_staff:
        raise NotFound
    capacity(actor, found)
    return found


def reports_for(actor: Actor, entry: Entry) -> Holding | None:
    """The post in which the actor tells of it, or None."""
    held = (actor.holds(post, entry.provider_id) for post in REPORTERS)
    return next((one for one in held if one is not None), None)


def capacity(actor: Actor, entry: Entry) -> Holding:
    held = reports_for(actor, entry)
    if held is None:
        raise NotTheProvider(article=ARTICLE)
    return held


def report(actor: Actor, entry: Entry, **told: Any) -> TrailEntry:
    """Write it into the trail, and tell the authority of the provider, or the Bureau."""
    held = capacity(actor, entry)
    authority = entry.provider.authority or Organization.objects.bureau()
    particulars = {
        "name": entry.version.name,
        "by": told["by"].code,
        "by_name": told["by"].name,
        "on": told["on"].isoformat(),
        "means": told["means"],
        "what": told["what"],
        "document": told["document"],
        "posts_told": list(POSTS_TOLD),
    }
    with transaction.atomic():
        return record(
            ACT,
            actor=actor.snapshot(held.organization_id, held.post),
            subject=str(entry.code),
            article=ARTICLE,
            particulars=particulars,
            tells=[authority.code],
        )

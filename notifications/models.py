"""Notices, each told once to a person on each channel; their mails; what people prefer (art. 9, 11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Entry
from notifications.querysets import DigestQuerySet, NoticeQuerySet
from organizations.models import Organization, PostKind
from procedure.models import Case


class Channel(models.TextChoices):
    """How a notice reaches its recipient."""

    PORTAL = "portal", _("in the portal")
    MAIL = "email", _("by e-mail")


class Outcome(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", pgettext_lazy("mail", "to be sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    NO_ADDRESS = "no_address", pgettext_lazy("mail", "no address")
    SWITCHED_OFF = "switched_off", pgettext_lazy("mail", "switched off")


class Scope(models.TextChoices):
    """What a person wants to be mailed about."""

    EVERYTHING = "everything", _("Everything that concerns my posts")
    WAITING = "waiting", _("Only what waits on me, with reminders and escalations")


class Digest(models.Model):
    """One mail to one person in one post. Its message id follows from its content: a repeat is recognisable.

    While it waits, `next_try` says when it may be tried again; who sends it moves that time ahead first.
    """

    message_id = models.CharField(_("message id"), max_length=200, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    post = models.CharField(_("post"), max_length=20, choices=PostKind.choices)
    address = models.CharField(_("address"), max_length=254, blank=True)
    created = models.DateTimeField(pgettext_lazy("mail", "since"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    next_try = models.DateTimeField(_("next attempt"), null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    sent = models.DateTimeField(pgettext_lazy("mail", "sent at"), null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, next_try__isnull=False)
                | (~Q(outcome=Outcome.WAITING) & Q(next_try__isnull=True)),
                name="mail_waits_for_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SENT, sent__isnull=False)
                | (~Q(outcome=Outcome.SENT) & Q(sent__isnull=True)),
                name="mail_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(outcome=Outcome.WAITING), name="mail_to_send")
        ]

    def __str__(self) -> str:
        return self.message_id

    def conclude(self, outcome: str, **changed: Any) -> None:
        """The mail needs no further attempt."""
        rows = Digest.objects.filter(pk=self.pk, outcome=Outcome.WAITING)
        rows.update(outcome=outcome, next_try=None, **changed)

    def postpone(self, until: datetime, error: str) -> None:
        """Try again then, unless somebody else has tried since."""
        rows = Digest.objects.filter(pk=self.pk, outcome=Outcome.WAITING, attempts=self.attempts)
        rows.update(next_try=until, error=error)


class Notice(models.Model):
    """One entry of the trail, told to one person on one channel, in the post that it concerns.

    `words` holds what people call the codes in the entry's particulars; `asks` whether this post has to act.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    post = models.CharField(max_length=20, choices=PostKind.choices)
    asks = models.BooleanField(default=False)
    words = models.JSONField(default=dict)
    created = models.DateTimeField()
    read = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "recipient", "channel"], name="told_once_on_each_channel"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PORTAL) | Q(read__isnull=True),
                name="only_the_portal_sees_reading",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.MAIL) | Q(digest__isnull=True), name="only_mail_has_digests"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-id"], condition=Q(channel=Channel.PORTAL), name="notice_of_recipient"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(channel=Channel.PORTAL, read__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["recipient", "organization", "post"],
                condition=Q(channel=Channel.MAIL, digest__isnull=True),
                name="notice_to_mail",
            ),
            models.Index(fields=["created"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.recipient_id} {self.channel}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:open", args=[self.pk])


class Preference(models.Model):
    """How a person wants to be mailed. In the portal everybody is told everything."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference")
    email = models.BooleanField(_("Send me e-mails"), default=True)
    language = models.CharField(
        _("Language of the e-mails"),
        max_length=8,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    scope = models.CharField(
        _("What the e-mails tell"), max_length=10, choices=Scope.choices, default=Scope.EVERYTHING
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="notice_preference_scope")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.email} {self.language} {self.scope}"

    @classmethod
    def of(cls, user: Any) -> Preference:
        """What the person chose, or what holds for who chose nothing; that one is not stored."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    @classmethod
    def choose(cls, user: Any, **chosen: Any) -> None:
        """Store what the person prefers from now on."""
        cls.objects.update_or_create(user=user, defaults=chosen)

    def wants_mail(self, *, asks: bool) -> bool:
        """Shall this person be mailed something of this kind?"""
        return self.email and (asks or self.scope == Scope.EVERYTHING)

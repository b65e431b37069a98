"""People, their posts, who stands in for them, and their personal tokens (art. 5, 9-11)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from knox.models import AbstractAuthToken

from audit import context
from organizations.kinds import (
    AdministratorKind,
    PersonKind,
    PostKind,
)
from organizations.models.bodies import Organization
from organizations.models.days import DAYS, IN_ORDER, OUT_OF_ORDER, Dated, at
from organizations.querysets import PersonManager, PostQuerySet, today

if TYPE_CHECKING:
    from organizations.actors import Actor


class User(AbstractUser):  # type: ignore[django-manager-missing] # knox has no types
    """A person who signs in. Duties come from posts, never from the person."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=PersonKind.choices, default=PersonKind.STAFF)
    administrator_kind = models.CharField(
        _("administrator"),
        max_length=10,
        choices=AdministratorKind.choices,
        default=AdministratorKind.NONE,
        help_text=_(
            "One of the three at most: choosing another one ends the present one. System and security"
            " administrators cannot be auditors."
        ),
    )

    actor_of_the_day: tuple[date, Actor] | None = None

    objects: ClassVar[PersonManager] = PersonManager()

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PersonKind.values), name="person_kind"),
            models.CheckConstraint(
                condition=Q(administrator_kind__in=AdministratorKind.values), name="person_administrator_kind"
            ),
            models.CheckConstraint(
                condition=Q(administrator_kind=AdministratorKind.NONE) | Q(kind=PersonKind.STAFF),
                name="citizens_administer_nothing",
                violation_error_message=_("Only staff can be administrators."),
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(administrator_kind=AdministratorKind.SYSTEM),
                name="superusers_are_system_administrators",
                violation_error_message=_("A superuser is a system administrator."),
            ),
            models.CheckConstraint(
                condition=Q(is_staff=False) | ~Q(administrator_kind=AdministratorKind.NONE),
                name="only_administrators_enter_administration",
                violation_error_message=_("Only administrators enter the administration."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def clean(self) -> None:
        """An administrator who runs the system gives up the auditor's post first; a citizen every post.

        Raises:
            ValidationError: the person holds, or stands in for, a post that excludes it.
        """
        super().clean()
        if self.pk and self.administrator_kind in RUN_THE_SYSTEM and self._sits_as(PostKind.AUDITOR):
            raise at("administrator_kind", AUDITS, "auditor_exclusive")
        if self.pk and self.kind != PersonKind.STAFF and self._sits_as(*PostKind.values):
            raise at("kind", _("This person holds a post. End it first."), "not_staff")

    def _sits_as(self, *posts: str) -> bool:
        """Does the person hold or cover one of these posts today, or will he?"""
        lasting = Q(ends__isnull=True) | Q(ends__gte=today())
        held = self.posts.filter(lasting, kind__in=posts)
        return held.exists() or self.stand_ins.filter(ends__gte=today(), post__kind__in=posts).exists()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def appoint(self, kind: str) -> None:
        """Make this person an administrator of one kind, or none: the others end by it. Does not save."""
        self.administrator_kind = kind
        self.is_staff = kind != AdministratorKind.NONE
        self.is_superuser = self.is_superuser and kind == AdministratorKind.SYSTEM


RUN_THE_SYSTEM = frozenset({AdministratorKind.SYSTEM, AdministratorKind.SECURITY})
AUDITS = _(
    "This person is an auditor. Whoever runs the system or its rights does not audit it: end the auditor's"
    " post first."
)


def may_hold(user: User, post: str) -> None:
    """Refuse posts to citizens, and the auditor's post to whoever runs the system.

    Raises:
        ValidationError: this person may not hold such a post.
    """
    if user.kind != PersonKind.STAFF:
        raise at("user", _("Only staff hold posts."), "not_staff")
    if post == PostKind.AUDITOR and user.administrator_kind in RUN_THE_SYSTEM:
        raise at("user", _("System and security administrators cannot be auditors."), "auditor_exclusive")


class Post(Dated):
    """A duty that a person holds in an organization. `starts` and `ends` are both days in force."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name=_("organization")
    )
    kind = models.CharField(_("post"), max_length=20, choices=PostKind.choices)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "kind", "user"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER, name="post_days_in_order", violation_error_message=OUT_OF_ORDER
            ),
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind"),
            ExclusionConstraint(
                name="one_such_post_at_a_time",
                violation_error_message=_("The person holds this post on these days already."),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()} {self.user}"

    def clean(self) -> None:
        """Posts are for staff; whoever runs the system does not audit it.

        Raises:
            ValidationError: the days are out of order, or the person may not hold this post.
        """
        super().clean()
        if self.user_id:
            may_hold(self.user, self.kind)


class StandIn(Dated):
    """Somebody who covers an absence in a post; both names stand in the trail."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins", verbose_name=_("post"))
    user = models.ForeignKey(User, models.PROTECT, related_name="stand_ins", verbose_name=_("stand-in"))
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))

    class Meta:
        ordering = ["post", "starts"]
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lte=F("ends")),
                name="stand_in_days_in_order",
                violation_error_message=OUT_OF_ORDER,
            ),
            ExclusionConstraint(
                name="one_stand_in_at_a_time",
                violation_error_message=_("Somebody else stands in on these days."),
                expressions=[("post", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.post}"

    def clean(self) -> None:
        """A stand-in is another member of staff.

        Raises:
            ValidationError: the stand-in holds the post, or may not hold such a post.
        """
        super().clean()
        if not (self.post_id and self.user_id):
            return
        if self.user_id == self.post.user_id:
            raise at("user", _("Nobody stands in for themselves."), "same_person")
        may_hold(self.user, self.post.kind)


class AccessToken(AbstractAuthToken):
    """A personal key for programs: knox keeps only its digest, and it always has an end."""

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=100)
    expiry = models.DateTimeField(_("expires"))

    class Meta:
        ordering = ["-created"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        """What people and the trail call it: the beginning of its digest, which opens nothing."""
        return str(self.digest)[:16]

    @property
    def has_expired(self) -> bool:
        return self.expiry <= context.now()

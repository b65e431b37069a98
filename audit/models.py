"""The trail: entries and seals that stay, personal texts that can be erased, work to do (art. 5, 42)."""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import digests
from audit.querysets import Immutable, ParticularQuerySet, StayingQuerySet, TrailQuerySet
from verifier import notes


class Purpose(models.TextChoices):
    """What has to be done with an entry after it is written."""

    SEAL = "seal", _("to be sealed")
    NOTIFY = "notify", _("to be told")
    WEBHOOK = "webhook", _("to be sent to platforms")


class Entry(models.Model):
    """One act: who did what, for which organization, on which case, under which article.

    The actor's columns are a snapshot as text: true even when people leave and organizations are renamed.
    `at` is stored in UTC; `personal` holds salted digests only, see `Particular`.
    """

    at = models.DateTimeField(_("time"))
    act = models.CharField(_("act"), max_length=80)
    person = models.CharField(_("person"), max_length=150, blank=True)
    person_name = models.CharField(_("person's name"), max_length=150, blank=True)
    organization = models.CharField(_("organization"), max_length=64, blank=True)
    organization_name = models.CharField(_("organization's name"), max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=40, blank=True)
    standing_in_for = models.CharField(_("standing in for"), max_length=150, blank=True)
    case = models.CharField(_("case"), max_length=64, blank=True)
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    article = models.CharField(_("article"), max_length=40, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    particulars = models.JSONField(_("particulars"), default=dict, encoder=DjangoJSONEncoder)
    personal = models.JSONField(_("digests of personal particulars"), default=dict)
    tells = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("tells"))
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in the trail")
        verbose_name_plural = _("entries in the trail")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["case", "id"], name="audit_case"),
            models.Index(fields=["organization", "at"], name="audit_organization"),
            models.Index(fields=["person", "at"], name="audit_person"),
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["act", "id"], name="audit_act"),
            models.Index(fields=["at"], name="audit_at"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(act=""), name="audit_act_is_named")]

    def __str__(self) -> str:
        return f"{self.pk} {self.act} {self.case}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        """Written once: a second save is refused here, by privileges and by a trigger."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Immutable

    @property
    def is_by_clock(self) -> bool:
        """Was it the calendar that acted, and no person?"""
        return self.post == "clock"


class Particular(models.Model):
    """One personal particular of an entry; erasing the row leaves a digest that can no longer be guessed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_particulars")
    name = models.CharField(_("particular"), max_length=80)
    salt = models.CharField(_("salt of the digest"), max_length=64)
    text = models.TextField(_("text"))

    objects = ParticularQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal particular")
        verbose_name_plural = _("personal particulars")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="audit_one_text_for_each_particular")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"

    @property
    def is_as_written(self) -> bool:
        """Does the text still answer to the digest that stands in the entry?"""
        return self.entry.personal.get(self.name) == digests.of(self.salt, self.text)


class Pending(models.Model):
    """Something still to be done with an entry; deleted by whoever finishes it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="pending")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    created = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("pending")
        verbose_name_plural = _("pending")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "purpose"], name="audit_pending_once")]
        indexes = [models.Index(fields=["purpose", "entry"], name="audit_pending_purpose")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.purpose}"


class Staying(models.Model):
    """What is written once: changing or removing it is refused here, by privileges and by triggers."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Immutable


class Leaf(Staying):
    """The seal of one entry: its place in the order of sealing, from 0, and the RFC 6962 hash of its text.

    No constraint binds it to the entry: a purge removes entries, and the seals stay.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="leaf")
    hash = models.BinaryField(max_length=32)

    objects = StayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["position"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.position} {self.entry_id}"


class Subtree(Staying):
    """The hash of a complete subtree of 256, 65,536, ... leaves: proofs read these instead of the leaves."""

    level = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    objects = StayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("subtree")
        verbose_name_plural = _("subtrees")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="audit_one_hash_a_subtree")]

    def __str__(self) -> str:
        return f"{self.level} {self.place}"


class Key(Staying):
    """A public key under which heads were signed; old ones stay, so that old heads can be verified."""

    id = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100)
    public = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    endorsement = models.TextField(blank=True)

    objects = StayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("public key")
        verbose_name_plural = _("public keys")
        ordering = ["since"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text

    @property
    def known(self) -> notes.Key:
        return notes.Key(self.name, bytes(self.public))

    @property
    def text(self) -> str:
        """`name+id+key`, as C2SP writes the keys of signed notes."""
        return self.known.text


class Head(Staying):
    """A signed statement: so many entries had this root at this time."""

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="heads")
    signature = models.BinaryField(max_length=64)

    objects = StayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        ordering = ["-id"]
        get_latest_by = "id"
        default_permissions = ()
        indexes = [
            models.Index(fields=["size", "id"], name="audit_head_size"),
            models.Index(fields=["signed_at"], name="audit_head_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.signed_at}"

    @property
    def root_text(self) -> str:
        return bytes(self.root).hex()

    @property
    def note(self) -> notes.Note:
        """The head as a signed note; heads are read with their key."""
        head = notes.Head(self.key.name, self.size, bytes(self.root), self.signed_at)
        return notes.Note(head.body, self.key.name, self.key_id, bytes(self.signature))

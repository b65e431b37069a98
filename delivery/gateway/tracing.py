"""Whose copy is this: the delivery or the read behind a SHA-256 (art. 42)."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.trail import Entry
from delivery.models import Delivery, Grant, StoredFile
from organizations.actors import Actor

DIGEST = re.compile(r"[0-9a-f]{64}")
NO_DIGEST = _("Give a SHA-256: 64 hexadecimal signs.")
WITH_DIGESTS = ("delivery.read", "delivery.count", "delivery.call")
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Found:
    """One delivery, or one page of rows, that had this digest."""

    act: str
    at: datetime
    delivery: str
    grant: str
    case: str
    resource: str
    person: str
    person_name: str
    organization: str
    organization_name: str
    columns: list[str]
    rows: int | None
    bytes: int | None


def traced(digest: str, actor: Actor | None = None) -> list[Found]:
    """Every delivery and read with this digest that the actor may know of; the newest first.

    The digest of a stored file answers everybody who took it unmarked. Without an actor, for the operator of
    the machine. Raises ValueError for what is no digest.
    """
    digest = digest.strip().lower()
    if not DIGEST.fullmatch(digest):
        raise ValueError(digest)
    deliveries = Delivery.objects.all() if actor is None else Delivery.objects.visible_to(actor)
    wanted = deliveries.filter(Q(digest=digest) | Q(load__in=_stored(digest))).with_parties().order_by("-pk")
    reads = [*map(_read, _entries(digest, actor))]
    found = [*map(_delivered, wanted[:MOST]), *reads]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _stored(digest: str) -> list[str]:
    """The digest itself where a file that was mounted has it: its parts were deliveries of it too."""
    return [digest] if StoredFile.objects.filter(digest=digest).exists() else []


def _entries(digest: str, actor: Actor | None) -> list[Entry]:
    found = Entry.objects.filter(act__in=WITH_DIGESTS, particulars__digest=digest).order_by("-id")
    if actor is not None:
        grants = Grant.objects.visible_to(actor).values_list("number", flat=True)
        found = found.filter(particulars__grant__in=list(grants))
    return list(found[:MOST])


def _delivered(delivery: Delivery) -> Found:
    return Found(
        act=f"delivery.{delivery.way}", at=delivery.started_at, delivery=delivery.number,
        grant=delivery.grant.number, case=delivery.grant.case.number, resource=delivery.resource.code,
        person=delivery.person, person_name=delivery.person_name, organization=delivery.organization,
        organization_name=delivery.organization_name, columns=delivery.fields, rows=delivery.rows,
        bytes=delivery.bytes,
    )  # fmt: skip


def _read(entry: Entry) -> Found:
    told = entry.particulars
    return Found(
        act=entry.act, at=entry.at, delivery=told.get("delivery", ""), grant=told.get("grant", ""),
        case=entry.case, resource=entry.subject, person=entry.person, person_name=entry.person_name,
        organization=entry.organization, organization_name=entry.organization_name,
        columns=list(told.get("fields", [])), rows=told.get("rows"), bytes=told.get("bytes"),
    )  # fmt: skip

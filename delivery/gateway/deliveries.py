"""Deliveries from their beginning to their end, with manifest and trail; also the ones cut off (art. 42)."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from audit import context
from audit.trail import Snapshot, record
from delivery.gateway.admission import ARTICLE, Admission
from delivery.gateway.cursors import asked
from delivery.gateway.questions import Question
from delivery.grants import note_first_read
from delivery.models import Delivery, DeliveryState
from delivery.modes import Way
from delivery.quotas import counting as quotas
from procedure.numbers import next_number
from workdays import clock

PREFIX = "DL"
BEGUN = {Way.EXPORT: "delivery.export", Way.FILE: "delivery.file", Way.CALL: "delivery.call"}
ENDED = {DeliveryState.DELIVERED: "delivery.delivered", DeliveryState.BROKEN: "delivery.broken"}
GIVEN_UP = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is about to be handed over. `rows` are counted beforehand only where a quota asks for them."""

    way: Way
    form: str
    name: str
    question: Question
    load: str
    rows: int = 0
    marked: bool = False
    told: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def begin(admission: Admission, parcel: Parcel) -> Delivery:
    """Enter the delivery and its beginning in the trail before the first byte goes. Raises QuotaSpent."""
    grant, who, sought = admission.grant, admission.snapshot, asked(parcel.question)
    quotas.count(grant, parcel.rows)
    text = json.dumps(sought, ensure_ascii=False) if sought else ""
    delivery = Delivery(
        number=next_number(PREFIX), grant=grant, resource=admission.resource, way=parcel.way,
        form=parcel.form, name=parcel.name, load=parcel.load, marked=parcel.marked,
        fields=[column.name for column in parcel.question.columns], address=context.address(),
        person=who.person, person_name=who.person_name, organization=who.organization,
        organization_name=who.organization_name, started_at=clock.now(),
    )  # fmt: skip
    told = _told(delivery) | {"fields": delivery.fields, "form": delivery.form, "load": delivery.load}
    told |= {"filtered": [f"{one.column.name} {one.operator}" for one in parcel.question.filters]}
    entry = record(
        BEGUN[parcel.way],
        actor=who,
        case=grant.case.number,
        subject=admission.resource.code,
        article=ARTICLE,
        particulars=told | parcel.told,
        personal={"filters": text} if text else None,
    )
    delivery.filters = dict(entry.personal).get("filters", "")
    delivery.save(force_insert=True)
    note_first_read(grant)
    return delivery


def _told(delivery: Delivery) -> dict[str, Any]:
    return {"grant": delivery.grant.number, "delivery": delivery.number}


@transaction.atomic
def end(delivery: Delivery, *, whole: bool, rows: int | None, bytes: int, digest: str) -> None:  # noqa: A002
    """All was handed over, or it was broken off after so many bytes; said once, in the trail as well."""
    state = DeliveryState.DELIVERED if whole else DeliveryState.BROKEN
    still = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING)
    done = {"state": state, "rows": rows, "bytes": bytes, "digest": digest, "ended_at": clock.now()}
    if not still.update(**done):
        return
    for name, value in done.items():
        setattr(delivery, name, value)
    record(
        ENDED[state],
        actor=_who(delivery),
        case=delivery.grant.case.number,
        subject=delivery.resource.code,
        article=ARTICLE,
        particulars=_told(delivery) | {"rows": rows, "bytes": bytes, "digest": digest},
    )


def _who(delivery: Delivery) -> Snapshot:
    return Snapshot(
        person=delivery.person,
        person_name=delivery.person_name,
        organization=delivery.organization,
        organization_name=delivery.organization_name,
    )


def give_up() -> int:
    """End what has been on its way for a day: the process that sent it is gone."""
    cut_off = Delivery.objects.filter(
        state=DeliveryState.SENDING, started_at__lt=clock.now() - GIVEN_UP
    ).select_related("grant__case", "resource")
    found = list(cut_off.order_by("pk")[:500])
    for delivery in found:
        end(delivery, whole=False, rows=None, bytes=0, digest="")
    return len(found)

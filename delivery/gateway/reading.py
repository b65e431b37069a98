"""A read of shared data as one act: admit, take the page, write the trail (art. 42, 44-46)."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from audit.trail import What, record, record_where
from delivery import grants
from delivery.errors import SupplyStopped
from delivery.gateway import questions
from delivery.gateway import rows as gateway
from delivery.gateway.admission import (
    ARTICLE,
    READERS,
    Admission,
    admit,
    denials_noted,
    knock,
    permitted,
)
from delivery.gateway.cursors import asked
from delivery.models import Grant, Resource
from delivery.modes import Way
from delivery.quotas import counting as quotas
from organizations.actors import Actor
from refusals.tree import NotFound

__all__ = ["READERS", "Reading", "note", "permitted", "read", "table_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: from which resource, under which grant, which rows."""

    resource: Resource
    grant: Grant
    page: gateway.Page


def read(actor: Actor, code: str, parameters: questions.Parameters, way: Way | None = Way.ROWS) -> Reading:
    """Read a page of a resource; the trail is written and committed before anything is handed over.

    Raises NotFound for a resource that the actor cannot know, Forbidden or Gone without a grant in force,
    BadQuestion for parameters that cannot be read, QuotaSpent, and TryAgain when the data is busy.
    """
    attempt, held = knock(actor, code)
    with denials_noted(attempt):
        admission = admit(attempt, held, parameters.get("grant"), way)
        question = questions.read(parameters, table_of(admission))
        page = gateway.rows(admission.grant, admission.resource, question)
        told = {"rows": page.many, "bytes": len(page.text), "digest": page.digest}
        _note_read(admission, question, told | {"continued": bool(question.cursor)})
    return Reading(resource=admission.resource, grant=admission.grant, page=page)


def _note_read(admission: Admission, question: questions.Question, told: dict[str, Any]) -> None:
    """Into the trail, if the grant is still in force: the supply may have been stopped during the read.

    Most reads change nothing but the trail: asking and writing are one statement then. Raises SupplyStopped.
    """
    grant = admission.grant
    if quotas.of(grant) is None and grant.first_read_at is not None and not question.filters:
        what = _what(admission, question, told)
        stands = record_where(grants.while_it_is(grant.pk), "delivery.read", **what) is not None
    elif stands := grants.still_in_force(grant.pk):
        note("delivery.read", admission, question, told)
    if not stands:
        raise SupplyStopped(grant.number)


def table_of(admission: Admission) -> tuple[gateway.Column, ...]:
    """The granted columns of a table; NotFound where something else is mounted."""
    if not admission.resource.is_table:
        raise NotFound
    return admission.columns


@transaction.atomic
def note(act: str, admission: Admission, question: questions.Question, told: dict[str, Any]) -> None:
    """Write the read into the trail. What was searched for may be personal: a salted digest stands there."""
    filters = asked(question)
    quotas.count(admission.grant, told["rows"])
    sought = {"filters": json.dumps(filters, ensure_ascii=False)} if filters else None
    record(act, personal=sought, **_what(admission, question, told))
    grants.note_first_read(admission.grant)


def _what(admission: Admission, question: questions.Question, told: dict[str, Any]) -> What:
    """What the entry of a read tells: who, under which grant, which fields of which load."""
    grant = admission.grant
    return {
        "actor": admission.snapshot,
        "case": grant.case.number,
        "subject": admission.resource.code,
        "article": ARTICLE,
        "particulars": {
            "grant": grant.number,
            "fields": [column.name for column in question.columns],
            "filtered": [f"{one.column.name} {one.operator}" for one in question.filters],
            "load": admission.resource.digest,
            **told,
        },
    }

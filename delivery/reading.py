"""A read of shared data as one act: admit, take the page, write the trail (art. 42, 44-46)."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from audit.trail import record
from delivery import gateway, questions, quotas
from delivery.admission import (
    ARTICLE,
    READERS,
    Admission,
    admit,
    columns,
    denials_noted,
    knock,
    known,
    permitted,
    standing,
)
from delivery.cursors import asked
from delivery.errors import SupplyStopped
from delivery.grants import note_first_read, still_in_force
from delivery.models import Grant, Resource
from delivery.modes import Way
from organizations.actors import Actor
from refusals.tree import NotFound

__all__ = ["READERS", "Reading", "columns", "known", "note", "permitted", "read", "standing"]


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
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = admit(attempt, grants, parameters.get("grant"), way)
        question = questions.read(parameters, table_of(admission))
        page = gateway.rows(admission.grant, admission.resource, question)
        _look_again(admission)
        told = {"rows": page.many, "bytes": len(page.text), "digest": page.digest}
        note("delivery.read", admission, question, told | {"continued": bool(question.cursor)})
    return Reading(resource=admission.resource, grant=admission.grant, page=page)


def _look_again(admission: Admission) -> None:
    """The supply may have been stopped while the page was being read. Raises SupplyStopped."""
    if not still_in_force(admission.grant.pk):
        raise SupplyStopped(admission.grant.number)


def table_of(admission: Admission) -> tuple[gateway.Column, ...]:
    """The granted columns of a table; NotFound where something else is mounted."""
    if not admission.resource.is_table:
        raise NotFound
    return admission.columns


@transaction.atomic
def note(act: str, admission: Admission, question: questions.Question, told: dict[str, Any]) -> None:
    """Write the read into the trail. What was searched for may be personal: a salted digest stands there."""
    grant, filters = admission.grant, asked(question)
    quotas.count(grant, told["rows"])
    record(
        act,
        actor=admission.snapshot,
        case=grant.case.number,
        subject=admission.resource.code,
        article=ARTICLE,
        particulars={
            "grant": grant.number,
            "fields": [column.name for column in question.columns],
            "filtered": [f"{one.column.name} {one.operator}" for one in question.filters],
            "load": admission.resource.digest,
            **told,
        },
        personal={"filters": json.dumps(filters, ensure_ascii=False)} if filters else None,
    )
    note_first_read(grant)

"""The peers of a step over REST: bare DRF views that run the statements of a recorded step again."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F, Model
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.models import Entry, Pending
from benchmarks.recording import Replay, Statement
from delivery.models import Grant
from organizations.actors import Actor
from organizations.models import Organization, User
from procedure.models import Case, WorkItem
from procedure.numbers import next_number
from sharing.models import ShareRequest
from workdays.models import CalendarVersion

Values = dict[str, Any]
# How each read that only some steps make is told from the others, and how it is written by hand.
READS: Mapping[str, Callable[[Any], Any]] = {
    'SELECT "catalog_field"': lambda case: list(
        case.entry_version.fields.filter(name__in=case.fields).order_by("position")
    ),
    '"organizations_organization"."tier" = %s': lambda _case: Organization.objects.bureau(),
    'WHERE "organizations_organization"."id" = %s': lambda case: case.provider.authority,
    'FROM "workdays_calendarversion"': lambda _case: CalendarVersion.objects.stamp(),
}


class Known(BaseAuthentication):
    """Believes the header and asks no database: what authentication costs is told apart."""

    people: ClassVar[dict[str, User]] = {}

    def authenticate(self, request: Request) -> tuple[User, None]:
        return copy.copy(self.people[request.META["HTTP_X_PERSON"]]), None


@dataclass(frozen=True)
class Script:
    """What one recorded step read, wrote and answered."""

    statements: list[Statement]
    changed: Values
    opened: Values | None
    grant: Values | None
    entry: Values
    purposes: list[str]
    answer: Any

    @property
    def reads(self) -> list[Callable[[Any], Any]]:
        return [read for mark, read in READS.items() if any(mark in s.sql for s in self.statements)]

    @classmethod
    def of(cls, before: Case, statements: list[Statement], answer: Any) -> "Script":
        """The script of the step that has just moved the case which `before` shows."""
        after = ShareRequest.objects.get(pk=before.pk)
        entry = Entry.objects.latest("pk")
        wrote = {sql.split('"')[1] for sql in (s.sql for s in statements) if sql.startswith('INSERT INTO "')}
        return cls(
            statements=statements,
            changed={name: getattr(after, name) for name in after.changed_since(before.values())},
            opened=_row(after.open_items()[0], "case") if "procedure_workitem" in wrote else None,
            grant=_row(after.grants.get(), "case", "number") if "delivery_grant" in wrote else None,
            entry=_row(entry, "case"),
            purposes=list(entry.pending.order_by("pk").values_list("purpose", flat=True)),
            answer=answer,
        )


def _row(thing: Model, *left_out: str) -> Values:
    """The columns of a row, less its key and what belongs to the other case."""
    fields = (f for f in thing._meta.concrete_fields if not f.primary_key and f.name not in left_out)
    return {field.attname: getattr(thing, field.attname) for field in fields}


class ByHand(APIView):
    """The same statements, written by hand with Django's ORM."""

    script: ClassVar[Script]
    authentication_classes = (Known,)

    def post(self, request: Request, number: str, step: str) -> Response:
        assert request.data is not None
        rows = ShareRequest.objects.visible_to(Actor.of(request.user)).with_parties().with_entry()
        case = rows.filter(number=number).first()
        assert case is not None
        with transaction.atomic():
            _write(case, step, self.script)
        return Response(self.script.answer)


def _write(case: ShareRequest, step: str, script: Script) -> None:
    """Everything that the step does in its transaction."""
    rows = ShareRequest._base_manager.select_for_update(no_key=True, of=("self", "case_ptr"))
    entry = {"entry_now": F("entry__current"), "entry_status_now": F("entry__status")}
    assert rows.only("version").annotate(**entry).get(pk=case.pk).version == case.version
    items = list(case.work_items.with_escalations().select_related("holder", "claimed_by").order_by())
    for read in script.reads:
        read(case)
    if script.grant:
        Grant.objects.create(case_id=case.pk, number=next_number("GR"), **script.grant)
    vars(case).update(script.changed)
    case.save(update_fields=list(script.changed))
    if still_open := [item.pk for item in items if item.closed is None]:
        closed = {"closed": script.entry["at"], "closed_by_step": step}
        WorkItem.objects.filter(pk__in=still_open).update(**closed)
    if script.opened:
        WorkItem.objects.bulk_create([WorkItem(case_id=case.pk, **script.opened)])
    note = Entry.objects.create(case=case.number, **script.entry)
    Pending.objects.bulk_create(Pending(entry=note, purpose=p, created=note.at) for p in script.purposes)


class Raw(APIView):
    """The same statements as recorded, without any ORM."""

    script: ClassVar[Script]
    replay: ClassVar[Replay]
    authentication_classes = (Known,)

    def post(self, request: Request, number: str, step: str) -> Response:
        assert request.data is not None
        with transaction.atomic():
            self.replay.run()
        return Response(self.script.answer)

"""Makes a member of staff an administrator of one kind: how an installation gets its first ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.trail import Snapshot, record
from organizations.kinds import AdministratorKind, PersonKind
from organizations.models import User


class Command(BaseCommand):
    help = "Make USER an administrator of one kind, which ends every other kind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="user name")
        parser.add_argument("kind", choices=AdministratorKind.values)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = (
            User.objects.select_for_update().filter(username=options["user"], kind=PersonKind.STAFF).first()
        )
        if person is None:
            raise CommandError(f"There is no member of staff called {options['user']!r}.")
        before, kind = person.administrator_kind, options["kind"]
        person.appoint(kind)
        person.save()
        operator = Snapshot(person="console", person_name="console")
        told = {"administrator": kind}
        record(
            "organizations.appoint",
            actor=operator,
            subject=person.username,
            before=before,
            after=kind,
            particulars=told,
        )
        self.stdout.write(f"{person.username}: {kind}")

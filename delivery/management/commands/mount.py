"""`manage.py mount ENTRY_CODE FILE.csv`: mount a table behind a published entry (art. 23)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.trail import Snapshot
from catalog.models import Entry
from delivery.supply.mounting import OPERATOR, mount
from organizations.actors import Actor
from organizations.models import User
from refusals.tree import Refusal


class Command(BaseCommand):
    help = "Mount a CSV file (UTF-8, its header the field names) behind a published catalogue entry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("entry", help="code of the entry")
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--as", dest="person", help="username of a steward or handler of the provider")

    def handle(self, *args: Any, **options: Any) -> None:
        entry = Entry.objects.filter(code=options["entry"]).select_related("current").first()
        if entry is None:
            raise CommandError(f"No entry has the code {options['entry']}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            resource = mount(entry, options["file"], _actor(options["person"]))
        except Refusal as refusal:
            raise CommandError(_told(refusal)) from refusal
        self.stdout.write(f"{resource.code}: {resource.rows} rows, sha256 {resource.digest}")


def _actor(person: str | None) -> Actor | Snapshot:
    if person is None:
        return OPERATOR
    user = User.objects.filter(username=person).first()
    if user is None:
        raise CommandError(f"Nobody is called {person}.")
    return Actor.of(user)


def _told(refusal: Refusal) -> str:
    return "\n".join([str(refusal.sentence), *(f"  {e.field}: {e.sentence}" for e in refusal.errors)])

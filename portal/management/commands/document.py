"""Writes the documents that come from the code, or with `--check` says which are stale."""

from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from portal.documents import shelf


class Command(BaseCommand):
    help = "Write docs/procedures, docs/permissions.md, docs/settings.md and docs/openapi.yaml from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How to compare without writing."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a document is stale"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Needs no database. Sentences said while the addresses load are said in English."""
        call_command("compile_catalogues", stdout=StringIO())
        with override("en"):
            documents = shelf.generated()
        if not options["check"]:
            changed = shelf.write(documents)
            self.stdout.write("\n".join([f"{len(documents)} documents, {len(changed)} changed.", *changed]))
        elif found := shelf.stale(documents):
            raise CommandError(f"Stale, run `manage.py document`: {', '.join(found)}")

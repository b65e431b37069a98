"""Checks that everything people read is translated; `--write` prepares what is missing."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.catalogue_check import faults, write_missing


class Command(BaseCommand):
    help = "List every sentence that is missing, stale, fuzzy, or translated twice in different words."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How to prepare the catalogues for the translator."""
        parser.add_argument("--write", action="store_true", help="add missing sentences, untranslated")
        parser.add_argument(
            "--prune", action="store_true", help="with --write: drop sentences no longer said"
        )
        parser.add_argument(
            "--room", action="append", help="only this room ('top' for base.html and components)"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Write if asked; then list what is wrong, and fail if anything is."""
        chosen = _rooms(options["room"])
        if options["write"]:
            changed = write_missing(chosen, prune=bool(options["prune"]))
            self.stdout.write(f"{changed} sentences written to the catalogues.")
        found = faults(chosen)
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the catalogues.")


def _rooms(named: object) -> list[str] | None:
    return ["" if name == "top" else name for name in named] if isinstance(named, list) else None

"""`manage.py trace DIGEST|FILE`: whose copy is this (art. 42)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delivery import files
from delivery.gateway import tracing


class Command(BaseCommand):
    help = "Tells the deliveries behind a SHA-256, or behind a file: who, under which grant, when."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", help="a SHA-256 in hexadecimal, or the path of a file")

    def handle(self, *args: Any, **options: Any) -> None:
        what, path = options["what"], Path(options["what"])
        digest = files.digest_of(path) if path.is_file() else what
        try:
            found = tracing.traced(digest)
        except ValueError:
            raise CommandError(f"{what} is neither a SHA-256 nor a file.") from None
        if not found:
            raise CommandError(f"Nothing with the SHA-256 {digest} was handed over.")
        for one in found:
            self.stdout.write(
                f"{one.at.isoformat(timespec='seconds')}  {one.act}  {one.delivery or '-'}  "
                f"grant {one.grant}  case {one.case}  {one.resource}  "
                f"{one.organization} {one.organization_name}  "
                f"{one.person} {one.person_name}  rows {one.rows}  bytes {one.bytes}"
            )

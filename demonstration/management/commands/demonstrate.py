"""Brings the demonstration into the database and prints the accounts to try."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit import heads, sealing
from demonstration.establish import establish, establish_department
from organizations.demonstration import PASSWORD, accounts


class Command(BaseCommand):
    help = "Add demonstration data (nothing twice) and print the accounts to try."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Demonstration accounts have a public password: set DEMONSTRATION=1 to allow them."
            )
        establish()
        establish_department()
        sealing.seal(wait=True)
        heads.sign(asked=True)  # so that the portal opens on a sealed trail
        self.stdout.write(f"Accounts, all with the password {PASSWORD}:")
        for account in accounts():
            self.stdout.write(
                f"  {account.username:<20} {account.organization} · {account.post} · {account.what}"
            )

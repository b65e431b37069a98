"""Prints a bearer token for scripts: the secret alone, on one line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.trail import Snapshot
from organizations import tokens
from organizations.models import User
from refusals.tree import Invalid, Refusal


class Command(BaseCommand):
    help = "Issue a personal access token to USER and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="user name")
        parser.add_argument("--days", type=int, required=True, help="1 to 365 days")
        parser.add_argument("--name", default="console", help="a name to tell tokens apart")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user called {options['user']!r}.")
        operator = Snapshot(person="console", person_name="console")
        try:
            _token, secret = tokens.issue(
                user, name=options["name"][:100], days=options["days"], actor=operator
            )
        except Refusal as refusal:
            wrong = refusal.errors[0].sentence if isinstance(refusal, Invalid) else refusal.sentence
            raise CommandError(str(wrong)) from refusal
        self.stdout.write(secret)

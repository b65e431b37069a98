"""Drives whole cases, from the draft to the rows in hand, and prints each step on a line."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max

from delivery import files
from delivery.models import Version
from demonstration.journeys import Journey, travel
from demonstration.stories import all_journeys
from demonstration.telling import Told
from workdays import calendar, clock

DAYS_BACK = 20


class Command(BaseCommand):
    help = "Drive a complete case across simulated working days and print each step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--route", help="one journey only, by its name")
        parser.add_argument(
            "--deliver",
            action="store_const",
            dest="route",
            const="deliver",
            help="the whole life of one supply: rows, a corrected fault, a suspension, the end",
        )
        parser.add_argument(
            "--start", type=date.fromisoformat, help="first simulated day, such as 2026-10-26"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
        parser.add_argument(
            "--keep", action="store_true", help="keep the cases; without it nothing is stored"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = all_journeys()
        chosen = [options["route"]] if options["route"] else list(known)
        if chosen[0] not in known:
            raise CommandError(f"No journey {chosen[0]}: choose one of {', '.join(known)}.")
        for story in (known[name] for name in chosen):
            with ExitStack() as after, transaction.atomic():
                start = options["start"] or usual_start(story)
                before = newest_load()
                self._tell(story.name, story.title, travel(story, start), options)
                if not options["keep"] or story.on is not None:
                    after.callback(forget, files_since(before))
                    transaction.set_rollback(True)

    def _tell(self, name: str, title: str, lines: Any, options: dict[str, Any]) -> None:
        if not options["json"]:
            self.stdout.write(self.style.MIGRATE_HEADING(f"{name}  {title}"))
        for told in lines:
            self.stdout.write(
                json.dumps({"route": name} | asdict(told), ensure_ascii=False)
                if options["json"]
                else line(told)
            )


def newest_load() -> int:
    return Version.objects.aggregate(last=Max("pk"))["last"] or 0


def files_since(before: int) -> list[str]:
    """The files that a story has put into the storage."""
    return list(Version.objects.filter(pk__gt=before).exclude(file="").values_list("file", flat=True))


def forget(names: list[str]) -> None:
    """A rollback takes back rows only; the files go too."""
    for name in names:
        files.drop(name)


def usual_start(story: Journey) -> date:
    """Some weeks back; on the next working day for a story whose days lie ahead."""
    return calendar.current().add(clock.today(), -DAYS_BACK if story.ago > 0 else -story.ago)


def line(told: Told) -> str:
    """One step in words: date, step, organization, article, state, who is next and until when."""
    until = f"，{told.due} 前" if told.due else ""
    following = f"→ {told.next_holder}{until}" if told.next_holder else f"→ {told.state}"
    return f"{told.date}  {told.step}  {told.organization}  [{told.article}]  {following}  {told.note}"

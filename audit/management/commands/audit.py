"""`manage.py audit ...`: seal, sign, verify, prove, export, erase, purge, hand over the key (art. 42)."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import get_language

from audit import copies, heads, inspection, proofs, removal, sealing, signing
from audit.models import Particular
from audit.querysets import ParticularQuerySet
from audit.trail import Snapshot, record
from verifier.findings import language_of
from verifier.notes import Key, Unreadable, heads_in

OPERATOR = Snapshot(person="console", person_name="console")
NO_KEY = "AUDIT_SIGNING_KEY is not set: nothing is signed."


class Command(BaseCommand):
    help = "The sealed trail: seal, head, verify, proof, export, erase, purge, key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="subcommand", required=True)
        acts.add_parser("seal", help="seal what waits, and sign a head")
        acts.add_parser("head", help="print the newest head, after signing one if the trail has grown")
        verify = acts.add_parser(
            "verify", help="recompute the whole trail; exit code 1 when it is not as sealed"
        )
        verify.add_argument("--head", action="append", default=[], help="a file with heads that you kept")
        verify.add_argument("--key", action="append", default=[], help="a public key that you trust")
        acts.add_parser("proof", help="print the proof of one entry").add_argument("number", type=int)
        acts.add_parser("export", help="write the whole trail for the verifier").add_argument("file")
        self.add_removals(acts)

    def add_removals(self, acts: Any) -> None:
        erase = acts.add_parser("erase", help="erase personal particulars")
        chosen = erase.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--entry", type=int, help="of one entry, by number")
        chosen.add_argument("--case", help="of one case")
        chosen.add_argument("--person", help="of what one person did, by username")
        purge = acts.add_parser(
            "purge", help="remove entries kept long enough; run it as the owner of the tables"
        )
        purge.add_argument("--days", type=int, help="instead of AUDIT_RETENTION_DAYS; 180 at least")
        for parser in (erase, purge):
            parser.add_argument("--reason", required=True)
        key = acts.add_parser(
            "key", help="print the public keys, or make a new one that the one in use endorses"
        )
        key.add_argument("--new", metavar="FILE", help="where to write the new key; FILE must not exist")

    def handle(self, *args: Any, subcommand: str, **options: Any) -> None:
        acts: dict[str, Callable[..., None]] = {
            "seal": self.seal, "head": self.head, "verify": self.verify, "proof": self.proof,
            "export": self.export, "erase": self.erase, "purge": self.purge, "key": self.key,
        }  # fmt: skip
        try:
            acts[subcommand](**options)
        except (removal.Refused, signing.WrongKey, Unreadable, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal

    def seal(self, **options: Any) -> None:
        sealed, head = sealing.seal(wait=True), heads.sign(asked=True)
        self.stdout.write(
            f"{sealed} entries were sealed; {head.size if head else 0} stand under a signed head."
        )
        if head is None:
            self.stderr.write(NO_KEY)

    def head(self, **options: Any) -> None:
        head = heads.sign(asked=True) or heads.latest()
        if head is None:
            raise CommandError(NO_KEY if signing.configured() is None else "Nothing is sealed yet.")
        self.stdout.write(head.note.text, ending="")

    def verify(self, *, head: list[str], key: list[str], **options: Any) -> None:
        kept = [note for name in head for note in heads_in(Path(name).read_text(encoding="utf-8"))]
        verdict = inspection.verify(kept, [Key.parse(text) for text in key])
        for line in verdict.lines(language_of(get_language() or "en")):
            self.stdout.write(line)
        if not verdict.is_good:
            raise CommandError("The trail is not as it was sealed.", returncode=1)

    def proof(self, *, number: int, **options: Any) -> None:
        found = proofs.of_entry(number)
        if found is None:
            raise CommandError(f"No signed head covers entry {number}, or it was purged.")
        self.stdout.write(proofs.as_text(found))

    def export(self, *, file: str, **options: Any) -> None:
        many = 0
        with Path(file).open("w", encoding="utf-8") as copy:
            for line in copies.whole_trail():
                copy.write(line)
                many += line.startswith('{"position"')
        told = {"rows": many, "format": "jsonl"}
        with transaction.atomic():
            record("audit.export", actor=OPERATOR, article="42", particulars=told)
        self.stdout.write(f"{many} entries were written to {file}.")

    def erase(self, *, entry: int | None, case: str, person: str, reason: str, **options: Any) -> None:
        rows: ParticularQuerySet = Particular.objects.all()
        if entry is not None:
            rows = rows.filter(entry=entry)
        else:
            rows = rows.of_case(case) if case else rows.of_person(person)
        many = removal.erase(rows, reason=reason, actor=OPERATOR)
        self.stdout.write(f"Personal particulars of {many} entries were erased.")

    def purge(self, *, days: int | None, reason: str, **options: Any) -> None:
        many = removal.purge(reason=reason, actor=OPERATOR, days=days)
        self.stdout.write(f"{many} entries were purged; their seals stay.")

    def key(self, *, new: str | None, **options: Any) -> None:
        if new:
            made = signing.made()
            signing.keep(made, Path(new))
            signing.hand_over(signing.read(made))
        for key in signing.Key.objects.order_by("since", "id"):
            self.stdout.write(key.text)

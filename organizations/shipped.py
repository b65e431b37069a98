"""The divisions, business lines and organizations that come with the portal (art. 2, 4, 16)."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from organizations.models import BusinessLine, Division, Organization

DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table, by column name."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@transaction.atomic
def load() -> int:
    """Enter what is missing, change nothing that is there; how many organizations were entered."""
    divisions = [Division(parent_id=row.pop("parent") or None, **row) for row in rows("divisions")]
    Division.objects.bulk_create(divisions, ignore_conflicts=True)
    BusinessLine.objects.bulk_create(
        [BusinessLine(**row) for row in rows("business_lines")], ignore_conflicts=True
    )
    return _organizations()


def _organizations() -> int:
    known = dict(Organization.objects.values_list("code", "pk"))
    wanted = [row for row in rows("organizations") if row["code"] not in known]
    entered = Organization.objects.bulk_create(_organization(row) for row in wanted)
    known |= {organization.code: organization.pk for organization in entered}
    for row, organization in zip(wanted, entered, strict=True):
        organization.parent_id, organization.authority_id = (
            known.get(row["parent"]),
            known.get(row["authority"]),
        )
    Organization.objects.bulk_update(entered, ["parent", "authority"])
    return len(entered)


def _organization(row: dict[str, str]) -> Organization:
    """The organization alone; higher organization and authority follow when all are numbered."""
    return Organization(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        name_en=row["name_en"],
        tier=row["tier"],
        kind=row["kind"],
        division_id=row["division"] or None,
        business_line_id=row["business_line"] or None,
    )

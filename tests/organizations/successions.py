"""Changes of organizations as tests enter them."""

from datetime import date
from typing import Any

from audit.trail import Snapshot
from organizations import succession
from organizations.models import ChangeKind, Organization, OrganizationChange

MONDAY = date(2026, 11, 23)
ENTER = "/organization-changes/enter/"
REST = "/api/v1/organization-changes/"


def merger(old: Organization, new: Organization, on: date = MONDAY) -> OrganizationChange:
    told: dict[str, Any] = {"organization": old, "successor": new, "kind": ChangeKind.MERGER}
    return succession.enter(Snapshot(person="adam"), **told, on=on, document="桂编〔2026〕9号")


def renaming(body: Organization, name: str, on: date = MONDAY) -> OrganizationChange:
    told: dict[str, Any] = {"organization": body, "name": name, "kind": ChangeKind.RENAMING}
    return succession.enter(Snapshot(person="adam"), **told, on=on, document="桂编〔2026〕8号")


def said(**changed: Any) -> dict[str, Any]:
    """A merger of the HR department into the education department, as forms and programs send it."""
    return {
        "organization": "GX-HR",
        "kind": "merger",
        "successor": "GX-EDU",
        "on": "2026-12-01",
        "document": "桂编〔2026〕9号",
    } | changed

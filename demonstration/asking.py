"""What a request of the demonstration asks for, and days that follow the simulated one (art. 24, 28)."""

from datetime import timedelta
from typing import Any

from workdays import clock

A_YEAR = timedelta(days=365)


def today() -> str:
    """The simulated day, for particulars that name one."""
    return clock.today().isoformat()


def asked(fields: list[str], purpose: str, basis: str, system: str) -> dict[str, Any]:
    """Particulars of a request, for a year."""
    return {
        "fields": fields,
        "purpose": purpose,
        "legal_basis": basis,
        "system": system,
        "mode": "api",
        "until": (clock.today() + A_YEAR).isoformat(),
    }


def agreed(fields: list[str], conditions: str, basis: str = "") -> dict[str, Any]:
    """Particulars of an agreement, with the basis for the fields left out."""
    return {"fields": fields, "conditions": conditions, "basis": basis}

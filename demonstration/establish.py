"""Brings the whole demonstration into the database: organizations, people, catalogue, tables, requests."""

from catalog import demonstration as catalogue_loader
from delivery import demonstration as mounts
from demonstration import catalogue, examples, procedures, tables
from organizations import demonstration as people


def establish() -> dict[str, int]:
    """Add what is missing and answer how much was added; a second call adds nothing."""
    return {
        "people": people.establish(),
        "entries": catalogue_loader.establish(catalogue.entries()),
        "tables": len(mounts.establish({name: rows() for (_, name), rows in tables.TABLES.items()})),
        "procedures": procedures.establish(),
        "requests": examples.establish(),
    }

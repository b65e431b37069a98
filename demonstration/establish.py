"""Brings the whole demonstration into the database: organizations, people, catalogue, tables, requests."""

from catalog import demonstration as catalogue_loader
from delivery import demonstration as mounts
from demonstration import catalogue, examples, tables
from organizations import demonstration as people

TABLES = {
    "企业登记基本信息": tables.enterprise_registration,
    "设区市空气质量日报": tables.air_quality_daily,
}


def establish() -> dict[str, int]:
    """Add what is missing and answer how much was added; a second call adds nothing."""
    return {
        "people": people.establish(),
        "entries": catalogue_loader.establish(catalogue.entries()),
        "tables": mounts.establish({name: rows() for name, rows in TABLES.items()}),
        "requests": examples.establish(),
    }

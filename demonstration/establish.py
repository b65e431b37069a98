"""Brings the whole demonstration into the database: organizations, people, catalogue, data, cases."""

from catalog import demonstration as catalogue_loader
from catalog.vocabulary import Format
from delivery import demonstration as mounts
from demonstration import catalogue, department, examples, faults, invented, papers, procedures, tables
from organizations import demonstration as people


def establish() -> dict[str, int]:
    """Add what is missing and answer how much was added; a second call adds nothing."""
    specs = catalogue.entries()
    return {
        "people": people.establish(),
        "entries": catalogue_loader.establish(specs),
        "tables": len(mounts.establish(_tables(specs))),
        "files": mounts.establish_files(
            {form: (name, made()) for form, (name, made) in papers.FILES.items()}
        ),
        "procedures": procedures.establish(),
        "requests": examples.establish(),
        "quality": faults.establish(),
    }


def establish_department() -> dict[str, int]:
    """What needs a second database and the address of the portal: one source, one service."""
    specs = catalogue.entries()
    served = next(spec for spec in specs if spec.format == Format.API)
    return department.establish(_fetched(specs), served)


def _fetched(specs: list[catalogue.EntrySpec]) -> catalogue.EntrySpec:
    """The entry whose table comes from a department's database: the first of a region department."""
    chosen = invented.chosen(specs, tables.TABLES)
    return next(spec for spec in chosen if spec.provider.startswith("GX-"))


def _tables(specs: list[catalogue.EntrySpec]) -> dict[str, mounts.Table]:
    """Rows by the name of the entry: two with care, others invented; one waits for a fetch."""
    waits = _fetched(specs)
    further = invented.tables(spec for spec in invented.chosen(specs, tables.TABLES) if spec != waits)
    return {name: rows() for (_, name), rows in (tables.TABLES | further).items()}

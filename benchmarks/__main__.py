"""`python -m benchmarks [--write] [NAME ...]`: measures, and exits 1 when a limit is broken."""

import argparse
import os
import sys
import time
from importlib import import_module

from benchmarks.place import own_place
from benchmarks.report import Part, printed, write

# In this order: later ones add rows that the earlier ones must not meet.
BENCHES = {
    "statements": "statements",
    "steps": "rest_steps",
    "pages": "pages",
    "exports": "exports",
    "inbox": "inbox_page",
    "search": "search",
    "sweep": "sweep",
    "load": "load",
    "seal": "sealing",
}


def main(arguments: list[str]) -> int:
    """Run the benches that are named, or all; 0 when every limit is kept."""
    chosen = _parser().parse_args(arguments)
    if "DATABASE_URL" not in os.environ:
        print("Run `make bench`: it starts a PostgreSQL for the benchmarks.", file=sys.stderr)
        return 2
    begun = time.monotonic()
    with own_place():
        import django

        django.setup()
        parts = [_run(name) for name in chosen.names or BENCHES]
    if chosen.write:
        write(parts, time.monotonic() - begun)
    return 0 if all(part.is_kept for part in parts) else 1


def _run(name: str) -> Part:
    part: Part = import_module(f"benchmarks.{BENCHES[name]}").bench()
    print(printed(part), flush=True)
    return part


def _known(name: str) -> str:
    if name not in BENCHES:
        raise argparse.ArgumentTypeError(f"no such benchmark; there are {', '.join(BENCHES)}")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", type=_known, metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md from what is run")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m benchmarks [--write] [NAME ...]`: measures in databases of its own, and exits 1 when a limit is broken."""

import argparse
import sys
import time
from collections.abc import Callable
from importlib import import_module

from benchmarks.place import own_place

BENCHES = {"statements": "statements", "steps": "rest_steps", "inbox": "inbox_page", "search": "search", "rows": "rows"}


def main(arguments: list[str]) -> int:
    """Run the benches named, or all; 0 when every limit is kept."""
    chosen = _parser().parse_args(arguments)
    begun = time.monotonic()
    with own_place():
        import django  # noqa: PLC0415 - settings read the environment, which is only now complete

        django.setup()
        parts = [_run(name) for name in chosen.names or BENCHES]
    if chosen.write:
        _write(parts, time.monotonic() - begun)
    return 1 if any(line.kept is False for part in parts for line in part.lines) else 0


def _run(name: str):
    from benchmarks.report import printed

    bench: Callable = import_module(f"benchmarks.{BENCHES[name]}").bench
    part = bench()
    print(printed(part), flush=True)
    return part


def _write(parts, seconds) -> None:
    from benchmarks.report import write

    write(parts, seconds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md anew")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The launcher's two commands: `run`, and `with [--fast] -- COMMAND`."""

import argparse
import os
import sys

from embedded.errors import CannotStart
from embedded.launch import run
from embedded.throwaway import run_with_stores


def main(arguments: list[str]) -> int:
    """Answer the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.command == "run":
            return run(os.environ)
        return run_with_stores(_without_dashes(chosen.words), os.environ, fast=chosen.fast)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "run", help="start the whole portal; HOST, PORT and VAR are read from the environment"
    )
    stores = commands.add_parser("with", help="run a command with both stores in a place that is thrown away")
    stores.add_argument("--fast", action="store_true", help="give up durability, as tests may")
    stores.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    return parser


def _without_dashes(words: list[str]) -> list[str]:
    words = words[1:] if words[:1] == ["--"] else words
    if not words:
        raise CannotStart("Say which command to run: python -m embedded with -- COMMAND")
    return words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

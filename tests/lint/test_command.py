"""`python -m lint`: which files it reads, how it finds the steps, what it prints."""

import ast
from pathlib import PurePosixPath

import pytest

from lint import __main__ as command
from lint.rules import Module
from procedure.models import kinds


@pytest.fixture(scope="module")
def found() -> list[Module]:
    return command.modules()


def test_it_finds_every_declared_step(found):
    declared = {step.name for kind in kinds().values() for step in kind.steps()}
    assert declared <= found[0].steps


def test_it_reads_our_files_only(found):
    paths = {str(module.path) for module in found}
    assert {"procedure/engine.py", "tests/lint/test_command.py", "manage.py"} <= paths
    assert not [path for path in paths if path.startswith((".venv", "node_modules", "var"))]
    assert not [path for path in paths if "migrations" in PurePosixPath(path).parts]


def test_it_names_file_line_and_rule():
    text = "case.state = 'granted'"
    module = Module(PurePosixPath("sharing/pages.py"), text, ast.parse(text), frozenset())
    assert list(command.faults(module)) == [
        "sharing/pages.py:1: G001 a state is assigned; take a step instead"
    ]


def test_it_finds_the_rooms_in_order(found):
    """The portal itself keeps the rules; tests are read by `make check`."""
    rooms = [module for module in found if not module.is_test]
    assert [fault for module in rooms for fault in command.faults(module)] == []

"""How many examples the contract is tried with."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--contract-examples", type=int, default=4, help="examples for each operation and person")

"""How many examples the contract is tried with: `pytest tests/contract --contract-examples=40`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--contract-examples", type=int, help="examples for each operation and person")

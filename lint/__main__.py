"""`python -m lint`: checks every Python file of the project and exits 1 when a rule is broken."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lint.rules import RULES, Module

TOP = Path(__file__).resolve().parent.parent
LEFT_OUT = {".venv", "node_modules", "var", "migrations", ".git"}


def main() -> int:
    """Print each broken line; 0 when there is none."""
    broken = [found for module in modules() for found in faults(module)]
    for found in broken:
        print(found)  # noqa: T201 - this is what the command is for
    return 1 if broken else 0


def faults(module: Module) -> Iterator[str]:
    for rule in RULES:
        yield from (f"{module.path}:{line}: {sentence}" for line, sentence in rule(module))


def modules() -> list[Module]:
    """Every module, each knowing the names of all steps."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files()}
    steps = frozenset(name for tree in trees.values() for name in declared_steps(tree))
    return [
        Module(PurePosixPath(path.relative_to(TOP)), path.read_text(encoding="utf-8"), tree, steps)
        for path, tree in trees.items()
    ]


def files() -> list[Path]:
    return sorted(p for p in TOP.rglob("*.py") if not LEFT_OUT & set(p.relative_to(TOP).parts))


def declared_steps(tree: ast.Module) -> Iterator[str]:
    """The names of methods that are declared as steps."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "step":
                    yield node.name


if __name__ == "__main__":
    sys.exit(main())

"""`docs/law-coverage.csv` says what is kept of the 51 articles; here it is held to the code and the tests."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.documents.moves import acts_of, articles_of, documented_kinds, routes_of

TOP = Path(__file__).resolve().parent.parent
STATUSES = {"implemented", "planned", "not software"}
CITATION = re.compile(r"\bart(?:\.|icles?)\s+([\d(),\s-]+)")
NUMBER = re.compile(r"(\d+)(?:\((\d+)\))?(?:-(\d+))?")
QUOTED = re.compile(r'"(\d{1,2}(?:\(\d{1,2}\))?)"')


@cache
def rows() -> list[dict[str, str]]:
    with (TOP / "docs" / "law-coverage.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def implemented() -> list[dict[str, str]]:
    return [row for row in rows() if row["status"] == "implemented"]


def claims(row: dict[str, str]) -> list[str]:
    """What the row claims: the items it names, or the article as a whole."""
    return row["items"].split(";") if row["items"] else [row["article"]]


def covers(claim: str, cited: str) -> bool:
    """Whether a citation speaks of what is claimed: the item itself, or any item of a whole article."""
    return cited == claim or ("(" not in claim and cited.partition("(")[0] == claim)


@cache
def marked() -> frozenset[str]:
    """Every article that a test is marked with."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((TOP / "tests").rglob("*.py"))]
    marks = (node for tree in trees for node in ast.walk(tree) if is_mark(node))
    return frozenset(
        str(said.value) for mark in marks for said in mark.args if isinstance(said, ast.Constant)
    )


def is_mark(node: ast.AST) -> bool:
    """`pytest.mark.article(...)`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.article")


@cache
def in_force() -> frozenset[str]:
    """Every article under which a step is taken or a stage held."""
    steps = {
        article for kind in documented_kinds() for act in acts_of(kind) for article in articles_of(kind, act)
    }
    stages = {
        rule.article for kind in documented_kinds() for route in routes_of(kind) for rule in route.stages
    }
    return frozenset(steps | stages)


def cited_in(path: Path) -> Iterator[str]:
    """The articles that a file names in its comments and docstrings, and as values."""
    text = path.read_text(encoding="utf-8")
    yield from QUOTED.findall(text)
    for said in CITATION.findall(text):
        for first, item, last in NUMBER.findall(said):
            yield f"{first}({item})" if item else first
            yield from map(str, range(int(first) + 1, int(last or first) + 1))


def test_it_has_a_row_for_each_of_the_51_articles():
    assert [row["article"] for row in rows()] == [str(number) for number in range(1, 52)]
    assert [row["article"] for row in rows() if not row["title"]] == []


def test_it_knows_three_statuses():
    assert {row["status"] for row in rows()} <= STATUSES


def test_it_names_code_that_cites_each_implemented_article():
    missing = [
        f"{row['article']}: {place} does not cite {claim}"
        for row in implemented()
        for claim in [row["article"]]
        for place in row["where"].split(";")
        if not any(covers(claim, cited) for cited in cited_in(TOP / place))
    ]
    assert missing == []
    assert [row["article"] for row in implemented() if not row["where"]] == []


def test_it_finds_a_step_or_a_stage_for_each_item_that_is_claimed():
    claimed = [claim for row in implemented() if row["items"] for claim in claims(row)]
    assert [claim for claim in claimed if claim not in in_force()] == []


def test_it_finds_a_marked_test_for_each_article_or_item_that_is_claimed():
    claimed = [claim for row in implemented() for claim in claims(row)]
    untested = [claim for claim in claimed if not any(covers(claim, mark) for mark in marked())]
    assert untested == [], f"mark a test with @pytest.mark.article: {', '.join(untested)}"


def test_it_says_what_there_is_of_a_planned_article_that_is_tested():
    planned = [row for row in rows() if row["status"] == "planned" and not row["note"]]
    silent = [row["article"] for row in planned if any(covers(row["article"], mark) for mark in marked())]
    assert silent == []


def test_it_leaves_no_article_of_a_step_unclaimed():
    claimed = [claim for row in implemented() for claim in claims(row)]
    unclaimed = [article for article in sorted(in_force()) if not any(covers(c, article) for c in claimed)]
    assert unclaimed == []


def test_it_marks_tests_with_articles_that_exist():
    known = {str(number) for number in range(1, 52)}
    assert [mark for mark in sorted(marked()) if mark.partition("(")[0] not in known] == []

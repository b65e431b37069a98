"""The generated documents say what the code says; the hand-written ones name what there is."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.models import Submission
from portal.documents import environment, moves, permissions, procedures, shelf
from portal.documents.markdown import both, table
from portal.documents.meanings import MEANINGS
from sharing.models import ShareRequest

TOP = Path(__file__).resolve().parent.parent.parent
DOCS = TOP / "docs"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
RULE = re.compile(r"\bG\d{3}\b")


@pytest.mark.parametrize("generator", [procedures.pages, permissions.pages, environment.pages])
def test_it_is_not_stale(generator):
    assert shelf.stale(shelf.generated(generator)) == [], "run `manage.py document`"


def test_it_compares_all_documents_in_a_process_of_its_own():
    command = [sys.executable, "manage.py", "document", "--check"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_names_what_is_stale_missing_or_left_over(tmp_path):
    documents = shelf.generated(procedures.pages)
    shelf.write(documents, tmp_path)
    assert shelf.stale(documents, tmp_path) == []
    (tmp_path / "procedures" / "share_request.md").write_text("old")
    (tmp_path / "procedures" / "gone.md").write_text("old")
    assert shelf.stale(documents, tmp_path) == ["procedures/gone.md", "procedures/share_request.md"]
    shelf.write(documents, tmp_path)
    assert shelf.stale(documents, tmp_path) == []


def test_it_says_the_same_whatever_language_is_spoken():
    from django.utils import translation

    with translation.override("en"):
        spoken = shelf.generated(procedures.pages, permissions.pages)
    assert spoken == shelf.generated(procedures.pages, permissions.pages)


@pytest.mark.article("29(2)", "29(3)")
def test_it_tells_the_stages_of_route_region():
    page = procedures.page_of(ShareRequest)
    review = "规范性审查 | Conformance review | bureau | reviewer | 2 working days | 29(2) | measures"
    answer = "提供部门审核 | Provider review | provider | reviewer | 5 working days | 29(3) | measures"
    assert f"| `conformance_review` | {review} |" in page
    assert f"| `provider_review` | {answer} |" in page


def test_it_looks_up_where_the_rule_set_leads():
    approve = ShareRequest.step("approve")
    ahead = ["provider_review", "authority_review", "outside"]
    assert moves.targets_of(ShareRequest, approve, "conformance_review") == ahead
    assert "29(2)" in moves.articles_of(ShareRequest, approve)


def test_it_shows_both_ends_that_the_answer_decides():
    reply = ShareRequest.step("reply")
    assert moves.targets_of(ShareRequest, reply, "reply") == [
        "awaiting_use",
        "feedback",
        "granted",
        "refused",
    ]


def test_it_draws_every_step():
    page = procedures.page_of(ShareRequest)
    assert "conformance_review --> provider_review : 通过 approve" in page
    assert all(re.search(rf" {step.name}( by the clock)?\n", page) for step in ShareRequest.steps())


def test_it_names_the_posts_that_a_rule_was_made_with():
    withdraw = Submission.step("withdraw")
    assert moves.name_of(withdraw.by) == "procedure.policy.of_the_requester(steward)"
    assert permissions.who(Submission, withdraw) == "Catalogue steward (目录管理岗) of the requester"


def test_it_explains_every_setting():
    found = environment.settings_read()
    assert [setting.name for setting in found if not setting.meaning] == []
    assert sorted(MEANINGS.keys() - {setting.name for setting in found}) == []


def test_it_knows_types_and_defaults_of_settings():
    found = {setting.name: setting for setting in environment.settings_read()}
    assert (found["SESSION_SECONDS"].type, found["SESSION_SECONDS"].default) == ("whole number", "8 * 3600")
    assert found["SECRET_KEY"].required
    assert found["DATABASE_OWNER_URL"].default == "DATABASE_URL"


def test_it_escapes_what_would_break_a_table():
    assert table(["a"], [["x|y\nz"], [""]]).splitlines()[2:] == ["| x\\|y<br>z |", "| — |"]
    assert both(ShareRequest.KIND_LABEL) == "共享申请 · Share request"


def test_it_gives_each_direct_dependency_a_line():
    named = set(re.findall(r"^\| `([^`]+)` \|", (DOCS / "dependencies.md").read_text(), re.MULTILINE))
    assert sorted(direct_dependencies() ^ named) == []


def direct_dependencies() -> set[str]:
    lines = [line for path in (TOP / "requirements").glob("*.in") for line in path.read_text().splitlines()]
    python = {re.split(r"[\[~=<> ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}
    package = json.loads((TOP / "package.json").read_text())
    return python | package.get("dependencies", {}).keys() | package.get("devDependencies", {}).keys()


def hand_written() -> list[Path]:
    return [*TOP.glob("*.md"), *(path for path in DOCS.rglob("*.md"))]


def test_it_links_only_to_what_exists():
    broken = [
        f"{path.relative_to(TOP)}: {link}"
        for path in hand_written()
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert broken == []


def test_it_indexes_every_decision():
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (DOCS / "adr").glob("0*.md") if path.name not in index] == []


def test_it_explains_every_rule_of_the_project_lint():
    stated = set(RULE.findall((TOP / "lint" / "rules.py").read_text(encoding="utf-8")))
    assert stated <= set(RULE.findall((DOCS / "contributing.md").read_text(encoding="utf-8")))


def test_it_names_only_commands_that_make_has():
    targets = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(), re.MULTILINE))
    said = {word for path in hand_written() for word in re.findall(r"\bmake ([a-z-]+)\b`?", code_of(path))}
    assert sorted(said - targets) == []


def code_of(path: Path) -> str:
    """What stands in code spans and blocks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", path.read_text(encoding="utf-8"), re.DOTALL))

"""A second start does only what has changed."""

from pathlib import Path

import pytest

from embedded.stamps import Stamps, digest_of_assets, digest_of_code


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("room/models.py", "static/css/one.css", "tests/test_one.py", "requirements/base.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_it_remembers_across_starts(tmp_path: Path) -> None:
    Stamps(tmp_path / "stamps.json").mark("migrate", "one")
    again = Stamps(tmp_path / "stamps.json")
    assert again.fresh("migrate", "one")
    assert not again.fresh("migrate", "two")
    assert not again.fresh("demonstrate", "one")


@pytest.mark.parametrize(
    ("changed", "code", "assets"),
    [
        ("room/models.py", True, False),
        ("room/rules.toml", True, False),
        ("static/css/one.css", False, True),
        ("room/static/two.js", False, True),
        ("requirements/base.txt", True, True),
        ("tests/test_one.py", False, False),
        ("var/notes.py", False, False),
        ("var/static/made.css", False, False),
    ],
)
def test_it_notices_a_change(project: Path, changed: str, code: bool, assets: bool) -> None:
    before = digest_of_code(project), digest_of_assets(project)
    (project / changed).parent.mkdir(parents=True, exist_ok=True)
    (project / changed).write_text("other")
    after = digest_of_code(project), digest_of_assets(project)
    assert [old != new for old, new in zip(before, after, strict=True)] == [code, assets]


def test_it_tells_one_cluster_from_another(project: Path) -> None:
    assert digest_of_code(project, "cluster one") != digest_of_code(project, "cluster two")

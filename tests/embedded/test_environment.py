"""What the launcher reads, and what it tells its children."""

import base64
from pathlib import Path

from embedded.environment import BASE, Choices, as_owner, for_children, hosts, secret_in, signing_key_in

STORES = {"database_url": "postgres://app@/db", "owner_url": "postgres://owner@/db", "redis_url": "unix:///s"}
STORES["signing_key"] = "made-key"


def test_it_has_defaults() -> None:
    choices = Choices.read({})
    assert (choices.host, choices.port, choices.var) == ("127.0.0.1", 8000, BASE / "var")
    assert choices.demonstration


def test_it_takes_empty_for_not_given() -> None:
    choices = Choices.read({"HOST": "", "PORT": "", "VAR": ""})
    assert choices.address == "http://127.0.0.1:8000/"


def test_it_reads_what_is_chosen() -> None:
    choices = Choices.read({"HOST": "::1", "PORT": "8123", "VAR": "/some/dir", "DEMONSTRATION": "0"})
    assert (choices.address, choices.var) == ("http://[::1]:8123/", Path("/some/dir"))
    assert not choices.demonstration


def test_it_answers_to_any_name_only_when_it_listens_everywhere() -> None:
    assert hosts(Choices.read({"HOST": "0.0.0.0"})) == "*"
    assert hosts(Choices.read({"HOST": "10.0.0.7"})) == "localhost,127.0.0.1,[::1],10.0.0.7"


def test_it_keeps_what_is_given(tmp_path: Path) -> None:
    told = for_children({"SECRET_KEY": "given", "DEMONSTRATION": "0"}, var=tmp_path, secret="made", **STORES)
    assert (told["SECRET_KEY"], told["DEMONSTRATION"], told["VAR"]) == ("given", "0", str(tmp_path))


def test_it_lets_only_migrations_connect_as_the_owner(tmp_path: Path) -> None:
    told = for_children({}, var=tmp_path, secret="made", **STORES)
    assert told["DATABASE_URL"] == "postgres://app@/db"
    assert as_owner(told)["DATABASE_URL"] == "postgres://owner@/db"


def test_it_makes_the_secret_once_and_for_itself_alone(tmp_path: Path) -> None:
    first = secret_in(tmp_path)
    assert secret_in(tmp_path) == first
    assert len(first) > 50
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_it_makes_the_signing_key_once_and_names_its_file(tmp_path: Path) -> None:
    path = Path(signing_key_in(tmp_path))
    text = path.read_text()
    assert signing_key_in(tmp_path) == str(path)
    assert path.read_text() == text
    assert len(base64.b64decode(text)) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert for_children({}, var=tmp_path, secret="made", **STORES)["AUDIT_SIGNING_KEY"] == "made-key"

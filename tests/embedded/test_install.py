"""What is needed is installed once; what is missing is said in words."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from embedded import install, node
from embedded.environment import BASE


def pins(name: str) -> dict[str, str]:
    lock = (BASE / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", lock, re.MULTILINE))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that was installed for the locks of today."""
    stamp = tmp_path / "installed.json"
    locks = {name: install._digest(BASE / "requirements" / f"{name}.txt") for name in install.LOCKS["dev"]}
    stamp.write_text(json.dumps({**locks, "place": str(install.VENV)}))
    monkeypatch.setattr(install, "STAMP", stamp)
    return stamp


def test_it_refuses_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "OLDEST", (99, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later; this is"):
        install._check_machine("run")


def test_it_says_how_to_get_venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "STAMP", tmp_path / "none")
    monkeypatch.setattr(install.importlib.util, "find_spec", {"venv": True}.get)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        install._check_machine("run")


def test_it_refuses_a_platform_without_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.sysconfig, "get_config_var", {"HOST_GNU_TYPE": "x86_64-linux-musl"}.get)
    with pytest.raises(SystemExit, match="docker compose up"):
        install._check_machine("run")


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_it_installs_nothing_twice(installed: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    install._install_packages(kind)
    assert capfd.readouterr().out == ""


def test_it_installs_for_tests_all_that_a_run_needs() -> None:
    embedded, dev = pins("embedded"), pins("dev")
    assert embedded
    assert {name: dev.get(name) for name in embedded} == embedded


def test_it_pins_no_address_of_a_registry() -> None:
    packages = json.loads((BASE / "package-lock.json").read_text())["packages"]
    assert packages["node_modules/bootstrap"]["integrity"]
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_it_runs_node_and_npm_from_the_wheel_when_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for command in (node.node(), node.npm()):
        said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
        assert int(said.lstrip("v").split(".")[0]) >= 10


def test_it_says_what_to_install_without_any_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(node, "BASE", tmp_path)
    monkeypatch.setattr(node, "find_spec", {}.get)
    with pytest.raises(FileNotFoundError, match=r"Install Node\.js 18 or later"):
        node.npm()

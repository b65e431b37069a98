"""Finds a Chromium for the browser tests: the machine's own, or the one that npm brings, unpacked once."""

import fcntl
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from embedded.node import BASE, node

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGE = BASE / "node_modules/@sparticuz/chromium"
FONTS = BASE / "node_modules/@expo-google-fonts/noto-sans-sc"
BROTLI = """
const {createReadStream, createWriteStream} = require("fs"), zlib = require("zlib")
const {pipeline} = require("stream/promises")
const [from, to] = process.argv.slice(-2)
const unpack = (name) => pipeline(createReadStream(`${from}/${name}.br`), zlib.createBrotliDecompress(),
                                  createWriteStream(`${to}/${name}`))
Promise.all(["chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"].map(unpack))
"""
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}/fonts</dir><dir>{chinese}/400Regular</dir><dir>{chinese}/700Bold</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""
STARTER = """#!/bin/sh
export FONTCONFIG_FILE="{folder}/fonts.conf" LD_LIBRARY_PATH="{folder}/lib"
exec "{folder}/chromium" "$@"
"""
MISSING = (
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium), name one in CHROMIUM,"
    " or run `make test`, which brings one through npm on Linux (x86_64)."
)


def find_chromium() -> tuple[str, list[str]]:
    """The program and the arguments that it needs here; raises FileNotFoundError saying what to install."""
    system = system_chromium()
    if system:
        return system, ["--no-sandbox"] if os.geteuid() == 0 else []
    if not (PACKAGE / "bin/chromium.br").exists():
        raise FileNotFoundError(MISSING)
    return str(_unpacked()), ["--no-sandbox", "--headless=shell"]


def system_chromium() -> str | None:
    """The machine's own Chromium or Chrome, or the one that CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (str(MAC) if MAC.exists() else None)


def _unpacked() -> Path:
    """The starter of the unpacked browser; several test processes may ask at once."""
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = BASE / "var" / "browser" / version
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _unpack(folder)
    return folder / "start"


def _unpack(folder: Path) -> None:
    """Unpack beside the final place, so that an interrupted attempt leaves nothing that looks whole."""
    unfinished = folder.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    subprocess.run([*node(), "-e", BROTLI, "--", str(PACKAGE / "bin"), str(unfinished)], check=True)
    for archive in unfinished.glob("*.tar"):
        _extract(archive, unfinished)
    (unfinished / "fonts.conf").write_text(FONT_SETTINGS.format(folder=folder, chinese=FONTS))
    (unfinished / "start").write_text(STARTER.format(folder=folder))
    for program_file in ("chromium", "start"):
        (unfinished / program_file).chmod(0o755)
    unfinished.rename(folder)


def _extract(archive: Path, folder: Path) -> None:
    """Write the archive's plain files under the folder, then drop the archive."""
    with tarfile.open(archive) as contents:
        for member in filter(tarfile.TarInfo.isfile, contents):
            target = (folder / member.name).resolve()
            data = contents.extractfile(member)
            if data and target.is_relative_to(folder.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())
    archive.unlink()

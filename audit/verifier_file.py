"""The verifier as one file that any Python 3.11 runs: `python guishu-verifier.pyz FILE` (art. 42)."""

from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import verifier

NAME = "guishu-verifier.pyz"
FOLDER = Path(verifier.__file__).parent
START = "import sys\n\nfrom verifier.__main__ import main\n\nsys.exit(main())\n"
EVERY_TIME_THE_SAME = (2026, 1, 1, 0, 0, 0)


@cache
def content() -> bytes:
    """The file; its digest depends on the code alone."""
    file = BytesIO(b"#!/usr/bin/env python3\n")
    file.seek(0, 2)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.glob("*.py")):
            archive.writestr(_named(f"verifier/{path.name}"), path.read_bytes())
        archive.writestr(_named("__main__.py"), START)
    return file.getvalue()


def _named(name: str) -> ZipInfo:
    told = ZipInfo(name, EVERY_TIME_THE_SAME)
    told.compress_type = ZIP_DEFLATED
    return told


def digest() -> str:
    return sha256(content()).hexdigest()

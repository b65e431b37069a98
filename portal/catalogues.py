"""The translation catalogues: where they stand, which room owns which sentence, and how they are compiled."""

from collections.abc import Iterator
from pathlib import Path

import polib
from django.apps import apps

TOP = Path(__file__).resolve().parent.parent
CHINESE = "zh_Hans"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": CHINESE,
    "Plural-Forms": "nplurals=1; plural=0;",
}


def rooms(top: Path = TOP) -> list[str]:
    """The folders that are Django applications of ours: each has its own catalogue."""
    return sorted(config.name for config in apps.get_app_configs() if Path(config.path).parent == top)


def room_of(path: Path) -> str:
    """The room that translates a file, by its path from the top; empty for the top-level catalogue."""
    parts = path.parts[1:] if path.parts[0] == "templates" else path.parts
    return parts[0] if len(parts) > 1 and parts[0] in rooms() else ""


def catalogue_of(room: str, top: Path = TOP, language: str = CHINESE) -> Path:
    """Where the catalogue of a room stands."""
    return top / room / "locale" / language / "LC_MESSAGES" / "django.po"


def all_catalogues(top: Path = TOP) -> list[Path]:
    """Every `.po` file of ours."""
    return [
        path for room in ["", *rooms(top)] for path in sorted((top / room).glob("locale/*/LC_MESSAGES/*.po"))
    ]


def compile_catalogue(path: Path) -> Path:
    """Write the `.mo` file beside the `.po` file, if it is missing or older."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime:
        polib.pofile(str(path)).save_as_mofile(str(compiled))
    return compiled


def live_entries(path: Path) -> Iterator[polib.POEntry]:
    """The entries of a catalogue that are not struck out; none when there is no such file."""
    if path.exists():
        yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def open_or_new(path: Path) -> polib.POFile:
    """The catalogue to write to."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = dict(HEADER)
    fresh.fpath = str(path)
    return fresh

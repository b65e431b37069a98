"""Every generated document: its text, whether `docs/` still says the same, and how it is written."""

from collections.abc import Callable, Iterable
from pathlib import Path

from portal.documents import environment, interface, permissions, procedures, rights

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
GENERATORS: tuple[Callable[[], Iterable[tuple[str, str]]], ...] = (
    procedures.pages,
    permissions.pages,
    rights.pages,
    environment.pages,
    interface.pages,
)


def generated(*generators: Callable[[], Iterable[tuple[str, str]]]) -> dict[str, str]:
    """The documents by their path under `docs/`; of all generators when none is named."""
    return {path: text for generator in generators or GENERATORS for path, text in generator()}


def stale(documents: dict[str, str], folder: Path = DOCS) -> list[str]:
    """The documents that are missing or say something else, and pages of procedures that are no more."""
    changed = [path for path, text in documents.items() if _stored(folder / path) != text]
    return sorted([*changed, *_left_over(documents, folder)])


def write(documents: dict[str, str], folder: Path = DOCS) -> list[str]:
    """Write what is stale and remove what is left over; answers their paths."""
    changed = stale(documents, folder)
    for path in changed:
        if path in documents:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(documents[path], encoding="utf-8")
        else:
            (folder / path).unlink()
    return changed


def _stored(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _left_over(documents: dict[str, str], folder: Path) -> list[str]:
    found = (str(path.relative_to(folder)) for path in (folder / procedures.FOLDER).glob("*.md"))
    return (
        [path for path in found if path not in documents] if procedures.FOLDER in _folders(documents) else []
    )


def _folders(documents: dict[str, str]) -> set[str]:
    return {path.partition("/")[0] for path in documents}

"""Finds every sentence that the code and the templates ask to be translated, without the gettext programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation import templatize

from portal.catalogues import TOP, room_of, rooms

PLAIN, PLURAL, CONTEXT, BOTH = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), BOTH),
}


@dataclass(frozen=True)
class Sentence:
    """What is to be translated, and where it was first found."""

    msgid: str
    plural: str = field(default="", compare=False)
    context: str = ""
    found: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks it up by."""
        return self.context, self.msgid


def sentences(top: Path = TOP) -> dict[str, dict[tuple[str, str], Sentence]]:
    """Every sentence of the repository by the room that translates it; the top-level catalogue is ""."""
    found: dict[str, dict[tuple[str, str], Sentence]] = {}
    for path in _files(top):
        relative = path.relative_to(top)
        mine = found.setdefault(room_of(relative), {})
        for sentence in _of_file(path, relative):
            mine.setdefault(sentence.key, sentence)
    return found


def _files(top: Path) -> Iterator[Path]:
    for folder in [*rooms(top), "config"]:
        yield from sorted(path for path in (top / folder).rglob("*.py") if "migrations" not in path.parts)
        yield from sorted((top / folder).rglob("templates/**/*.*"))
    yield from sorted(
        path for path in (top / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}
    )


def _of_file(path: Path, relative: Path) -> Iterator[Sentence]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(source, str(relative))
    for line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        texts = message if isinstance(message, tuple) else (message,)
        yield from _sentence(texts, context, f"{relative}:{line}")


def _sentence(texts: Iterable[str | None], context: str | None, found: str) -> Iterator[Sentence]:
    msgid, *rest = texts
    if msgid:
        yield Sentence(msgid, (rest[0] or "") if rest else "", context or "", found)


def _as_python(template: str, origin: str) -> str:
    """Django's own rewriting of a template; indentation means nothing in it."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines())

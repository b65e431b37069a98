"""Class, item and subject (类、项、目) of the national guide, six digits of a code (art. 20, 25)."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.vocabulary import BaseKind, Classification, Theme

TABLE = Path(__file__).with_suffix(".toml")
CLASSES = {"1": Classification.BASE, "2": Classification.THEME, "3": Classification.DEPARTMENT}


@dataclass(frozen=True, slots=True)
class Category:
    """Six digits and what they say: the class, the item's key and title, the subject's title."""

    code: str
    classification: Classification
    key: str
    item: str
    subject: str

    def __str__(self) -> str:
        return f"{self.code} {self.item} · {self.subject}"

    @property
    def base_kind(self) -> str:
        return BaseKind(self.key) if self.classification is Classification.BASE else ""

    @property
    def theme(self) -> str:
        return Theme(self.key) if self.classification is Classification.THEME else ""


@functools.cache
def table() -> dict[str, Category]:
    """Every category by its six digits, in the guide's order."""
    items: dict[str, Any] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {
        item + subject: Category(item + subject, CLASSES[item[0]], row["key"], row["title"], title)
        for item, row in sorted(items.items())
        for subject, title in sorted(row["subjects"].items())
    }

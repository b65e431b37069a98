"""Finds the style sheets and scripts; of what npm brings, only the files that pages load."""

from collections.abc import Iterable, Iterator

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage

LOADED = {"echarts": frozenset({"echarts.common.min.js"})}
"""Packages that bring far more than is used: sources, maps, other builds."""


class ChosenFiles(FileSystemFinder):
    """As Django's own, less the files of these packages that nothing loads."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            chosen = LOADED.get(getattr(storage, "prefix", None) or "")
            if chosen is None or path in chosen:
                yield path, storage

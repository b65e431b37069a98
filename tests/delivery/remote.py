"""A storage without paths, as S3 is."""

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage


class Remote(Storage):
    """Keeps what is saved until the test ends."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> File:
        if name not in self.kept:
            raise FileNotFoundError(name)
        return ContentFile(self.kept[name])

    def _save(self, name: str, content: File) -> str:
        self.kept[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.kept

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)

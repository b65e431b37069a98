"""A storage without paths, as S3 is."""

from django.core.files.storage import InMemoryStorage


class Remote(InMemoryStorage):
    def path(self, name: str) -> str:
        raise NotImplementedError

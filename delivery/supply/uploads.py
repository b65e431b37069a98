"""Django's door for files in forms: counted and timed while they arrive (art. 23)."""

import time
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import UnreadablePostError


class Bounded(FileUploadHandler):
    """Passes every piece on, and stops a body that is too large or too slow."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.taken, self.ends = 0, time.monotonic() + settings.UPLOAD_SECONDS

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_BYTES:
            raise RequestDataTooBig
        if time.monotonic() > self.ends:
            raise UnreadablePostError
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""

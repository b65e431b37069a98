"""The room of the pages that belong to no single room."""

from django.apps import AppConfig
from django.core.signals import request_finished


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        """When a request ends, so does its page."""
        from workdays.page import end_page  # needs the models of workdays

        request_finished.connect(end_page, dispatch_uid="portal.words.end_page")

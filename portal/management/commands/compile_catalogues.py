"""Compiles every translation catalogue without the gettext programs."""

from django.core.management.base import BaseCommand

from portal.catalogues import all_catalogues, compile_catalogue


class Command(BaseCommand):
    help = "Compile every .po file of the portal to a .mo file beside it."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Compile what has changed, and say how many there are."""
        catalogues = all_catalogues()
        for path in catalogues:
            compile_catalogue(path)
        self.stdout.write(f"{len(catalogues)} catalogues are up to date.")

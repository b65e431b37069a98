"""Heads go out by themselves (art. 12, 42)."""

from celery import shared_task

from delivery.heads import platforms


@shared_task(name="delivery.send_heads")
def send_heads() -> dict[str, int]:
    """Send the newest signed head to the city platforms that are due."""
    return platforms.send_due()

"""What happens by itself: providers are told of data older than its cycle (art. 38, 39)."""

from celery import shared_task

from quality import staleness


@shared_task(name="quality.remind")
def remind() -> int:
    """Once for each version; says how many were told."""
    return staleness.remind()

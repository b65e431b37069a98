"""What Celery beat asks of the trail: seal, and sign (art. 42)."""

from celery import shared_task

from audit import heads, sealing


@shared_task(name="audit.seal")
def seal() -> int:
    """Seal all that waits and sign a head over it. May run at any time, any number at once."""
    sealed = sealing.seal()
    heads.sign()
    return sealed

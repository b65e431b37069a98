"""What happens by itself to subscriptions: messages go out, ends are told (art. 29(4), 44)."""

from celery import shared_task

from delivery.subscription import expiry, pushing


@shared_task(name="delivery.push")
def push() -> dict[str, int]:
    """Send the messages that are due; after a full batch the next task goes on."""
    told = pushing.send_due()
    if sum(told.values()) >= pushing.BATCH:
        push.delay()
    return told


@shared_task(name="delivery.tell_of_ends")
def tell_of_ends() -> dict[str, int]:
    """Tell users whose grants end."""
    return expiry.tell_of_ends()

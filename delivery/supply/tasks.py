"""What Celery does for what we supply: loads, what is due to be fetched, what was left over (art. 23, 38)."""

from celery import shared_task

from delivery.supply import leftovers, loading, schedule
from delivery.supply import sweep as load_sweep


@shared_task(name="delivery.load")
def load(pk: int) -> None:
    """Make one load."""
    loading.perform(pk)


@shared_task(name="delivery.sweep_loads")
def sweep_loads() -> int:
    """Begin again what a lost worker left; queue what is due to be fetched; clear away what nobody wants."""
    found = load_sweep.sweep() + schedule.queue_due()
    leftovers.clear()
    return found

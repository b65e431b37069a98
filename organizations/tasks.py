"""What happens to organizations by themselves: renamings and mergers on their day."""

from celery import shared_task

from organizations.succession import carry_out_due


@shared_task(name="organizations.carry_out_changes")
def carry_out_changes() -> int:
    """Carry out the changes whose day has come; says how many. It may run twice, late, or in parallel."""
    return carry_out_due()

"""A step of an authority in a case in which it is a party: marked, and told to its supervisors (art. 9)."""

from audit.trail import record
from organizations.actors import Actor, Holding
from organizations.models import PostKind
from procedure.models import Case
from procedure.steps import Step


def report(case: Case, step: Step, actor: Actor, capacity: Holding, article: str) -> None:
    """An entry in the trail that the supervisors of the organization read."""
    body = capacity.organization
    record(
        "work_item.own_case",
        actor=actor.snapshot(capacity.organization_id, capacity.post),
        case=case.number,
        article=article,
        particulars={
            "step": step.name,
            "holder": body.code,
            "holder_name": body.name,
            "posts_told": [PostKind.SUPERVISOR.value],
        },
        tells=[body.code],
    )

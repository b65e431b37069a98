"""Where a step of a share request leads, as the case's rule set and the answer say (art. 29-31, 36)."""

from typing import Any

from procedure.models import Case
from sharing.law import PASSING_ON, Answer, State


def next_stage(request: Any, **_: object) -> str:
    """The stage that the rule set puts next."""
    following = request.next_stage()
    assert following is not None, f"route {request.route} ends before an answer"
    return str(following.stage)


def stays(request: Any, **_: object) -> str:
    """The state that the request is in."""
    return str(request.state)


def back_again(request: Any, **_: object) -> str:
    """The stage whose holder returned the request."""
    return str(request.returned_from)


def answered(request: Any, **_: object) -> str:
    """How the case goes on when the answer is passed on: refused, granted, or waiting for its use (30(4))."""
    if request.answer == Answer.DECLINED:
        return str(State.REFUSED)
    waits = request.rule.stage(State.AWAITING_USE) is not None
    return str(State.AWAITING_USE if waits else State.GRANTED)


def after_the_answer(request: Any, **_: object) -> str:
    """The stage that passes the answer on; a city's rules may let the answer itself be the end (31)."""
    following = request.next_stage()
    return str(following.stage) if following else answered(request)


def answering(request: Any, **_: object) -> str:
    """Where an answer given outside its stage goes: to the stage that passes it on, if the route has one."""
    last = str(request.rule.order[-1].stage)
    return last if last in PASSING_ON else answered(request)


def first_stage(request: Any, **_: object) -> str:
    """The first stage of the route that has been found for the request."""
    return str(request.rule.order[0].stage)


def stage_article(case: Case) -> str:
    """The article of the stage that the case is in, or of filing; from its rule set."""
    rule = case.rule.stage(case.state)
    return rule.article if rule else case.rule.article

"""Requests on every route, told as moves: who takes which step with which particulars."""

from datetime import date
from typing import Any

from organizations.actors import Actor
from organizations.models import Organization, PostKind
from procedure.engine import begin, take
from sharing.models import ShareRequest
from tests.cast import PostFactory
from tests.sharing.requests import ASKED, World

Move = tuple[str, str, dict[str, Any]]
AGREE: dict[str, Any] = {"fields": ["uniscid"], "basis": "其余信息项与用途无关", "conditions": ""}
REFUSE = {"ground": "purpose", "basis": "用途不明"}
FEEDBACK = {"used": "每日核验", "evaluation": "", "rating": "good"}


def asked(world: World, who: str, **changed: Any) -> ShareRequest:
    """A draft by that person."""
    particulars = {"entry": world.entry} | ASKED | changed
    return begin(ShareRequest, actor=world.actor(who), **particulars)


def walk(world: World, request: ShareRequest, *moves: Move) -> ShareRequest:
    """Take the steps one after another."""
    for step, who, particulars in moves:
        request = take(request, step, actor=world.actor(who), seen=request.version, **particulars)
    return request


def handler_of(organization: Organization, username: str) -> Actor:
    """A new handler there."""
    return Actor.of(
        PostFactory(user__username=username, organization=organization, kind=PostKind.HANDLER).user
    )


def holders(request: ShareRequest) -> list[tuple[str, str, int | None, str]]:
    """The open duties: stage, holder, days, article."""
    return [(i.stage, i.holder.code, i.days, i.article) for i in request.open_items()]


MONDAY = date(2026, 11, 23)

"""What every page needs from its frame: who is here, where one can go, how large the text is."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organizations.kinds import PostKind
from portal.navigation import Place, places
from portal.words import is_chinese
from workdays.page import begin_page

LARGE_TEXT_COOKIE = "large_text"


@dataclass(frozen=True)
class Frame:
    """`templates/base.html` reads this and nothing else."""

    places: list[Place]
    who: str
    lang: str
    large_text: bool
    generous: bool
    demonstration: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal` in every template; worked out only on pages that use it."""
    begin_page()
    return {"portal": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> Frame:
    """The frame of this page for this actor."""
    holdings = _holdings(request)
    return Frame(
        places=places(request, holdings),
        who=_who(holdings),
        lang="zh-Hans" if is_chinese() else "en",
        large_text=request.COOKIES.get(LARGE_TEXT_COOKIE) == "1",
        generous=not holdings,
        demonstration=settings.DEMONSTRATION,
    )


def _holdings(request: HttpRequest) -> tuple[Any, ...]:
    actor = getattr(request, "actor", None)
    return () if actor is None or actor.is_anonymous else tuple(actor.holdings)


def _who(holdings: tuple[Any, ...]) -> str:
    """The first organization and the posts held in it: 自治区大数据发展局 · 审核岗."""
    if not holdings:
        return ""
    organization = holdings[0].organization
    posts = dict.fromkeys(
        str(PostKind(held.post).label) for held in holdings if held.organization_id == organization.pk
    )
    return f"{organization.label} · {('、' if is_chinese() else ', ').join(posts)}"

"""`docs/permissions.md`: who may take which step, act beside steps, see which rows (art. 5, 9-11, 42-46)."""

from collections.abc import Iterator
from importlib import import_module

from audit import policy as trail
from catalog.querysets import EntryQuerySet
from delivery.gateway.reading import READERS
from delivery.policy import MOUNTERS
from delivery.querysets import GrantQuerySet, ResourceQuerySet
from organizations.kinds import AdministratorKind, PostKind
from organizations.policy import ADMINISTERED
from portal.documents.markdown import both, chinese, document, english, first_sentence, table
from portal.documents.moves import (
    Act,
    acts_of,
    articles_of,
    documented_kinds,
    name_of,
    posts_of,
    routes_of,
    sentence_of,
)
from procedure.claims import RELEASERS
from procedure.models import Case
from procedure.policy import holds_own_item, holds_the_item, the_clock
from procedure.querysets import CaseQuerySet, WorkItemQuerySet
from procedure.steps import Opening
from sharing.policy import decides

INTRODUCTION = """\
Duties belong to posts in organizations, never to persons. Who stands in for a post that day has its rights;
both names stand in the trail. A step is refused with 404 when the case is not visible, with 403 when post or
organization is another one, and with 409 when the case has moved on."""
SEEN = {
    "Cases": CaseQuerySet.visible_to,
    "Duties (inbox)": WorkItemQuerySet.held_by,
    "Catalogue entries": EntryQuerySet.visible_to,
    "Grants": GrantQuerySet.visible_to,
    "Resources": ResourceQuerySet.visible_to,
    "The trail": trail.rows,
}


def pages() -> Iterator[tuple[str, str]]:
    """The one page."""
    yield "permissions.md", page()


def page() -> str:
    return document(
        "# Who may",
        INTRODUCTION,
        *(part for kind in documented_kinds() for part in _kind(kind)),
        "## Beside the steps",
        table(["Act", "Who may"], _beside()),
        "## Who sees which rows",
        table(["Rows", "Who sees them", "Declared in"], _rows()),
        "## Administration",
        "One person is an administrator of one kind at most; a column holds it, so nobody can be two.",
        table(["Administrator", "Keeps"], _administration()),
    )


def _kind(kind: type[Case]) -> list[str]:
    rows = (
        [f"`{act.name}`", who(kind, act), ", ".join(articles_of(kind, act)), f"`{name_of(act.by)}`"]
        for act in acts_of(kind)
    )
    return [f"## {both(kind.KIND_LABEL)}", table(["Step", "Who may take it", "Article", "Rule"], rows)]


def who(kind: type[Case], act: Act) -> str:
    """The post and the relation to the case, in words."""
    if isinstance(act, Opening):
        return sentence_of(act.by)
    if act.by is the_clock:
        return "The clock alone"
    if act.by in {holds_the_item, holds_own_item, decides}:
        return "\n".join(_holders(kind, act.sources, four_eyes=act.by is not holds_own_item))
    if posts := posts_of(act.by):
        relation = name_of(act.by).partition("(")[0].rpartition(".")[2].removeprefix("of_").replace("_", " ")
        return f"{_posts(posts)} of {relation}"
    return sentence_of(act.by)


def _holders(kind: type[Case], sources: tuple[str, ...], *, four_eyes: bool) -> Iterator[str]:
    for route in routes_of(kind):
        for rule in route.stages:
            if rule.stage in sources:
                holder = rule.holder.replace("_", " ")
                yield f"{_posts([rule.post])} of the {holder}, holding `{rule.stage}` (`{route.route}`)"
    if four_eyes:
        yield "never the person who filed the case (four eyes)"


def _posts(posts: list[str] | tuple[str, ...]) -> str:
    return " or ".join(f"{english(PostKind(post).label)} ({chinese(PostKind(post).label)})" for post in posts)


def _beside() -> list[list[str]]:
    return [
        ["Claim a duty", "The post that holds it; one colleague at a time"],
        ["Give a duty back", f"Who claimed it; or {_posts(RELEASERS)} of the organization that holds it"],
        ["Read shared data", f"{_posts(READERS)} of the organization that holds a grant in force"],
        ["Mount a table", f"{_posts(MOUNTERS)} of the entry's provider, or the operator of the machine"],
        ["Read the trail", _posts([trail.POST])],
    ]


def _rows() -> Iterator[list[str]]:
    for rows, rule in SEEN.items():
        owner = getattr(import_module(rule.__module__), rule.__qualname__.partition(".")[0])
        yield [
            rows,
            first_sentence(rule) or first_sentence(owner),
            f"`{rule.__module__}.{rule.__qualname__}`",
        ]


def _administration() -> Iterator[list[str]]:
    for kind, models in ADMINISTERED.items():
        kept = sorted(english(model._meta.verbose_name_plural or "") for model in models)
        yield [both(AdministratorKind(kind).label), ", ".join(kept) or "nothing; reads the trail"]

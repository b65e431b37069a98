"""`docs/procedures/`: for each kind of case its stages, states, steps and diagram (art. 20, 28-37)."""

from collections.abc import Iterator

from portal.documents import diagram
from portal.documents.markdown import NOTHING, both, chinese, code, document, english, first_sentence, table
from portal.documents.moves import (
    Act,
    acts_of,
    articles_of,
    documented_kinds,
    name_of,
    routes_of,
    sentence_of,
    targets_of,
)
from procedure.models import Case
from procedure.particulars import form_of
from procedure.policy import the_clock
from procedure.rulebook import RouteRule, StageRule
from procedure.rules import shipped_measures
from procedure.steps import Closes, Opening, Step

FOLDER = "procedures"
CLOSED = {
    Closes.OWN: "the actor's own duty",
    Closes.STAGE: "every duty of the stage",
    Closes.KEEP: "nothing",
}
STEP_HEAD = ["Step", "中文", "English", "From → to", "Article", "Who may", "Closes", "Tells", "Particulars"]


def pages() -> Iterator[tuple[str, str]]:
    """One page for each kind, and the index."""
    for kind in documented_kinds():
        yield f"{FOLDER}/{kind.KIND}.md", page_of(kind)
    yield f"{FOLDER}/README.md", index()


def index() -> str:
    book = shipped_measures()
    return document(
        "# Procedures",
        f"Rule set `{book.name}`: {book.title}, SHA-256 `{book.digest[:12]}…`."
        " A case keeps the set it was opened under.",
        table(["Kind", "中文", "English", "Numbers", "Routes", "Steps"], map(_line_of, documented_kinds())),
        "## Articles and the steps that serve them",
        table(["Article", "Steps and stages"], _by_article()),
    )


def page_of(kind: type[Case]) -> str:
    """Everything that the code declares of one kind of case."""
    return document(
        f"# {both(kind.KIND_LABEL)}",
        f"`{kind.KIND}` · {first_sentence(kind)} Numbers look like `GX-{kind.PREFIX}-2026-000001`.",
        *(part for route in routes_of(kind) for part in _route(kind, route)),
        "## States",
        table(
            ["State", "中文", "English", "What it is"], (_state(kind, state) for state in kind.State.values)
        ),
        diagram.of(kind),
        "## States and steps",
        _matrix(kind),
        "## Steps",
        table(STEP_HEAD, (_step(kind, act) for act in acts_of(kind))),
        "Fields in *italics* may be left out. Any step that is not listed for a state answers 409 there.",
    )


def _line_of(kind: type[Case]) -> list[str]:
    routes = code(*(route.route for route in routes_of(kind)))
    page = f"[`{kind.KIND}`]({kind.KIND}.md)"
    label = kind.KIND_LABEL
    return [page, chinese(label), english(label), f"GX-{kind.PREFIX}", routes, str(len(kind.steps()))]


def _by_article() -> list[list[str]]:
    served: dict[str, list[str]] = {}
    for kind in documented_kinds():
        for act in acts_of(kind):
            for article in articles_of(kind, act):
                served.setdefault(article, []).append(f"{kind.KIND}.{act.name}")
        for route in routes_of(kind):
            for rule in route.stages:
                served.setdefault(rule.article, []).append(f"{kind.KIND}.{route.route}.{rule.stage}")
    return [[article, code(*served[article])] for article in sorted(served, key=_in_order)]


def _in_order(article: str) -> tuple[int, str]:
    return int(article.partition("(")[0]), article


def _route(kind: type[Case], route: RouteRule) -> list[str]:
    head = ["Stage", "中文", "English", "Holder", "Post", "Term", "Article", "Source", "When it runs out"]
    rows = (_stage(kind, rule) for rule in route.stages)
    return [f"## Route `{route.route}`: {route.title}", table(head, rows)]


def _stage(kind: type[Case], rule: StageRule) -> list[str]:
    label = kind.stage_label(rule.stage)
    term = f"{rule.days} {rule.unit} days" if rule.days else "no due date"
    expiry = f"the clock takes `{rule.expires_by}`" if rule.expires_by else "stays with its holder"
    return [
        f"`{rule.stage}`",
        chinese(label),
        english(label),
        rule.holder.replace("_", " "),
        rule.post,
        term,
        rule.article,
        rule.source,
        expiry,
    ]


def _state(kind: type[Case], state: str) -> list[str]:
    label = kind.State(state).label
    staged = {rule.stage for route in routes_of(kind) for rule in route.stages}
    what = "final" if state in kind.FINAL else "staged" if state in staged else "resting"
    return [f"`{state}`", chinese(label), english(label), what]


def _matrix(kind: type[Case]) -> str:
    steps = kind.steps()
    rows = (
        [f"`{state}`", *(_leads(kind, step, str(state)) for step in steps)]
        for state in kind.State.values
        if state not in kind.FINAL
    )
    return table(["State", *(f"`{step.name}`" for step in steps)], rows)


def _leads(kind: type[Case], step: Step, state: str) -> str:
    return f"→ {code(*targets_of(kind, step, state))}" if state in step.sources else NOTHING


def _step(kind: type[Case], act: Act) -> list[str]:
    return [
        f"`{act.name}`",
        chinese(act.label),
        english(act.label),
        _way(kind, act),
        ", ".join(articles_of(kind, act)),
        f"`{name_of(act.by)}`: {sentence_of(act.by)}",
        CLOSED[act.closes] if isinstance(act, Step) else "opens the case",
        ", ".join(name.replace("_", " ") for name in act.tells) or "nobody",
        _particulars(kind, act),
    ]


def _way(kind: type[Case], act: Act) -> str:
    if isinstance(act, Opening):
        return f"(new) → `{act.state}`"
    return "\n".join(f"`{source}` → {code(*targets_of(kind, act, source))}" for source in act.sources)


def _particulars(kind: type[Case], act: Act) -> str:
    if act.by is the_clock:
        return NOTHING
    fields = form_of(kind.KIND, act.name).base_fields.items()
    told = ((f"`{name}`" if field.required else f"*`{name}`*", field.label or "") for name, field in fields)
    return "\n".join(f"{name} {both(label)}" if label else name for name, label in told)

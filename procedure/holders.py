"""Named resolvers: which organizations hold a stage, or are told of a step."""

from collections.abc import Callable, Iterable

from organizations.models import Organization
from procedure.models import Case

Resolver = Callable[[Case], Iterable[Organization]]

RESOLVERS: dict[str, Resolver] = {}


def resolver(name: str) -> Callable[[Resolver], Resolver]:
    """Register a function under the name that rule sets use."""

    def register(function: Resolver) -> Resolver:
        RESOLVERS[name] = function
        return function

    return register


def resolve(name: str, case: Case) -> list[Organization]:
    """The organizations of that name for this case; KeyError for a name nobody registered."""
    return list(RESOLVERS[name](case))


@resolver("bureau")
def bureau(case: Case) -> Iterable[Organization]:
    """Found once for each instance: it holds stages and is told of most steps."""
    if not hasattr(case, "_bureau"):
        case._bureau = Organization.objects.bureau()  # type: ignore[attr-defined] # noqa: SLF001
    return [case._bureau]  # type: ignore[attr-defined] # noqa: SLF001


@resolver("provider")
def provider(case: Case) -> Iterable[Organization]:
    return [case.provider] if case.provider else []


@resolver("requester")
def requester(case: Case) -> Iterable[Organization]:
    return [case.requester] if case.requester else []


@resolver("authority_of_provider")
def authority_of_provider(case: Case) -> Iterable[Organization]:
    return [case.provider.authority] if case.provider and case.provider.authority else []


@resolver("authority_of_requester")
def authority_of_requester(case: Case) -> Iterable[Organization]:
    return [case.requester.authority] if case.requester and case.requester.authority else []


@resolver("next_holders")
def next_holders(case: Case) -> Iterable[Organization]:
    """Who has a duty in the case now."""
    return [item.holder for item in case.open_items()]

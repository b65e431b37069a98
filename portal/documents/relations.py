"""Everybody who may knock at the portal: each post in each relation to a case, and who has none (ch. 2).

The case is that of a city's department that asks a department of another city (article 30). `department` is a
department of the region that is a party only where the table says so, and a stranger else.
"""

from dataclasses import dataclass
from itertools import product

from organizations.kinds import PostKind

RELATIONS = {
    "requester": "requester",
    "provider": "provider",
    "requester_authority": "authority of the requester",
    "provider_authority": "authority of the provider",
    "bureau": "the Bureau",
    "department": "region department",
    "other_city": "authority of another city",
}
CONCERNED = frozenset({"requester", "provider", "requester_authority", "provider_authority", "bureau"})
OTHERS = {
    "filer": "who filed it, also a reviewer of the Bureau and of both authorities",
    "stand_in": "stand-in",
    "without_post": "without a post",
    "anonymous": "not signed in",
}
SPECIAL = {
    "filer": "filer requester handler concerned staff",
    "for_requester": "stand_in requester handler concerned staff",
    "for_bureau": "stand_in bureau reviewer concerned staff",
    "for_provider_authority": "stand_in provider_authority reviewer concerned staff",
    "for_filer": "stand_in concerned staff",
    "stand_in_over": "stand_in without_post signed_in",
    "admin_system": "without_post signed_in system",
    "admin_security": "without_post signed_in security",
    "admin_audit": "without_post signed_in audit",
    "citizen": "without_post signed_in citizen",
    "anonymous": "anonymous",
}


@dataclass(frozen=True)
class Somebody:
    """One of them, by name, with the words by which the table may mean him."""

    name: str
    words: frozenset[str]

    def is_meant(self, selector: str) -> bool:
        """`bureau.reviewer` means both words at once; `*` means anybody; a name means one."""
        return selector in {"*", self.name} or self.words.issuperset(selector.split("."))


def everybody() -> list[Somebody]:
    """Six posts in seven relations, then the others."""
    seated = [
        Somebody(f"{relation}.{post}", _words(relation, post))
        for relation, post in product(RELATIONS, PostKind.values)
    ]
    return [*seated, *(Somebody(name, frozenset(said.split())) for name, said in SPECIAL.items())]


def meant(selectors: str, somebody: Somebody) -> bool:
    """Does one of the selectors, parted by spaces, mean this one?"""
    return any(somebody.is_meant(selector) for selector in selectors.split())


def _words(relation: str, post: str) -> frozenset[str]:
    return frozenset(
        {relation, post, "staff", "seated"} | ({"concerned"} if relation in CONCERNED else set())
    )

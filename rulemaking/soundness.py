"""Whether a city's rule set can be used: checked as the shipped one is, and for people in its posts (31)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organizations.kinds import Tier
from organizations.models import Division, Organization, OrganizationKind, Post, PostKind
from organizations.querysets import OrganizationQuerySet
from procedure.checks import faults
from procedure.models import kinds
from procedure.rulebook import BadRules, RuleBook
from refusals.tree import FieldError, Invalid
from rulemaking.arrangement import TURNS, Arrangement
from rulemaking.law import PROCEDURE, PROVIDER_REVIEW

NAMED = 3
"""So many departments are named in a warning."""


@dataclass(frozen=True)
class Warned:
    """What the author should know of a field, though it does not keep the version from being published."""

    field: str
    sentence: str


def require_sound(book: RuleBook) -> None:
    """Raises BadRules when the checks of the shipped rule set find a fault in this one."""
    found = [fault.msg for fault in faults(kinds()[PROCEDURE], book)]
    if found:
        raise BadRules("; ".join(found))


def vacancies(arrangement: Arrangement, city: Division, on: date) -> list[Warned]:
    """Departments without anybody in a chosen post; raises Invalid where nobody at all could act."""
    turns = [(name, turn) for name in TURNS if (turn := getattr(arrangement, name))]
    found = [one for name, turn in turns for one in _vacant(name, turn.post, city, on)]
    errors = [one for one in found if isinstance(one, FieldError)]
    if errors:
        raise Invalid(errors, article="31")
    return [one for one in found if isinstance(one, Warned)]


def _vacant(name: str, post: str, city: Division, on: date) -> Iterator[FieldError | Warned]:
    bodies = _departments(city, on) if name == PROVIDER_REVIEW else _authority(city, on)
    seated = Post.objects.in_force(on).filter(organization=OuterRef("pk"), kind=post, user__is_active=True)
    rows: list[Any] = list(bodies.annotate(seated=Exists(seated)).order_by("code"))
    empty = [body for body in rows if not body.seated]
    if len(empty) == len(rows):
        sentence = _(
            "Nobody in this city holds the post “%(post)s” on %(day)s, so nobody could act. Choose another."
        )
        told = {"post": PostKind(post).label, "day": on.isoformat()}
        yield FieldError(f"{name}_post", "vacant", str(sentence) % told)
    elif empty:
        yield Warned(f"{name}_post", _sentence(post, empty, len(rows)))


def _sentence(post: str, empty: list[Organization], of: int) -> str:
    """Which departments have nobody in the post, and what happens then."""
    sentence = ngettext(
        "%(count)d of %(of)d departments has nobody in the post “%(post)s”: %(names)s."
        " There its administrator is asked to assign somebody, and the term runs on.",
        "%(count)d of %(of)d departments have nobody in the post “%(post)s”: %(names)s."
        " There their administrators are asked to assign somebody, and the term runs on.",
        len(empty),
    )
    names = "、".join(body.short_name or body.name for body in empty[:NAMED])
    more = "…" if len(empty) > NAMED else ""
    return sentence % {
        "count": len(empty),
        "of": of,
        "post": PostKind(post).label,
        "names": f"{names}{more}",
    }


def _authority(city: Division, on: date) -> OrganizationQuerySet:
    return Organization.objects.in_force(on).filter(
        kind=OrganizationKind.AUTHORITY, tier=Tier.CITY, division=city
    )


def _departments(city: Division, on: date) -> OrganizationQuerySet:
    return Organization.objects.in_force(on).filter(
        kind=OrganizationKind.DEPARTMENT, division__code__startswith=city.pk[:4]
    )

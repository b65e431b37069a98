"""Writing, publishing, recalling and repealing a city's procedure: each in one transaction with its entry.

A published version is kept for ever; who publishes says which version he last read (art. 10, 31).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from organizations.actors import Actor, Holding
from organizations.models import Division, Organization, User
from procedure.engine import signature
from procedure.models import RuleSet
from procedure.rulebook import RuleBook
from procedure.rules import shipped_measures
from refusals.tree import Conflict, FieldError, Invalid
from rulemaking import policy
from rulemaking.arrangement import TURNS, Arrangement, text_of
from rulemaking.law import ARTICLE
from rulemaking.models import CityProcedure
from rulemaking.soundness import Warned, require_sound, vacancies
from workdays import clock

ARRANGED = ("draft_days", *(f"{turn}_{what}" for turn in TURNS for what in ("days", "post")))


class Overtaken(Conflict):
    """Somebody published a version since the actor looked."""

    code = "overtaken"
    sentence = _(
        "Another version of this city's procedure was published since you looked."
        " Nothing was stored; compare again before you publish."
    )


class InForceAlready(Conflict):
    """Only what has not taken effect can be recalled."""

    code = "in_force_already"
    sentence = _("This version is in force, or was recalled. Publish another version, or repeal it.")


class NothingToRepeal(Conflict):
    """The default procedure holds already."""

    code = "nothing_to_repeal"
    sentence = _("This city follows the default procedure already; there is nothing to repeal.")


@dataclass(frozen=True)
class Enacted:
    """A version as it was published, or would be, its rule set, and what its author should know."""

    version: CityProcedure
    book: RuleBook
    warnings: tuple[Warned, ...] = ()


class _Rehearsed(Exception):
    def __init__(self, done: Enacted) -> None:
        self.done = done


def rehearse(act: Callable[[], Enacted]) -> Enacted:
    """What the act would publish; nothing is stored. Raises what the act itself would raise."""
    try:
        with transaction.atomic():
            raise _Rehearsed(act())
    except _Rehearsed as rehearsed:
        return rehearsed.done


def enact(city: Division, *, actor: Actor, given: Mapping[str, Any]) -> Enacted:
    """Publish a version that takes effect on its day. Raises Invalid, Overtaken or Forbidden."""
    held = policy.capacity(actor, city.pk)
    arrangement = Arrangement.read(given)
    with transaction.atomic():
        number = _next_number(city, given)
        warnings = vacancies(arrangement, city, given["in_force"])
        book = _book(arrangement, city, number, given["title"])
        rules = _stored(book, given["in_force"])
        version = _publish(city, number, actor, given, arrangement=arrangement.flat(), rules=rules)
        version.book = book
        CityProcedure.objects.of_city(city.pk).drafts().delete()
        write("enact", version, actor, held, told=True)
    return Enacted(version, book, tuple(warnings))


def repeal(city: Division, *, actor: Actor, given: Mapping[str, Any]) -> Enacted:
    """Go back to the default procedure from a day on. Raises NothingToRepeal and what `enact` raises."""
    held = policy.capacity(actor, city.pk)
    with transaction.atomic():
        number = _next_number(city, given)
        last = CityProcedure.objects.of_city(city.pk).standing().order_by("-in_force", "-number").first()
        if last is None or last.is_repeal:
            raise NothingToRepeal
        version = _publish(city, number, actor, {**given, "title": last.title})
        write("repeal", version, actor, held, told=True)
    return Enacted(version, shipped_measures())


def recall(version: CityProcedure, *, actor: Actor) -> CityProcedure:
    """Take back a version that is not in force yet; raises InForceAlready."""
    held = policy.capacity(actor, version.city_id)
    with transaction.atomic():
        hold(version.city_id)
        version = CityProcedure.objects.select_related("city", "rules").get(pk=version.pk)
        if not version.may_be_recalled:
            raise InForceAlready
        version.recalled_at, version.recalled_by = clock.now(), actor.user
        version.save(update_fields=["recalled_at", "recalled_by"])
        write("recall", version, actor, held, told=True)
    return version


def lay_over_the_shipped_set() -> int:
    """Let versions in force or to come lie over the Measures as shipped now; running cases keep theirs."""
    measures = shipped_measures()
    stale = CityProcedure.objects.standing().filter(rules__isnull=False).select_related("city", "rules")
    laid = 0
    for version in stale:
        if version.book.over != measures.digest and version.arranged:
            with transaction.atomic():
                _lay_again(version, measures)
            laid += 1
    return laid


def person(actor: Actor) -> User:
    """Who writes; a capacity is held by people alone."""
    assert actor.user is not None
    return actor.user


def _lay_again(version: CityProcedure, measures: RuleBook) -> None:
    assert version.arranged is not None
    assert version.number is not None
    assert version.in_force is not None
    before = version.rules_id
    book = _book(version.arranged, version.city, version.number, version.title)
    version.rules = _stored(book, version.in_force)
    version.save(update_fields=["rules"])
    record(
        "rulemaking.lay_over",
        actor=Snapshot.clock(),
        subject=subject_of(version),
        article=ARTICLE,
        before={"rules": before},
        after={"rules": version.rules_id},
        particulars={**_named(version), "measures": measures.title},
    )


def hold(city: str) -> None:
    """One act at a time for each city; organizations may go on pointing at it."""
    Division.objects.select_for_update(no_key=True).get(pk=city)


def _next_number(city: Division, given: Mapping[str, Any]) -> int:
    """The number of the next version; the actor must have read the last, and the day must still lie ahead."""
    hold(city.pk)
    versions = CityProcedure.objects.of_city(city.pk)
    latest: int = versions.latest_number(city.pk)
    if given["replaces"] != latest:
        raise Overtaken
    _require_day(given["in_force"], versions)
    return latest + 1


def _require_day(day: date, versions: Any) -> None:
    last = versions.standing().order_by("-in_force").values_list("in_force", flat=True).first()
    if day < clock.today():
        raise Invalid([FieldError("in_force", "past", _("This day has passed. Choose tomorrow or later."))])
    if last and day < last:
        sentence = _(
            "A version that was published takes effect on %(day)s. Choose that day or a later one,"
            " or recall that version first."
        )
        raise Invalid([FieldError("in_force", "before_another", str(sentence) % {"day": last.isoformat()})])


def _book(arrangement: Arrangement, city: Division, number: int, title: str) -> RuleBook:
    """The rule set of the version, found sound."""
    measures = shipped_measures()
    text = text_of(arrangement, measures, city=city.pk, version=number, title=title)
    book = RuleBook.parse(text).laid_over(measures)
    require_sound(book)
    return book


def _stored(book: RuleBook, day: date) -> RuleSet:
    told = {"name": book.name, "title": book.title, "text": book.text, "in_force": day}
    return RuleSet.objects.get_or_create(pk=book.digest, defaults=told)[0]


def _publish(
    city: Division, number: int, actor: Actor, given: Mapping[str, Any], **more: Any
) -> CityProcedure:
    told = {name: given[name] for name in ("title", "document", "reason", "in_force")}
    version: CityProcedure = CityProcedure.objects.create(
        city=city, number=number, written_by=person(actor), written_at=clock.now(), **told, **more
    )
    return version


def subject_of(version: CityProcedure) -> str:
    """How the trail names a version."""
    return f"city-procedure-{version.city_id}-{version.number or 'draft'}"


def _named(version: CityProcedure) -> dict[str, Any]:
    return {"city": version.city_id, "city_name": version.city.name, "number": version.number}


def write(act: str, version: CityProcedure, actor: Actor, held: Holding, *, told: bool) -> None:
    record(
        f"rulemaking.{act}",
        actor=signature(actor, held),
        subject=subject_of(version),
        article=ARTICLE,
        after={"rules": version.rules_id, "in_force": version.in_force},
        particulars={
            **_named(version),
            "title": version.title,
            "document": version.document,
            "reason": version.reason,
            "in_force": version.in_force,
            "arrangement": version.arrangement,
        },
        tells=_concerned(version.city_id) if told else (),
    )


def _concerned(city: str) -> list[str]:
    """The Bureau, which supervises cities (10(1)), and every organization of the city, county and below."""
    of_city = Organization.objects.in_force().filter(division__code__startswith=city[:4])
    return sorted({Organization.objects.bureau().code, *of_city.values_list("code", flat=True)})

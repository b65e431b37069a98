"""Who brings data behind an entry and registers systems; what one sees of it and of grants (art. 23, 42)."""

from django.db.models import Q, QuerySet

from catalog.models import Entry
from delivery.models import Delivery, Grant, Load, Resource, Source
from organizations.actors import Actor
from organizations.models import PostKind
from procedure.querysets import oversees_the_region
from refusals.tree import Forbidden, NotFound

MOUNTERS = (PostKind.STEWARD.value, PostKind.HANDLER.value)
SUPERVISORS = (PostKind.REVIEWER.value, PostKind.SUPERVISOR.value)


def may_bring(actor: Actor, entry: Entry) -> bool:
    """A steward or handler of the provider."""
    return any(actor.holds(post, entry.provider_id) for post in MOUNTERS)


def may_allow_private(actor: Actor) -> bool:
    """The Bureau's reviewers register what lies in a private network."""
    return oversees_the_region(actor) and any(held.post == PostKind.REVIEWER for held in actor.holdings)


def supplied(actor: Actor) -> Q:
    """What the actor's organizations supply; the Bureau sees all (art. 9)."""
    mine = Q(entry__provider__in=actor.organization_ids())
    return Q() if oversees_the_region(actor) else mine


def entries_of(actor: Actor) -> QuerySet[Entry]:
    """Published entries of the actor's organizations, behind which data may be brought."""
    mine = actor.organization_ids(*MOUNTERS)
    return Entry.objects.published().filter(provider__in=mine).with_version().order_by("code")


def resources_of(actor: Actor) -> QuerySet[Resource]:
    found = Resource.objects.filter(supplied(actor)).with_entry().select_related("current")
    return found.order_by("code")


def entry_for(actor: Actor, code: str, *, bring: bool = True) -> Entry:
    """The entry, if the actor may bring data behind it. Raises NotFound or Forbidden."""
    visible = Entry.objects.visible_to(actor).select_related("current", "provider")
    entry = visible.filter(code=code[:20]).first()
    if entry is None or not actor.is_staff:
        raise NotFound
    if bring and not may_bring(actor, entry):
        raise Forbidden
    return entry


def resource_for(actor: Actor, code: str) -> Resource:
    """A resource that the actor's organization supplies. Raises NotFound."""
    found = resources_of(actor).filter(code=code[:24]).first()
    if found is None:
        raise NotFound
    return found


def grant_of(actor: Actor, number: str) -> Grant:
    """The grant, for who may see it, with all that is told of it. Raises NotFound."""
    found: Grant | None = Grant.objects.visible_to(actor).with_addresses().filter(number=number[:40]).first()
    if found is None:
        raise NotFound
    return found


def delivery_of(actor: Actor, number: str) -> Delivery:
    """The delivery, for who may see its grant. Raises NotFound."""
    found: Delivery | None = (
        Delivery.objects.visible_to(actor).with_parties().filter(number=number[:40]).first()
    )
    if found is None:
        raise NotFound
    return found


def load_for(actor: Actor, pk: int) -> Load:
    """A load of the actor's organization. Raises NotFound."""
    known = Load.objects.select_related("entry__current", "entry__provider", "source", "version__resource")
    found = known.filter(supplied(actor)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def source_for(actor: Actor, code: str) -> Source:
    """A source of the actor's organization. Raises NotFound."""
    known = Source.objects.select_related("entry__current", "entry__provider")
    found = known.filter(supplied(actor)).filter(code=code[:24]).first()
    if found is None:
        raise NotFound
    return found

"""What befalls a request of the demonstration: its entry changes, its requester is merged (art. 21)."""

from collections.abc import Callable

from audit.trail import Snapshot
from catalog.models import Entry, EntryVersion
from catalog.particulars import METADATA, EntryParticulars, FieldParticulars
from catalog.publishing import revise
from organizations import succession
from organizations.demonstration import IN_POST_SINCE
from organizations.kinds import OrganizationKind, PostKind, Tier
from organizations.models import ChangeKind, Organization, Post, User
from procedure.models import Case
from workdays import clock

FIELD = ("name", "title", "type", "length", "scale", "description", "share_type", "sensitivity", "open_type")
TRADE_CENTRE = "GX-TRADE"


def entry_loses(field: str) -> Callable[[Case], str]:
    """The provider publishes a version of the case's entry without this field; says so."""

    def happens(case: Case) -> str:
        entry = Entry.objects.select_related("current").get(share_requests=case.pk)
        version = revise(entry, _stated(entry.version, without=field))
        return f"目录第 {version.number} 版不再提供 {field}"

    return happens


def as_at_first(entry: str) -> Callable[[], None]:
    """The entry says again what it said when it was published, however often the story is told."""

    def before() -> None:
        found = Entry.objects.published().select_related("current").get(current__name=entry)
        if found.version.number > 1:
            revise(found, _stated(found.versions.get(number=1)))

    return before


def _stated(version: EntryVersion, *, without: str = "") -> EntryParticulars:
    """What a version says, less one field."""
    fields = version.fields.select_related("source_department").exclude(name=without).order_by("position")
    return EntryParticulars(
        category=version.category,
        keywords=tuple(version.keywords),
        related_codes=tuple(version.related_codes),
        fields=tuple(
            FieldParticulars(
                source=row.source_department.code if row.source_department else "",
                **{name: getattr(row, name) for name in FIELD},
            )
            for row in fields
        ),
        **{name: getattr(version, name) for name in METADATA},
    )


def a_trade_centre() -> None:
    """A body that a reform will merge into the reform commission, with a handler; it stands again."""
    bureau = Organization.objects.bureau()
    named = {
        "name": "广西壮族自治区公共资源交易中心",
        "short_name": "自治区公共资源交易中心",
        "name_en": "Guangxi Public Resources Trading Centre",
        "tier": Tier.REGION,
        "kind": OrganizationKind.DEPARTMENT,
        "division": bureau.division,
        "authority": bureau,
    }
    centre, _ = Organization.objects.get_or_create(code=TRADE_CENTRE, defaults=named)
    Organization.objects.filter(pk=centre.pk).update(ends=None, successor=None)
    person, _ = User.objects.get_or_create(
        username="trade.handler", defaults={"name": "韦思源", "email": "trade.handler@example.org"}
    )
    Post.objects.get_or_create(
        user=person, organization=centre, kind=PostKind.HANDLER, defaults={"starts": IN_POST_SINCE}
    )


def is_merged(case: Case) -> str:
    """The reform takes effect: the centre is part of the reform commission from this day on; says so."""
    heir = Organization.objects.get(code="GX-REFORM")
    change = succession.enter(
        Snapshot.clock(),
        organization=Organization.objects.get(code=TRADE_CENTRE),
        kind=ChangeKind.MERGER,
        successor=heir,
        on=clock.today(),
        document="桂编办〔2026〕21号",
    )
    succession.carry_out(change.pk)
    return f"{change.document}：并入{heir.name}"

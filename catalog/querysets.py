"""Which entries an actor may see, and which a search finds (art. 17(1), 32)."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, StrIndex, Substr

from catalog import search
from catalog.vocabulary import OpenType, Status

if TYPE_CHECKING:
    from catalog.models import EntryVersion
    from organizations.actors import Actor

LINE_END = Value(search.SEPARATOR, output_field=TextField())
NAME_FIRST = 10**15
PUBLIC = ~Q(current__open_type=OpenType.CLOSED) | Q(current__listable=True)


class Matches(Func):
    """`vector @@ query`, the query given as a literal."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


class EntryQuerySet(QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, actor: "Actor") -> Self:
        """Anybody: what is open, on application, or listed; staff: all published, and their own drafts."""
        if not actor.is_staff:
            return self.published().filter(PUBLIC)
        return self.filter(
            Q(status=Status.PUBLISHED) | Q(status=Status.DRAFT, provider__in=actor.organization_ids())
        )

    def search(self, text: str) -> Self:
        """What contains the text, names first, then the newer ones."""
        return self.containing(text).placed(text)

    def containing(self, text: str) -> Self:
        """Entries in which every word of the text occurs, each in some piece."""
        found = self
        for word in search.words(text):
            found = found.filter(
                Matches(F("search_vector"), Value(search.tsquery(word))),
                search_text__contains=word,
            )
        return found

    def placed(self, text: str = "") -> Self:
        """In one unique order: names that hold the whole text first, then the newer ones."""
        wanted = search.normalised(text)
        if not wanted:
            return self.annotate(place=F("pk")).order_by("-place")
        name = Substr(F("search_text"), 1, StrIndex(Concat("search_text", LINE_END), LINE_END))
        bonus = Case(
            When(_in_name__gt=0, then=Value(NAME_FIRST)), default=Value(0), output_field=BigIntegerField()
        )
        found = self.alias(_in_name=StrIndex(name, Value(wanted, output_field=TextField())))
        place = ExpressionWrapper(F("pk") + bonus, output_field=BigIntegerField())
        return found.annotate(place=place).order_by("-place")

    def related_to(self, version: "EntryVersion") -> Self:
        """The published entries that this version names."""
        return self.published().filter(code__in=version.related_codes).with_version().order_by("code")

    def with_version(self) -> Self:
        """What a list shows, in one query."""
        return self.select_related("current__provider", "provider").defer("search_text", "search_vector")

"""The versions of a city's procedure in their order: which is in force when, and who wrote it (art. 31)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organizations.models import Division
from rulemaking.models import STATUS, CityProcedure
from workdays import clock

TONES = {"to_come": "near", "in_force": "done"}


@dataclass(frozen=True)
class Line:
    """One version, as it stands today, and its last day in force as far as that is known."""

    version: CityProcedure
    status: str
    last_day: date | None

    @property
    def label(self) -> str:
        return str(STATUS[self.status])

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "calm")


@dataclass(frozen=True)
class Chronicle:
    """All versions of one city, the latest first."""

    lines: tuple[Line, ...]

    @property
    def ruling(self) -> Line | None:
        """The version in force today; None while there has been none."""
        return next((line for line in self.lines if line.status == "in_force"), None)

    @property
    def to_come(self) -> list[Line]:
        """Versions that will take effect, the next one first."""
        return [line for line in reversed(self.lines) if line.status == "to_come"]

    @property
    def latest(self) -> int:
        return self.lines[0].version.number or 0 if self.lines else 0

    @property
    def may_be_repealed(self) -> bool:
        """Is there anything that the default procedure could take the place of?"""
        standing = [line for line in self.lines if line.status != "recalled"]
        return bool(standing) and not standing[0].version.is_repeal

    def of(self, number: int) -> Line | None:
        return next((line for line in self.lines if line.version.number == number), None)


def chronicle(city: str) -> Chronicle:
    """The history of that city; one query."""
    rows = CityProcedure.objects.of_city(city).published()
    versions = list(rows.select_related("city", "rules", "written_by", "recalled_by").order_by("-number"))
    return Chronicle(tuple(_lines(versions)))


def rulings(cities: Iterable[Division]) -> list[tuple[Division, CityProcedure | None]]:
    """Each city with its version in force today; one query."""
    cities = list(cities)
    rows = CityProcedure.objects.filter(city__in=cities).in_force(clock.today())
    first = rows.order_by("city_id", "-in_force", "-number").distinct("city_id")
    found = {version.city_id: version for version in first}
    return [(city, found.get(city.pk)) for city in cities]


def _lines(versions: Iterable[CityProcedure]) -> list[Line]:
    """`versions` come with the latest first: each ends where the standing one after it begins."""
    lines, following, today, ruled = [], None, clock.today(), False
    for version in versions:
        assert version.in_force is not None
        status = "recalled" if version.is_recalled else "to_come" if version.in_force > today else "in_force"
        if status == "in_force" and ruled:
            status = "past"
        lines.append(Line(version, status, version.last_day(following)))
        ruled = ruled or status == "in_force"
        following = following if version.is_recalled else version
    return lines

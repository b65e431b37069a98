"""A share request as a clerk keeps it on one sheet: from the Measures, sharing no code with the portal."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
BUREAU, PROVIDER, ASKER = "GX-BUREAU", "provider", "asker"
FIRST = [("conformance_review", BUREAU, 2)]
LAST = [("final_review", BUREAU, 2)]
CITY = [("city_review", "asker's authority", 2)]
ROUTES = {
    "region": [*FIRST, ("provider_review", PROVIDER, 5), ("reply", BUREAU, 2)],
    "city_to_region": [*FIRST, ("provider_review", PROVIDER, 3), *LAST],
    "city_to_city": [*FIRST, ("authority_review", "provider's authority", 3), *LAST],
    "same_city": [*CITY, ("provider_review", PROVIDER, 3), ("reply", "asker's authority", 2)],
    "external": [*FIRST, ("outside", BUREAU, 30)],
    "external_city": [*CITY, *FIRST, ("outside", BUREAU, 30)],
    "external_in": [*FIRST, ("provider_review", PROVIDER, 5), ("reply", BUREAU, 2)],
    "need": [("naming", "asker's authority", 3)],
}
ASIDE = {"returned": (ASKER, 5), "cataloguing": (PROVIDER, 15), "feedback": (ASKER, 5)}
REVIEWS = ["city_review", "conformance_review", "provider_review", "authority_review"]
WITH_FEEDBACK = ["city_to_region", "city_to_city"]
ENDS = ["granted", "refused", "withdrawn", "lapsed"]


@dataclass
class Sheet:
    """One case: where it is, who holds it until when, what was said and written of it."""

    route: str
    parties: dict[str, str]
    today: date
    calendar: dict[date, bool]
    unconditional: bool
    has_entry: bool
    state: str = "draft"
    version: int = 1
    written: int = 1
    grants: int = 0
    declined: bool = False
    returned_from: str = ""
    opinion_due: date | None = None
    received: date = date.min
    said: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.opened = self.today

    def works(self, day: date) -> bool:
        return self.calendar.get(day, day.weekday() < 5)

    def after(self, day: date, days: int) -> date:
        """So many working days later, counted on the wall calendar."""
        step = ONE_DAY if days > 0 else -ONE_DAY
        left = abs(days)
        while left:
            day += step
            left -= self.works(day)
        return day

    def duty(self, state: str) -> tuple[str, int]:
        """Who holds that state, and for how many days."""
        named = {name: (who, days) for name, who, days in ROUTES[self.route]} | ASIDE
        who, days = named[state]
        return self.parties.get(who, who), days

    @property
    def duties(self) -> dict[str, tuple[str, date | None]]:
        """Every open duty: its holder, and until when."""
        if self.state in (*ENDS, "draft"):
            return {}
        if self.state == "awaiting_use":
            return {"awaiting_use": (self.parties[ASKER], None)}
        holder, days = self.duty(self.state)
        found: dict[str, tuple[str, date | None]] = {self.state: (holder, self.after(self.received, days))}
        if self.opinion_due:
            found["opinion"] = (self.parties[PROVIDER], self.opinion_due)
        return found

    def enter(self, state: str) -> None:
        self.state, self.received, self.said = state, self.today, set()
        self.opinion_due = self.after(self.today, 2) if state == "authority_review" else None
        if self.unconditional and state in ("provider_review", "authority_review") and not self.is_foreign:
            self.write()
            self.enter(self.follower())

    @property
    def is_foreign(self) -> bool:
        """What other provinces ask for is always decided by a person."""
        return self.route == "external_in"

    def follower(self) -> str:
        order = [name for name, _who, _days in ROUTES[self.route]]
        return order[order.index(self.state) + 1 if self.state in order else 0]

    def write(self) -> None:
        self.version += 1
        self.written += 1

    def moves(self) -> list[tuple[str, str]]:
        """Every lawful step now, and the organization whose turn it is; the clock's steps are left out."""
        asker = [(step, self.parties[ASKER]) for step in self.askers_steps()]
        held = self.duties.get(self.state, ("", None))[0]
        adviser = [("opine", self.parties[PROVIDER])] if self.opinion_due else []
        return asker + [(step, held) for step in self.holders_steps()] + adviser

    def askers_steps(self) -> list[str]:
        if self.state in (*ENDS, "awaiting_use", "feedback"):
            return [] if self.state in ENDS else ["feed_back"]
        other = {"draft": ["submit", "amend"], "returned": ["resubmit"]}
        return [*other.get(self.state, []), "withdraw"]

    def holders_steps(self) -> list[str]:
        passing = ["approve", "refuse"] if self.state in REVIEWS[:2] else []
        deciding = ["agree", "decline"] if self.state in REVIEWS[2:] else []
        returning = ["return_for_correction"] if self.state in REVIEWS else []
        others = {
            "naming": ["name_provider", "refuse"],
            "cataloguing": ["link_entry", "cannot_supply"],
            "reply": ["reply"],
            "final_review": ["reply", "overrule"],
            "outside": ["record_exchange", "obtained", "not_obtained"],
        }
        return passing + deciding + returning + others.get(self.state, [])

    def take(self, step: str) -> None:
        """What the step does to the sheet."""
        self.write()
        if step == "opine":
            self.opinion_due = None
        elif step == "return_for_correction":
            self.returned_from = self.state
            self.enter("returned")
        elif step in ("decline", "cannot_supply", "agree"):
            self.declined = step != "agree"
            self.enter(self.follower() if step != "cannot_supply" else ROUTES[self.route][-1][0])
        elif step in ("submit", "approve", "link_entry"):
            self.enter(self.follower())
        elif step == "resubmit":
            self.enter(self.returned_from)
        else:
            self.end(step)

    def end(self, step: str) -> None:
        """Steps that end the case, or pass the answer on."""
        if step == "name_provider":
            self.route, self.has_entry = "region", True
            self.enter("cataloguing")
        elif step == "reply" and not self.declined:
            self.grants += self.has_entry
            self.enter("awaiting_use" if self.route in WITH_FEEDBACK else "granted")
        elif step == "use_begins":
            self.enter("feedback")
        elif step not in ("amend", "record_exchange"):
            ends = {"withdraw": "withdrawn", "lapse": "lapsed", "feed_back": "granted", "obtained": "granted"}
            self.enter(ends.get(step, "refused"))

    def sweep(self) -> None:
        """What the clock says and does today; what is said already is not said again."""
        for stage, (holder, due) in self.duties.items():
            if due:
                levels = {(stage, level) for level in self.due_to_be_said(stage, holder, due)}
                self.written += len(levels - self.said)
                self.said |= levels
        if self.state == "returned" and self.today > self.after(self.received, 5):
            self.take("lapse")
        elif self.state == "awaiting_use" and self.today > self.after(self.received, 30):
            self.take("use_begins")
        elif self.state == "draft" and self.today > self.after(self.opened, 30):
            self.take("lapse")

    def due_to_be_said(self, stage: str, holder: str, due: date) -> list[str]:
        """The holder is reminded a day before; then its authority is told, or the Bureau at once or later."""
        if self.today <= due:
            return ["holder"] if self.today >= max(self.received, self.after(due, -1)) else []
        if stage == "returned":
            return []
        is_authority = holder == BUREAU or holder.endswith("-AUTH")
        further = is_authority or self.today >= self.after(due, 2)
        return [] if is_authority and not further else ["top"] * further + ["authority"] * (not is_authority)

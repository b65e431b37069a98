"""A large table of enterprises: its CSV, the resource it is mounted as, a grant on some of its fields."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
from django.core.files.storage import default_storage
from django.http import QueryDict

from benchmarks.road import ASKER
from catalog.models import Entry
from catalog.vocabulary import ShareMode
from delivery.gateway import cursors, questions
from delivery.gateway import rows as gateway
from delivery.models import Grant, Resource
from delivery.supply.mounting import OPERATOR, mount
from delivery.supply.switching import Order
from demonstration.stories import ENTERPRISES
from organizations.actors import Actor
from organizations.models import User
from organizations.tokens import issue
from workdays import clock

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
PAGE = 100
FIELDS = ["uniscid", "entname", "enttype", "regcap", "estdate", "regorg", "regstate"]
COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
GENERATED = """
COPY (SELECT '9145' || lpad(n::VARCHAR, 14, '0') AS uniscid, '桂林示例米粉' || n % 9973 || '号' AS entname,
    '有限责任公司' AS enttype, '韦某' || n % 10 AS lerep, ((n * 37) % 1000000)::DECIMAL(18, 4) AS regcap,
    DATE '2002-01-04' + (n % 8800)::INTEGER AS estdate, DATE '2002-01-04' + (n % 8800)::INTEGER AS opfrom,
    CASE WHEN n % 3 = 0 THEN DATE '2042-01-04' END AS opto, '米粉生产与销售。' AS opscope,
    '桂林市示例大道' || n % 299 || '号' AS dom, '桂林市市场监督管理局' AS regorg, '存续' AS regstate
    FROM range({rows}) t(n)) TO '{path}' (HEADER)
"""


@dataclass(frozen=True)
class Table:
    """The mounted table, the grant on seven of its twelve fields, and the bearer token of its user."""

    resource: Resource
    grant: Grant
    secret: str

    @property
    def path(self) -> str:
        return str(default_storage.path(self.resource.file))

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def page(self, number: int) -> str:
        """The address of a page, the first one being 1: with the cursor that the page before it tells."""
        size = f"page_size={PAGE}&grant={self.grant.number}"
        address = f"/api/v1/data/{self.resource.code}/rows/?{size}"
        if number == 1:
            return address
        question = questions.read(QueryDict(size), gateway.granted(self.grant, self.resource))
        bound_to = f"{self.grant.number} {self.resource.code} {self.resource.digest}"
        return f"{address}&cursor={cursors.after((number - 1) * PAGE - 1, question, bound_to)}"

    @property
    def export(self) -> str:
        return f"/api/v1/data/{self.resource.code}/export/csv/?grant={self.grant.number}"


def entry() -> Entry:
    """The entry behind which the table stands."""
    return Entry.objects.published().select_related("current").get(current__name=ENTERPRISES)


def given(folder: Path) -> Path:
    """The table as a department brings it."""
    path = folder / "given.csv"
    duckdb.sql(GENERATED.format(rows=ROWS, path=path))
    return path


@cache
def table() -> Table:
    """The table, mounted once in a run."""
    behind = entry()
    with tempfile.TemporaryDirectory(prefix="guishu-bench-") as name:
        resource = mount(behind, given(Path(name)), OPERATOR, Order(code=f"{behind.code}-8"))
    user = User.objects.get(username=ASKER)
    mine = Grant.objects.in_force(clock.today()).held_by(Actor.of(user))
    grant = mine.filter(entry=behind, subscription__isnull=False).latest("pk")
    Grant.objects.filter(pk=grant.pk).update(fields=FIELDS, mode=ShareMode.DATABASE)
    grant.refresh_from_db()
    secret = issue(user, name="bench table", days=1, actor=Actor.of(user).snapshot())[1]
    return Table(resource, grant, secret)

"""The code of an entry, by the coding rule of the national guide (art. 20).

    3 07 010 450000 - 000001
    | |  |   |        sequence, six digits, counted within its front code and never used twice
    | |  |   subdivision (细目): the provider's division, GB/T 2260
    | |  subject (目): three digits
    | item (项): two digits
    class (类): 1 base, 2 theme, 3 department

The guide writes a slash before the sequence. A slash divides addresses, so here a hyphen stands for it;
`as_in_the_guide` prints the other form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from catalog.classification import Category
from refusals.tree import Conflict

SEPARATOR = "-"
LAST = 999_999


def front_code(category: Category, division: str) -> str:
    """Twelve digits: the category and the division of the provider."""
    return f"{category.code}{division:0<6.6}"


def assign(front_codes: Iterable[str]) -> Iterator[str]:
    """One new code for each front code given, in order; two callers never get the same one."""
    wanted = list(front_codes)
    following = {front: _reserve(front, count) for front, count in sorted(Counter(wanted).items())}
    for front in wanted:
        yield f"{front}{SEPARATOR}{following[front]:06d}"
        following[front] += 1


def as_in_the_guide(code: str) -> str:
    """The code with the guide's slash, as it is printed on paper."""
    return code.replace(SEPARATOR, "/")


def _reserve(front: str, count: int) -> int:
    """The first of `count` numbers reserved; the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_codesequence AS s (prefix, last) VALUES (%s, %s)"
            " ON CONFLICT (prefix) DO UPDATE SET last = s.last + EXCLUDED.last RETURNING last",
            [front, count],
        )
        last = int(cursor.fetchone()[0])
    if last > LAST:
        raise Conflict
    return last - count + 1

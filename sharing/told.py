"""Who else learns of an answer, once the case is answered (art. 29(4), 31)."""

from collections.abc import Iterable

from organizations.models import Organization
from procedure.holders import authority_of_requester, requester, resolver
from procedure.models import Case
from sharing.law import ANSWERED


@resolver("requester_once_answered")
def requester_once_answered(case: Case) -> Iterable[Organization]:
    """The requester, when no stage is left that would pass the answer on."""
    return requester(case) if case.state in ANSWERED else []


@resolver("authority_once_answered")
def authority_once_answered(case: Case) -> Iterable[Organization]:
    """Its authority likewise, which is informed of every case of its city."""
    return authority_of_requester(case) if case.state in ANSWERED else []

"""Data to take away under a grant: an export of a table, ready to be sent (art. 42, 44)."""

from dataclasses import dataclass

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from delivery.gateway import deliveries, exports, reading
from delivery.gateway.admission import Admission, admit, denials_noted, knock
from delivery.gateway.deliveries import Parcel
from delivery.gateway.exports import Form
from delivery.gateway.questions import Parameters, Question, for_export
from delivery.gateway.sending import Sending
from delivery.models import Delivery
from delivery.modes import Way
from delivery.quotas import counting as quotas
from organizations.actors import Actor
from workdays import clock

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A delivery that has been entered, and its bytes."""

    delivery: Delivery
    sending: Sending


def export(actor: Actor, code: str, form: Form, parameters: Parameters) -> Ready:
    """An export in this form; raises as `reading.read`."""
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = admit(attempt, grants, parameters.get("grant"), Way.EXPORT)
        question = for_export(parameters, reading.table_of(admission))
        making = exports.make(admission.resource, question, form, bom=parameters.get("bom") == "1")
        delivery = deliveries.begin(admission, _parcel(admission, question, form))
    return Ready(delivery=delivery, sending=Sending(delivery, making.pieces, making.rows))


def _parcel(admission: Admission, question: Question, form: Form) -> Parcel:
    """Rows are counted beforehand only for a grant whose quota limits them."""
    counted = quotas.left(admission.grant) is not None
    return Parcel(
        way=Way.EXPORT,
        form=form,
        name=_name(admission, form),
        question=question,
        load=admission.resource.digest,
        rows=exports.many(admission.resource, question) if counted else 0,
    )


def _name(admission: Admission, form: Form) -> str:
    title = admission.resource.title or admission.grant.entry_version.name
    plain = "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in title)
    return f"{plain[:100]}-{clock.today().isoformat()}.{form}"


def answer(ready: Ready, media_type: str) -> StreamingHttpResponse:
    """The bytes as a file to keep, under a name after RFC 6266 and 5987."""
    response = StreamingHttpResponse(ready.sending, content_type=media_type, headers=NO_STORE)
    response["Content-Disposition"] = content_disposition_header(True, ready.delivery.name)
    response["X-Delivery"] = ready.delivery.number
    return response

"""What the trail says of each step of a share request (art. 28, 29)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

KIND = "share_request"
SENTENCES = {
    "draft": _("{actor} drafted a request for {entry}"),
    "amend": _("{actor} changed the draft"),
    "submit": _("{actor} submitted the request"),
    "approve": _("{actor} passed the conformance review; the provider decides next"),
    "refuse": _("{actor} refused the request in the conformance review: {basis}"),
    "agree": _("{actor} agreed to share: {fields}"),
    "decline": _("{actor} did not agree to share: {basis}"),
    "reply": _("{actor} passed the provider's answer on to the requester"),
    "withdraw": _("{actor} withdrew the request: {reason}"),
}
for act, sentence in SENTENCES.items():
    register(f"{KIND}.{act}", sentence)

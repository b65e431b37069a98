"""What the trail says of each step of a share request (art. 28, 29)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

KIND = "share_request"
register(
    "sharing.asked_outside",
    _("{actor} reported that {by_name} asked for “{name}” outside the platform on {on}: {what}"),
)
SENTENCES = {
    "draft": _("{actor} drafted the request"),
    "amend": _("{actor} changed the draft"),
    "submit": _("{actor} submitted the request"),
    "approve": _("{actor} passed the review; the next stage begins"),
    "refuse": _("{actor} refused the request: {basis}"),
    "agree": _("{actor} agreed to share: {fields}"),
    "decline": _("{actor} did not agree to share: {basis}"),
    "reply": _("{actor} passed the provider's answer on to the requester"),
    "return_for_correction": _("{actor} returned the request for correction: {missing}"),
    "resubmit": _("{actor} submitted the correction"),
    "lapse": _("The request lapsed: nothing was done in time"),
    "agree_by_rule": _("Agreed by rule: the data is shared unconditionally"),
    "opine": _("{actor} gave its opinion: {opinion}"),
    "overrule": _("{actor} refused the request in the final review: {basis}"),
    "name_provider": _("{actor} named {provider} as provider"),
    "link_entry": _("{actor} catalogued the data as {entry}"),
    "cannot_supply": _("{actor} cannot supply the data: {basis}"),
    "record_exchange": _("{actor} recorded an exchange outside: {document} {summary}"),
    "obtained": _("{actor} recorded the agreement of the body outside: {document}"),
    "not_obtained": _("{actor} recorded the refusal of the body outside: {basis}"),
    "use_begins": _("The term for feedback began"),
    "feed_back": _("{actor} reported use and evaluation: {used}"),
    "fields_fall_out": _(
        "Removed from the entry (version {entry_version}), so out of the request: {removed}"
    ),
    "refuse_the_rest": _("Refused by rule: {basis}"),
    "close_on_merger": _("Closed: requester and provider have become one organization"),
    "withdraw": _("{actor} withdrew the request: {reason}"),
}
for act, sentence in SENTENCES.items():
    register(f"{KIND}.{act}", sentence)

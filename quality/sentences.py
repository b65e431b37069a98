"""What the trail says of quality issues, events and update duties (art. 29(5), 38-40)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

SENTENCES = {
    "quality_issue.report": _("{actor} reported a fault: {description}"),
    "quality_issue.correct": _("{actor} answered that the fault is corrected: {explanation}"),
    "quality_issue.dismiss": _("{actor} answered that there is no fault: {explanation}"),
    "quality_issue.accept_answer": _("{actor} accepted the answer"),
    "quality_issue.reopen": _("{actor} reopened the issue: {reason}"),
    "quality_issue.close_by_silence": _("The answer stands: nobody objected in time"),
    "quality_issue.withdraw": _("{actor} withdrew the report: {reason}"),
    "quality.event": _("{actor} recorded {document}: {title}"),
    "update_duty.call": _("{actor} called for an update"),
    "update_duty.report_update": _("{actor} reported the update: {explanation}"),
    "update_duty.not_affected": _("{actor} said that the entry is not affected: {explanation}"),
    "quality.stale": _("The data of {subject} is older than its declared cycle; it was due on {due}"),
}
for act, sentence in SENTENCES.items():
    register(act, sentence)

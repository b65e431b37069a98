"""What the trail says of claims, releases, exports and moved due dates."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("work_item.claim", _("{actor} claimed the work item"))
register("work_item.release", _("{actor} released the work item"))
register("list.export", _("{actor} took the list “{list}” as a file of {rows} rows."))
register("work_item.remind", _("{actor} reminded {holder_name}: due on {due}"))
register(
    "work_item.escalate",
    _("{actor} reported to {addressee_name}: {holder_name} has not acted by the due date {due}"),
)
register(
    "work_item.unattended",
    _("Nobody holds the post at {holder_name}; its administrators and its authority were told"),
)
register("work_item.attended", _("Somebody holds the post at {holder_name} again"))
register("work_item.own_case", _("Own case of {house}: the step was reported to its supervisors"))
register("work_item.annul", _("{actor} annulled what was said of {holder_name} being late: {reason}"))
register("work_item.urge", _("{actor} urged {holder_name}: {sentence}"))
register("work_item.move", _("{notice} moved the due date from {old} to {new}. It was entered by {actor}."))
register(
    "work_item.annul_lateness",
    _("{notice} moved the due date from {old} to {new}: done in time, the lateness is annulled."),
)
register(
    "work_item.pass_on",
    _("From {on} on, “{successor_name}” takes the place of “{name}” in this case ({document})."),
)
register(
    "calendar.moved",
    _("{notices}: due dates of {holder_name} that moved: {moved}; lateness annulled: {annulled}."),
)

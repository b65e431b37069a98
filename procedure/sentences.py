"""What the trail says of claims and releases."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("work_item.claim", _("{actor} claimed the work item"))
register("work_item.release", _("{actor} released the work item"))

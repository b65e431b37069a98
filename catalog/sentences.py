"""What the trail says of the catalogue (art. 17, 20)."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import register

register("submission.draft", _("{actor} drafted a catalogue entry."))
register("submission.submit", _("{actor} filed the entry with the Bureau."))
register("submission.publish", _("{actor} published the entry."))
register("submission.refuse", _("{actor} did not publish the entry: {reason}"))
register("submission.withdraw", _("{actor} withdrew the submission."))
register("catalog.import", _("{organization_name} imported and published {count} catalogue entries."))

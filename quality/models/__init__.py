"""Quality issues, events that make updates due, update duties (art. 29(5), 38-40)."""

from quality.models.duties import ChangeEvent, UpdateDuty
from quality.models.issues import QualityIssue
from quality.models.staleness import Reminder

__all__ = ["ChangeEvent", "QualityIssue", "Reminder", "UpdateDuty"]

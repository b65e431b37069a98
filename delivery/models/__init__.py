"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.emergencies import EmergencyStop
from delivery.models.grants import Grant, GrantStatus
from delivery.models.resources import Resource, ResourceStatus
from delivery.models.stops import Hold
from delivery.models.subscriptions import (
    Message,
    MessageStatus,
    PushTarget,
    Subscription,
    SubscriptionKey,
)
from delivery.models.suspensions import Suspension

__all__ = [
    "EmergencyStop",
    "Grant",
    "GrantStatus",
    "Hold",
    "Message",
    "MessageStatus",
    "PushTarget",
    "Resource",
    "ResourceStatus",
    "Subscription",
    "SubscriptionKey",
    "Suspension",
]

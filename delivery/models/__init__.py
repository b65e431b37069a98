"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.emergencies import EmergencyStop
from delivery.models.grants import Grant, GrantStatus
from delivery.models.resources import Resource, ResourceStatus
from delivery.models.stops import Hold
from delivery.models.subscriptions import (
    Delivery,
    DeliveryStatus,
    PushTarget,
    Subscription,
    SubscriptionKey,
)
from delivery.models.suspensions import Suspension

__all__ = [
    "Delivery",
    "DeliveryStatus",
    "EmergencyStop",
    "Grant",
    "GrantStatus",
    "Hold",
    "PushTarget",
    "Resource",
    "ResourceStatus",
    "Subscription",
    "SubscriptionKey",
    "Suspension",
]

"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.api_sources import ApiSource
from delivery.models.clues import Clue, ClueKind, Outage
from delivery.models.deliveries import Delivery, DeliveryState
from delivery.models.emergencies import EmergencyStop
from delivery.models.grants import Grant, GrantStatus
from delivery.models.head_targets import HeadTarget
from delivery.models.loads import Load, LoadStatus, Stage
from delivery.models.quotas import Quota, Tally
from delivery.models.resources import Resource, ResourceKind, ResourceStatus
from delivery.models.sources import Cycle, Driver, Source
from delivery.models.stops import Hold
from delivery.models.subscriptions import (
    Message,
    MessageStatus,
    PushTarget,
    Subscription,
    SubscriptionKey,
)
from delivery.models.suspensions import Suspension
from delivery.models.versions import LoadMode, Origin, StoredFile, Version

__all__ = [
    "ApiSource",
    "Clue",
    "ClueKind",
    "Cycle",
    "Delivery",
    "DeliveryState",
    "Driver",
    "EmergencyStop",
    "Grant",
    "GrantStatus",
    "HeadTarget",
    "Hold",
    "Load",
    "LoadMode",
    "LoadStatus",
    "Message",
    "MessageStatus",
    "Origin",
    "Outage",
    "PushTarget",
    "Quota",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "Source",
    "Stage",
    "StoredFile",
    "Subscription",
    "SubscriptionKey",
    "Suspension",
    "Tally",
    "Version",
]

"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.api_sources import ApiSource
from delivery.models.grants import Grant, GrantStatus
from delivery.models.loads import Load, LoadStatus, Stage
from delivery.models.resources import Resource, ResourceKind, ResourceStatus
from delivery.models.sources import Cycle, Driver, Source
from delivery.models.versions import LoadMode, Origin, StoredFile, Version

__all__ = [
    "ApiSource",
    "Cycle",
    "Driver",
    "Grant",
    "GrantStatus",
    "Load",
    "LoadMode",
    "LoadStatus",
    "Origin",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "Source",
    "Stage",
    "StoredFile",
    "Version",
]

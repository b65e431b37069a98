"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.grants import Grant, GrantStatus
from delivery.models.resources import Resource, ResourceKind, ResourceStatus
from delivery.models.services import ApiSource
from delivery.models.versions import LoadMode, Origin, StoredFile, Version

__all__ = [
    "ApiSource",
    "Grant",
    "GrantStatus",
    "LoadMode",
    "Origin",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "StoredFile",
    "Version",
]

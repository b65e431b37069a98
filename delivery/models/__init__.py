"""What is supplied and to whom: resources mounted behind entries, grants to use them (art. 23, 42-46)."""

from delivery.models.grants import Grant, GrantStatus
from delivery.models.resources import Resource, ResourceStatus

__all__ = ["Grant", "GrantStatus", "Resource", "ResourceStatus"]

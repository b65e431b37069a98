"""The key of a subscribed system: it acts for the user under its one grant, for data only (art. 44)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from audit.trail import Snapshot
from delivery.models import SubscriptionKey
from delivery.subscription import keys
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind

DATA = "/api/v1/data/"
UNKNOWN = _("The portal does not know this key. Issue a new one on the page of the subscription.")
DATA_ONLY = _("This key reads data only. Use an access token or sign in for everything else.")


@dataclass(frozen=True)
class System(Actor):
    """A subscribed system, which acts for the user of one grant; the trail names its key."""

    key: SubscriptionKey | None = None
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True

    @classmethod
    def by(cls, key: SubscriptionKey) -> "System":
        holder = key.subscription.grant.holder
        return cls(holdings=(Holding(holder.pk, holder, PostKind.HANDLER),), key=key)

    @property
    def pk(self) -> str:
        """What throttles and logs tell callers apart by."""
        return self.key.prefix if self.key else ""

    @property
    def is_anonymous(self) -> bool:
        return False

    @property
    def grant_id(self) -> int | None:
        """The one grant that this system knows."""
        return self.key.subscription.grant_id if self.key else None

    def snapshot(self, organization_id: int | None = None, post: str | None = None) -> Snapshot:
        """The system as the trail keeps it: its key and its name, for the organization of the grant."""
        assert self.key is not None
        holder = self.key.subscription.grant.holder
        return Snapshot(
            person=self.key.prefix,
            person_name=self.key.system,
            organization=holder.code,
            organization_name=holder.name,
            post="system",
        )


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer gsk_…`; other bearers are left to the next one."""

    def authenticate(self, request: Request) -> tuple[Any, SubscriptionKey] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip().startswith(keys.MARK):
            return None
        key = keys.known(secret.strip())
        if key is None:
            raise AuthenticationFailed(UNKNOWN)
        if not request.path.startswith(DATA):
            raise AuthenticationFailed(DATA_ONLY)
        keys.note_use(key)
        return System.by(key), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "delivery.subscription.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "The key of a subscribed system."}

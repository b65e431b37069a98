"""Bearer tokens for programs: found by digest, refused once expired or the person is no longer active."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from organizations.models import AccessToken, User
from organizations.prepared import Prepared

REFUSED = _("The access token is not valid: unknown, expired or revoked. Issue a new one on the portal.")


def _token(digest: str) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(digest=digest).select_related("user")


TOKENS = Prepared(_token)


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer SECRET`. Reading never deletes an expired token."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AccessToken]:
        try:
            digest = hash_token(token.decode("ascii"))
        except (ValueError, TypeError) as unreadable:  # not ASCII, or not what knox hands out
            raise AuthenticationFailed(REFUSED) from unreadable
        found = next(iter(TOKENS.rows(digest)), None)
        if found is None or found.has_expired or not found.user.is_active:
            raise AuthenticationFailed(REFUSED)
        return found.user, found


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "organizations.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal access token."}

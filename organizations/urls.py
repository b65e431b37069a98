"""Addresses of the own account, and of organizations for programs."""

from django.urls import URLPattern, path, re_path

from organizations import api as views
from organizations import pages as account
from organizations.models import CODE

pages: list[URLPattern] = [
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", account.SignOut.as_view(), name="sign-out"),
    path("account/password/", account.Password.as_view(), name="password"),
    path("account/tokens/", account.access_tokens, name="tokens"),
    re_path(r"^account/tokens/(?P<number>[0-9a-f]{16})/revoke/$", account.revoke_token, name="revoke-token"),
]
api: list[URLPattern] = [
    path("organizations/", views.Organizations.as_view(), name="organizations"),
    re_path(rf"^organizations/(?P<code>{CODE})/$", views.OneOrganization.as_view(), name="organization"),
    path("me/", views.Me.as_view(), name="me"),
]

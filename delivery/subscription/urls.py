"""The addresses of a subscription."""

from django.urls import path

from delivery.subscription import api as programs
from delivery.subscription import pages as views

SUBSCRIPTION = "delivery/grants/<str:number>/subscription/"

pages = [
    path(SUBSCRIPTION, views.subscription, name="subscription"),
    path(f"{SUBSCRIPTION}accept/", views.accept, name="accept"),
    path(f"{SUBSCRIPTION}arrange/", views.arrange, name="arrange"),
    path(f"{SUBSCRIPTION}target/", views.name_target, name="name-target"),
    path(f"{SUBSCRIPTION}keys/", views.issue_key, name="issue-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/replace/", views.replace_key, name="replace-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/revoke/", views.revoke_key, name="revoke-key"),
    path(f"{SUBSCRIPTION}messages/<str:message>/again/", views.send_again, name="send-again"),
]
api = [
    path(SUBSCRIPTION, programs.SubscriptionView.as_view(), name="subscription"),
    path(f"{SUBSCRIPTION}target/", programs.TargetView.as_view(), name="name-target"),
    path(f"{SUBSCRIPTION}keys/", programs.Keys.as_view(), name="issue-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/", programs.OneKey.as_view(), name="revoke-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/replace/", programs.ReplaceKey.as_view(), name="replace-key"),
    path(f"{SUBSCRIPTION}messages/", programs.Messages.as_view(), name="messages"),
    path(f"{SUBSCRIPTION}messages/<str:message>/again/", programs.SendAgain.as_view(), name="send-again"),
]

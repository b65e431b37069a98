"""The addresses of subscriptions, daily limits, suspensions and emergency stops."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from delivery.quotas import api as quota_api
from delivery.quotas import pages as quota_pages
from delivery.stops import pages as stop_pages
from delivery.stops.api import EmergencyStopViewSet, SuspensionViewSet
from delivery.subscription import api as programs
from delivery.subscription import pages as views

SUBSCRIPTION = "delivery/grants/<str:number>/subscription/"

router = SimpleRouter()
router.register("delivery/suspensions", SuspensionViewSet, basename="suspension")
router.register("delivery/emergency-stops", EmergencyStopViewSet, basename="emergency-stop")

pages = [
    path(SUBSCRIPTION, views.subscription, name="subscription"),
    path(f"{SUBSCRIPTION}accept/", views.accept, name="accept"),
    path(f"{SUBSCRIPTION}arrange/", views.arrange, name="arrange"),
    path(f"{SUBSCRIPTION}target/", views.name_target, name="name-target"),
    path(f"{SUBSCRIPTION}keys/", views.issue_key, name="issue-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/replace/", views.replace_key, name="replace-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/revoke/", views.revoke_key, name="revoke-key"),
    path(f"{SUBSCRIPTION}messages/<str:message>/again/", views.send_again, name="send-again"),
    path("delivery/suspensions/", stop_pages.suspensions, name="suspensions"),
    path("delivery/emergency-stops/", stop_pages.emergency_stops, name="emergency-stops"),
    path("delivery/grants/<str:number>/quota/", quota_pages.quota, name="quota"),
    path("delivery/grants/<str:number>/suspend/", views.suspend, name="suspend"),
    path("delivery/entries/<str:code>/stop/", views.stop, name="stop"),
]
api = [
    path(SUBSCRIPTION, programs.SubscriptionView.as_view(), name="subscription"),
    path("delivery/grants/<str:number>/quota/", quota_api.QuotaView.as_view(), name="quota"),
    path(f"{SUBSCRIPTION}target/", programs.TargetView.as_view(), name="name-target"),
    path(f"{SUBSCRIPTION}keys/", programs.Keys.as_view(), name="issue-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/", programs.OneKey.as_view(), name="revoke-key"),
    path(f"{SUBSCRIPTION}keys/<str:prefix>/replace/", programs.ReplaceKey.as_view(), name="replace-key"),
    path(f"{SUBSCRIPTION}messages/", programs.Messages.as_view(), name="messages"),
    path(f"{SUBSCRIPTION}messages/<str:message>/again/", programs.SendAgain.as_view(), name="send-again"),
    *router.urls,
]

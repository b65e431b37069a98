"""The addresses of suspensions and emergency stops."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from delivery.stops import pages as views
from delivery.stops.api import EmergencyStopViewSet, SuspensionViewSet

router = SimpleRouter()
router.register("delivery/suspensions", SuspensionViewSet, basename="suspension")
router.register("delivery/emergency-stops", EmergencyStopViewSet, basename="emergency-stop")

pages = [
    path("delivery/suspensions/", views.suspensions, name="suspensions"),
    path("delivery/emergency-stops/", views.emergency_stops, name="emergency-stops"),
    path("delivery/grants/<str:number>/suspend/", views.suspend, name="suspend"),
    path("delivery/entries/<str:code>/stop/", views.stop, name="stop"),
]
api = router.urls

"""The addresses of the gateway: taking data, and looking at what was taken."""

from django.urls import path

from delivery.gateway import api as programs
from delivery.gateway import pages as views

pages = [
    path("delivery/usage/", views.use, name="usage"),
    path("delivery/deliveries/<str:number>/", views.delivery, name="delivery"),
    path("delivery/trace/", views.trace, name="trace"),
]
api = [
    path("data/<str:resource>/counts/", programs.Counts.as_view(), name="counts"),
    path("data/<str:resource>/export/<str:form>/", programs.Export.as_view(), name="export"),
    path("data/<str:resource>/files/", programs.Files.as_view(), name="files"),
    path("data/<str:resource>/files/<str:name>", programs.File.as_view(), name="file"),
    path("data/<str:resource>/call/<path:path>", programs.CallService.as_view(), name="call"),
    path("delivery/deliveries/", programs.Deliveries.as_view(), name="deliveries"),
    path("delivery/deliveries/<str:number>/", programs.Manifest.as_view(), name="delivery"),
    path("delivery/usage/", programs.UsageFigures.as_view(), name="usage"),
    path("delivery/trace/<str:digest>/", programs.Trace.as_view(), name="trace"),
]

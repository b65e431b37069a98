"""The addresses of daily limits."""

from django.urls import path

from delivery.quotas import pages as views
from delivery.quotas.api import QuotaView

QUOTA = "delivery/grants/<str:number>/quota/"

pages = [path(QUOTA, views.quota, name="quota")]
api = [path(QUOTA, QuotaView.as_view(), name="quota")]

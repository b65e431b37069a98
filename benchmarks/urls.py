"""The portal's addresses and, after them, the peers'."""

from django.urls import path

from benchmarks.by_hand import ByHand, Raw
from config import urls as portal
from config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

STEP = "<str:number>/steps/<slug:step>/"
urlpatterns = [
    *portal.urlpatterns,
    path(f"by-hand/{STEP}", ByHand.as_view()),
    path(f"raw/{STEP}", Raw.as_view()),
]

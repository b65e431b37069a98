"""The interface for programs: its description as OpenAPI, and a page to read it on that needs no internet."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView, SpectacularYAMLAPIView
from rest_framework.permissions import AllowAny


@method_decorator(
    csp_replace({"style-src": [SELF, "'unsafe-inline'"], "worker-src": [SELF, "blob:"]}), name="dispatch"
)
class DocumentationPage(SpectacularSwaggerSplitView):
    """Swagger UI sets inline styles: this page alone permits them; scripts still come from here only."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    url_name = "portal-api:openapi"
    title = "Guishu API"


class Schema(SpectacularYAMLAPIView):
    """The description is public, as the interface's addresses are."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []


docs = DocumentationPage.as_view()
schema = Schema.as_view()

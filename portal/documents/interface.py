"""`docs/openapi.yaml`: the description of the REST interface, in English."""

from collections.abc import Iterator

from django.utils.translation import override
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


def pages() -> Iterator[tuple[str, str]]:
    """The description as YAML; remarks about it are the business of `manage.py spectacular`."""
    with override("en"), GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
    yield "openapi.yaml", OpenApiYamlRenderer().render(schema, renderer_context={}).decode()

"""The catalogue for programs: search, one entry, and filing new ones (art. 17, 18, 20, 32)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import policy
from catalog.examples import A_SUBMISSION, AN_ENTRY, ENTRIES, UNKNOWN_THEME
from catalog.filters import EntryFilter
from catalog.forms import form_from_json
from catalog.models import Entry, EntryVersion, Submission
from catalog.presentation import read
from catalog.serializers import (
    CatalogueEntryDetailSerializer,
    CatalogueEntrySerializer,
    StatedSerializer,
    SubmissionSerializer,
)
from organizations.actors import of_request
from procedure.engine import begin
from procedure.errors import NotYours
from procedure.rest import DRY_RUN, KEY, PROBLEMS, READING, CaseViewSet
from refusals.pagination import WrongParameter
from refusals.rest import problems
from refusals.tree import FieldError, Malformed

PAGING = {"cursor", "page_size"}
FIELDS = OpenApiParameter(
    "fields", str, description="Members wanted, divided by commas, such as `code,name`."
)


class WrongFilters(Malformed):
    """Some parameters of the address are wrong, and are named."""

    code = "invalid"
    sentence = _("Please correct the named parameters.")

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__()
        self._errors = tuple(errors)

    @property
    def errors(self) -> Sequence[FieldError]:
        return self._errors


class JsonOnly(DefaultContentNegotiation):
    """Always JSON: here `?format=` is a filter of the catalogue, not a choice of representation."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


class PublicView(GenericAPIView[EntryVersion]):
    """Reading needs no account; what is shown depends on who asks."""

    permission_classes = (AllowAny,)
    content_negotiation_class = JsonOnly
    renderer_classes = (JSONRenderer,)
    filter_backends = ()
    queryset = EntryVersion.objects.none()
    allowed = frozenset({"fields"})

    def only(self, request: Request) -> list[str]:
        """The members that `?fields=` names; an unknown one is an error, and so is an unknown parameter."""
        for name in request.query_params:
            if name not in self.allowed:
                raise WrongParameter(name[:100], "unknown_parameter", _("There is no such parameter here."))
        wanted = [name for name in request.query_params.get("fields", "").split(",") if name]
        known = cast("CatalogueEntrySerializer", self.get_serializer()).fields
        for name in wanted:
            if name not in known:
                sentence = _("“%(name)s” is not a member of an entry.") % {"name": name[:100]}
                raise WrongParameter("fields", "unknown_field", sentence)
        return wanted


class EntryList(PublicView):
    """The published entries that the reader may see."""

    serializer_class = CatalogueEntrySerializer
    ordering = "-place"
    allowed = frozenset({*EntryFilter.base_fields, *PAGING, "fields"})

    @extend_schema(
        operation_id="catalog_entries",
        summary="Search the catalogue",
        description="Names that contain the whole of `q` come first, then the newer entries. Every word"
        " of `q` must occur in the name, abstract, field titles, keywords, provider or code.",
        parameters=[
            OpenApiParameter("q", str, description="Words to search for, at most 100 characters."),
            OpenApiParameter("organization", str, description="Code of the provider."),
            *(
                OpenApiParameter(name, str, enum=[value for value, _label in field.choices if value])
                for name, field in EntryFilter.base_fields.items()
                if hasattr(field, "choices")
            ),
            FIELDS,
        ],
        responses={200: CatalogueEntrySerializer(many=True), **problems(400, 401, 503)},
        examples=[ENTRIES, UNKNOWN_THEME],
        tags=["catalog"],
    )
    def get(self, request: Request) -> Response:
        only = self.only(request)
        form = EntryFilter(request.query_params)
        if not form.is_valid():
            raise WrongFilters(form.faults())
        visible = Entry.objects.visible_to(of_request(request)).published()
        found = form.narrow(visible).placed(form.cleaned_data["q"]).with_version()
        page = self.paginate_queryset(found)  # entries, each shown by its version
        data = self.get_serializer(list(versions(page or [])), many=True, only=only).data
        return self.get_paginated_response(data)


class EntryDetail(PublicView):
    """One published entry with its fields."""

    serializer_class = CatalogueEntryDetailSerializer

    @extend_schema(
        operation_id="catalog_entry",
        summary="One entry",
        parameters=[FIELDS],
        responses={200: CatalogueEntryDetailSerializer, **problems(400, 401, 404, 410, 503)},
        examples=[AN_ENTRY],
        tags=["catalog"],
    )
    def get(self, request: Request, code: str) -> Response:
        only = self.only(request)
        version = next(versions([read(code, of_request(request))]))
        answer = Response(self.get_serializer(version, only=only).data)
        return tagged(request, answer)


def versions(entries: Iterable[Any]) -> Iterator[EntryVersion]:
    """The current versions, each knowing its entry without another query."""
    for entry in entries:
        entry.current.entry = entry
        yield entry.current


def tagged(request: Request, answer: Response) -> Any:
    """The answer with a strong ETag of what it says; 304 for a reader who has it."""
    said = JSONRenderer().render(answer.data)
    tag = quote_etag(hashlib.sha256(said).hexdigest()[:32])
    answer["ETag"] = tag
    return get_conditional_response(request._request, etag=tag, response=answer)  # noqa: SLF001 - DRF's name for it


@extend_schema_view(
    list=extend_schema(
        summary="Submissions that you may see",
        responses={200: SubmissionSerializer, **READING},
        tags=["catalog"],
    ),
    retrieve=extend_schema(
        summary="One submission", responses={200: SubmissionSerializer, **READING}, tags=["catalog"]
    ),
    create=extend_schema(
        summary="Draft a new entry",
        request=StatedSerializer,
        responses={201: SubmissionSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
        examples=[A_SUBMISSION],
        tags=["catalog"],
    ),
)
class SubmissionViewSet(CaseViewSet):
    """New entries on their way into the catalogue."""

    kind = Submission
    queryset = Submission.objects.all()
    serializer_class = SubmissionSerializer

    def visible(self) -> Any:
        return super().visible().select_related("entry").defer("entry__search_text", "entry__search_vector")

    def open_case(self, request: Request) -> Response:
        if not policy.may_file(self.actor):
            raise NotYours
        particulars = form_from_json(request.data, self.actor).cleaned()
        return self.perform(request, lambda: begin(Submission, actor=self.actor, **particulars), status=201)

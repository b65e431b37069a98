"""The REST door of saved filters: one's own, of any list."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import Actor, of_request
from procedure.idempotency import once
from procedure.rest import KEY, PROBLEMS, READING
from procedure.saved import filters as saved
from procedure.saved.filters import SavedFilter

LIST = OpenApiParameter("list", str, description="Of this list only: inbox, grants and so on.")


class SavedFilterSerializer(serializers.ModelSerializer[SavedFilter]):
    """A query string under a name; `address` is the list so narrowed."""

    list = serializers.CharField(source="listing", max_length=32)
    address = serializers.CharField(read_only=True)

    class Meta:
        model = SavedFilter
        fields = ["id", "list", "name", "query", "is_default", "address"]


class DefaultSerializer(serializers.Serializer[Any]):
    """Whether the filter is taken when the list is opened plainly."""

    is_default = serializers.BooleanField()


class SavedFilterViewSet(viewsets.GenericViewSet[SavedFilter]):
    """The filters that you have saved, 20 of each list at most."""

    queryset = SavedFilter.objects.none()
    serializer_class = SavedFilterSerializer
    lookup_field = "pk"
    pagination_class = None
    filter_backends = ()

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def get_queryset(self) -> QuerySet[SavedFilter]:
        return saved.of_person(self.actor)

    @extend_schema(
        summary="Your saved filters",
        parameters=[LIST],
        responses={200: SavedFilterSerializer(many=True), **READING},
    )
    def list(self, request: Request) -> Response:
        wanted = request.query_params.get("list")
        rows = self.get_queryset().filter(listing=wanted) if wanted else self.get_queryset()
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        summary="Save a filter", responses={201: SavedFilterSerializer, **PROBLEMS}, parameters=[KEY]
    )
    def create(self, request: Request) -> Response:
        return once(request, lambda: self._keep(request))

    @extend_schema(
        summary="Take the filter by itself, or no longer",
        request=DefaultSerializer,
        responses={200: SavedFilterSerializer, **PROBLEMS},
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        told = DefaultSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        found = saved.find(self.actor, pk)
        saved.prefer(found, self.actor, wanted=told.validated_data["is_default"])
        return Response(self.get_serializer(found).data)

    @extend_schema(summary="Remove a filter", responses={204: None, **READING})
    def destroy(self, request: Request, pk: int) -> Response:
        saved.find(self.actor, pk).delete()
        return Response(status=204)

    def _keep(self, request: Request) -> Response:
        told = self.get_serializer(data=request.data)
        told.is_valid(raise_exception=True)
        said = told.validated_data
        kept = saved.keep(
            self.actor, said["listing"], said["name"], said["query"], is_default=said.get("is_default", False)
        )
        return Response(self.get_serializer(kept).data, status=201)

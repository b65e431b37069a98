"""The REST door of posts and stand-ins, and of duties whose post nobody holds (art. 5, 9-11)."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations import staffing
from organizations.actors import Actor, of_request
from organizations.kinds import PostKind
from organizations.models import Post, StandIn
from procedure.idempotency import once
from procedure.models import WorkItem
from procedure.particulars import from_json
from procedure.rest import KEY, PROBLEMS, READING
from procedure.serializers import BuiltOnce, InboxItemSerializer, PartySerializer
from procedure.staffing.forms import Appointment, Cover
from procedure.staffing.unattended import unattended_for

HOUSE = OpenApiParameter("organization", str, description="The code of one organization.")


class StandInSerializer(BuiltOnce[StandIn]):
    """Who stands in, from the first to the last day."""

    person = serializers.CharField(source="user.username")
    person_name = serializers.CharField(source="user.name")

    class Meta:
        model = StandIn
        fields = ["id", "person", "person_name", "starts", "ends"]


class PostSerializer(BuiltOnce[Post]):
    """A post, who holds it on which days, and the stand-ins that are or will be."""

    organization = PartySerializer()
    post = serializers.ChoiceField(choices=PostKind.choices, source="kind")
    person = serializers.CharField(source="user.username")
    person_name = serializers.CharField(source="user.name")
    stand_ins = StandInSerializer(many=True)

    class Meta:
        model = Post
        fields = ["id", "organization", "post", "person", "person_name", "starts", "ends", "stand_ins"]


class AppointmentSerializer(serializers.Serializer[Any]):
    """A post to fill."""

    organization = serializers.CharField(max_length=40)
    post = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in staffing.APPOINTABLE])
    person = serializers.CharField(max_length=150, help_text="A user name.")
    starts = serializers.DateField()
    ends = serializers.DateField(required=False, allow_null=True)


class CoverSerializer(serializers.Serializer[Any]):
    """A stand-in to name."""

    person = serializers.CharField(max_length=150, help_text="The user name of a colleague.")
    starts = serializers.DateField()
    ends = serializers.DateField()


class PostViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Post]):
    """The posts of your organizations, and of those whose posts you fill."""

    queryset = Post.objects.none()
    serializer_class = PostSerializer
    filter_backends = ()
    ordering = ("id",)

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def get_queryset(self) -> QuerySet[Post]:
        rows = staffing.with_stand_ins(staffing.posts_seen(self.actor)).order_by("pk")
        code = self.request.query_params.get("organization")
        return rows.filter(organization__code=code) if code else rows

    @extend_schema(
        summary="Posts and stand-ins",
        tags=["posts"],
        parameters=[HOUSE],
        responses={200: PostSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Fill a post",
        description="By the organization's administrator; where it has none, by that of its authority.",
        tags=["posts"],
        request=AppointmentSerializer,
        responses={201: PostSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def create(self, request: Request) -> Response:
        return once(request, lambda: self._appoint(request))

    @extend_schema(
        summary="Name a stand-in",
        description="By who holds the post, or by the administrator.",
        tags=["posts"],
        request=CoverSerializer,
        responses={201: StandInSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def cover(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._cover(request, pk))

    @extend_schema(
        summary="End a stand-in at once",
        tags=["posts"],
        request=None,
        responses={204: None, **PROBLEMS},
        parameters=[KEY],
    )
    def end(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._end(pk))

    def _appoint(self, request: Request) -> Response:
        data = request.data if isinstance(request.data, dict) else {}
        if data.get("organization"):
            staffing.house_of(self.actor, str(data["organization"]))
        said = from_json(Appointment, request.data, actor=self.actor).cleaned()
        made = staffing.appoint(actor=self.actor, **said)
        return Response(PostSerializer(made, context=self.get_serializer_context()).data, status=201)

    def _cover(self, request: Request, pk: int) -> Response:
        post = staffing.post_seen(self.actor, pk)
        if not staffing.may_cover(self.actor, post):
            raise staffing.NotYourHouse
        said = from_json(Cover, request.data, actor=self.actor, origin=post).cleaned()
        return Response(StandInSerializer(staffing.cover(post, actor=self.actor, **said)).data, status=201)

    def _end(self, pk: int) -> Response:
        staffing.end(staffing.stand_in_seen(self.actor, pk), actor=self.actor)
        return Response(status=204)


class UnattendedViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[WorkItem]):
    """Open duties whose post nobody holds, for the administrator who fills it."""

    queryset = WorkItem.objects.none()
    serializer_class = InboxItemSerializer
    filter_backends = ()
    ordering = ("due", "id")

    def get_queryset(self) -> QuerySet[WorkItem]:
        return unattended_for(of_request(self.request)).with_case()

    @extend_schema(
        summary="Duties whose post nobody holds",
        tags=["posts"],
        responses={200: InboxItemSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

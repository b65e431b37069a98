"""The subscription of a grant over REST: duties, way, keys, address, messages (art. 29(4), 44)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.models import Message, Subscription
from delivery.policy import grant_of
from delivery.subscription import forms, keys, policy, targets, webhooks
from delivery.subscription import subscribing as subscriptions
from delivery.subscription.serializers import (
    IssuedKeySerializer,
    MessageSerializer,
    SubscriptionSerializer,
    SystemKeySerializer,
)
from organizations.actors import Actor, of_request
from procedure.idempotency import once
from procedure.particulars import Particulars, from_json
from procedure.rest import KEY
from procedure.serializers import documented
from refusals.rest import problems
from refusals.tree import NotFound

READING = problems(400, 401, 403, 404, 503)
WRITING = problems(400, 401, 403, 404, 409, 413, 415, 422, 503)


def subscription_of(actor: Actor, number: str) -> Subscription:
    """The subscription of a grant, with its grant. NotFound before the duties were accepted."""
    grant = grant_of(actor, number)
    subscription = subscriptions.of(grant)
    if subscription is None:
        raise NotFound
    subscription.grant = grant
    return subscription


class _Subscribed(APIView):
    """What the addresses below share."""

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def said(self, form: type[Particulars], **context: Any) -> dict[str, Any]:
        return from_json(form, self.request.data, actor=self.actor, **context).cleaned()

    def answer(self, subscription: Subscription, status: int = 200) -> Response:
        keeps = policy.subscribes(self.actor, subscription.grant) is not None
        shown = SubscriptionSerializer(_with_secret(subscription), context={"keeps": keeps})
        return Response(shown.data, status=status, headers={"Cache-Control": "no-store"})


def _with_secret(subscription: Subscription) -> Subscription:
    target = getattr(subscription, "target", None)
    if target is None:
        subscription._state.fields_cache["target"] = None  # noqa: SLF001 - none is an answer, not an error
    else:
        target.secret = webhooks.secret_of(target.salt)
    return subscription


class SubscriptionView(_Subscribed):
    """The user's side of a grant."""

    @extend_schema(
        operation_id="delivery_subscription",
        tags=["delivery"],
        responses={200: SubscriptionSerializer, **READING},
    )
    def get(self, request: Request, number: str) -> Response:
        return self.answer(subscription_of(self.actor, number))

    @extend_schema(
        operation_id="delivery_subscribe",
        summary="Accept the duties and subscribe",
        tags=["delivery"],
        parameters=[KEY],
        request=documented(forms.Accept, "AcceptDuties"),
        responses={201: SubscriptionSerializer, **WRITING},
    )
    def post(self, request: Request, number: str) -> Response:
        return once(request, lambda: self._accepted(number))

    def _accepted(self, number: str) -> Response:
        grant = grant_of(self.actor, number)
        said = self.said(forms.Accept)
        subscription = subscriptions.accept(grant, actor=self.actor, version=said["version"])
        subscription.grant = grant
        return self.answer(subscription, 201)

    @extend_schema(
        operation_id="delivery_arrange",
        summary="Choose the way of supply and the networks",
        tags=["delivery"],
        request=documented(forms.Arrange, "ArrangeSubscription"),
        responses={200: SubscriptionSerializer, **WRITING},
    )
    def put(self, request: Request, number: str) -> Response:
        subscription = subscription_of(self.actor, number)
        said = self.said(forms.Arrange, origin=subscription.grant)
        subscriptions.arrange(subscription, actor=self.actor, way=said["way"], allowed=said["networks"])
        return self.answer(subscription)


class Keys(_Subscribed):
    """A secret is told once, and never kept: a repeat under the same `Idempotency-Key` does not say it."""

    @extend_schema(
        operation_id="delivery_issue_key",
        summary="Issue a key",
        tags=["delivery"],
        parameters=[KEY],
        request=documented(forms.Issue, "IssueKey"),
        responses={201: IssuedKeySerializer, **WRITING},
    )
    def post(self, request: Request, number: str) -> Response:
        subscription = subscription_of(self.actor, number)

        def act() -> Response:
            return _told(*keys.issue(subscription, actor=self.actor, **self.said(forms.Issue)))

        return once(request, act, without=("secret",))


class ReplaceKey(_Subscribed):
    """A new key while the old one still opens for some hours."""

    @extend_schema(
        operation_id="delivery_replace_key",
        summary="Replace a key",
        tags=["delivery"],
        parameters=[KEY],
        request=documented(forms.Replace, "ReplaceKey"),
        responses={201: IssuedKeySerializer, **WRITING},
    )
    def post(self, request: Request, number: str, prefix: str) -> Response:
        key = keys.of(subscription_of(self.actor, number), prefix)

        def act() -> Response:
            return _told(*keys.replace(key, actor=self.actor, **self.said(forms.Replace)))

        return once(request, act, without=("secret",))


class OneKey(_Subscribed):
    """A key is ended at once."""

    @extend_schema(
        operation_id="delivery_revoke_key",
        summary="Revoke a key",
        tags=["delivery"],
        responses={200: SystemKeySerializer, **WRITING},
    )
    def delete(self, request: Request, number: str, prefix: str) -> Response:
        key = keys.of(subscription_of(self.actor, number), prefix)
        keys.revoke(key, actor=self.actor)
        key.refresh_from_db()
        return Response(SystemKeySerializer(key).data)


def _told(key: Any, secret: str) -> Response:
    key.secret = secret
    return Response(IssuedKeySerializer(key).data, status=201, headers={"Cache-Control": "no-store"})


class TargetView(_Subscribed):
    """Where the system is told of new versions."""

    @extend_schema(
        operation_id="delivery_name_target",
        summary="Set the address of your system, or switch it on again",
        tags=["delivery"],
        request=documented(forms.Target, "NameTarget"),
        responses={200: SubscriptionSerializer, **WRITING},
    )
    def put(self, request: Request, number: str) -> Response:
        subscription = subscription_of(self.actor, number)
        targets.name(subscription, actor=self.actor, **self.said(forms.Target))
        return self.answer(subscription_of(self.actor, number))


class Messages(ListAPIView[Message]):
    """What the system was told, the newest first."""

    serializer_class = MessageSerializer
    ordering = "-pk"
    filter_backends = ()

    @extend_schema(
        operation_id="delivery_messages",
        tags=["delivery"],
        parameters=[OpenApiParameter("number", str, OpenApiParameter.PATH)],
        responses={200: MessageSerializer(many=True), **READING},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Message.objects.none()
        subscription = subscription_of(of_request(self.request), self.kwargs["number"])
        return Message.objects.filter(target__subscription=subscription).select_related("resource")


class SendAgain(_Subscribed):
    """A message goes out once more, under the same id."""

    @extend_schema(
        operation_id="delivery_send_again",
        summary="Send a message again",
        tags=["delivery"],
        parameters=[KEY],
        request=None,
        responses={200: MessageSerializer, **WRITING},
    )
    def post(self, request: Request, number: str, message: str) -> Response:
        return once(request, lambda: self._sent(number, message))

    def _sent(self, number: str, message: str) -> Response:
        subscription = subscription_of(self.actor, number)
        found = targets.send_again(subscription, message, actor=self.actor)
        found.refresh_from_db()
        return Response(MessageSerializer(found).data)

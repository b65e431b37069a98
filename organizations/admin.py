"""The administrators' desk: organizations, people, posts and tokens; the trail has every change (ch. 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from audit.trail import record
from organizations import policy, tokens
from organizations.actors import of_request
from organizations.models import (
    AccessToken,
    BusinessLine,
    Division,
    Organization,
    OrganizationName,
    Post,
    StandIn,
    User,
)
from organizations.pages import administration_door
from organizations.querysets import today
from refusals.tree import Forbidden

admin.site.login = administration_door  # type: ignore[method-assign]
admin.site.unregister(Group)  # authority comes from posts and the three administrators
if admin.site.is_registered(AuthToken):
    admin.site.unregister(AuthToken)  # tokens are ours: `AccessToken`
SECRETS = frozenset({"password", "digest", "token_key"})
for unneeded in (AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(unneeded):
        admin.site.unregister(unneeded)


class Administered:
    """Who may look and change is the policy's answer, not Django's; nothing is deleted, it ends."""

    model: type[models.Model]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.may_see_administration(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_see_administration(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_administer(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_administer(request.user, self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Chooser(AutocompleteSelect):
    """Django's own fails on a value that is no key; this one shows nothing chosen."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        return super().optgroups(name, [chosen for chosen in value if self.is_key(chosen)], attrs)

    def is_key(self, chosen: str) -> bool:
        try:
            self.field.target_field.to_python(chosen)
        except ValidationError:
            return False
        return True


class Recorded(Administered, admin.ModelAdmin):
    """Writes into the trail what Django's own log of changes would say, with the values before and after."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, widget=Chooser(db_field, self.admin_site), **kwargs
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        note(request, "organizations.add", obj, after=values(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        note(
            request,
            "organizations.change",
            obj,
            before=getattr(obj, "values_before", None),
            after=values(obj),
        )
        return super().log_change(request, obj, message)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.values_before = values(type(obj).objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)


@transaction.atomic
def note(request: HttpRequest, act: str, obj: models.Model, **states: Any) -> None:
    """One entry for one changed row, by the administrator."""
    subject = getattr(obj, "code", None) or getattr(obj, "username", None) or str(obj.pk)
    told = {"what": type(obj).__name__, "name": str(obj)}
    record(act, actor=of_request(request).snapshot(), subject=subject, particulars=told, **states)


def values(obj: models.Model) -> dict[str, str]:
    """The stored values as text; secrets are left out."""
    fields = obj._meta.concrete_fields
    return {f.name: str(getattr(obj, f.attname)) for f in fields if f.name not in SECRETS}


class FormerNames(Administered, admin.TabularInline):
    model = OrganizationName
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(Recorded):
    list_display = ["code", "name", "tier", "kind", "division", "authority", "ends"]
    list_filter = ["tier", "kind"]
    list_select_related = ["division", "authority"]
    search_fields = ["code", "name", "short_name", "name_en"]
    autocomplete_fields = ["division", "business_line", "parent", "authority", "successor"]
    inlines = [FormerNames]

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        """A new name keeps the old one with its days."""
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            obj.keep_name(form.initial["name"], form.initial["name_en"], since=today())


@admin.register(Division)
class DivisionAdmin(Recorded):
    list_display = ["code", "name", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]


@admin.register(BusinessLine)
class BusinessLineAdmin(Recorded):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(User)
class PersonAdmin(Recorded, UserAdmin):
    """Accounts are the system administrator's, appointments the security administrator's, nobody's own."""

    list_display = ["username", "name", "kind", "administrator_kind", "is_active"]
    list_filter = ["kind", "administrator_kind", "is_active"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "kind", "email", "is_active"]}),
        (_("Administration"), {"fields": ["administrator_kind"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "kind", "usable_password", "password1", "password2"]})
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        readonly = [] if policy.may_appoint(request.user, obj) else ["administrator_kind"]
        keeps_accounts = policy.may_administer(request.user, Organization)
        return readonly if keeps_accounts else [*readonly, "username", "name", "kind", "email"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_administer(request.user, Organization)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        if "administrator_kind" in form.changed_data:
            obj.appoint(obj.administrator_kind)
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Resets a password; Django names the argument."""
        person = User.objects.filter(pk=id).first() if id.isdigit() else None
        if person is None or not policy.may_set_password(request.user, person):
            raise Forbidden
        return super().user_change_password(request, id, form_url)


@admin.register(Post)
class PostAdmin(Recorded):
    list_display = ["organization", "kind", "user", "starts", "ends"]
    list_filter = ["kind"]
    list_select_related = ["organization", "user"]
    search_fields = ["organization__name", "organization__code", "user__username", "user__name"]
    autocomplete_fields = ["organization", "user"]


@admin.register(StandIn)
class StandInAdmin(Recorded):
    list_display = ["post", "user", "starts", "ends"]
    list_select_related = ["post__organization", "post__user", "user"]
    search_fields = ["post__user__username", "user__username"]
    autocomplete_fields = ["post", "user"]


@admin.register(AccessToken)
class AccessTokenAdmin(Administered, admin.ModelAdmin):
    """Tokens are issued by their owners; the security administrator revokes them."""

    list_display = ["number", "user", "name", "created", "expiry"]
    list_select_related = ["user"]
    search_fields = ["user__username", "name"]
    fields = readonly_fields = ("number", "user", "name", "created", "expiry")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policy.may_administer(request.user, AccessToken)

    def delete_model(self, request: HttpRequest, obj: AccessToken) -> None:
        tokens.revoke(obj, actor=of_request(request).snapshot())

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[AccessToken]) -> None:
        for token in queryset.select_related("user"):
            tokens.revoke(token, actor=of_request(request).snapshot())

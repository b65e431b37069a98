"""System, security and audit exclude each other, in the forms and in the database (art. 5)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from organizations.admin import PersonAdmin
from organizations.kinds import AdministratorKind, PersonKind, PostKind
from organizations.models import Post, StandIn, User
from tests.cast import SINCE, PostFactory, UserFactory, seated

RUNNING = [AdministratorKind.SYSTEM, AdministratorKind.SECURITY]


def run(sql: str, *values: object) -> str:
    """The constraint that the database names when it refuses the statement."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(refused.value.__cause__.diag.constraint_name)


@pytest.mark.article("5")
def test_one_person_is_one_administrator_because_one_column_holds_it(db):
    person = UserFactory(administrator_kind=AdministratorKind.SYSTEM)
    User.objects.filter(pk=person.pk).update(administrator_kind=AdministratorKind.AUDIT)
    assert User.objects.get(pk=person.pk).administrator_kind == AdministratorKind.AUDIT
    two = "UPDATE organizations_user SET administrator_kind = 'system,audit' WHERE id = %s"
    assert run(two.replace("system,audit", "sys+audit"), person.pk) == "person_administrator_kind"


@pytest.mark.article("5")
@pytest.mark.parametrize("kind", RUNNING)
def test_the_database_refuses_the_auditor_s_post_to_who_runs_the_system(cast, kind):
    person = UserFactory(administrator_kind=kind)
    insert = "INSERT INTO organizations_post (user_id, organization_id, kind, starts) VALUES (%s, %s, %s, %s)"
    assert run(insert, person.pk, cast.bureau.pk, "auditor", SINCE) == "auditors_do_not_run_the_system"


@pytest.mark.parametrize("kind", RUNNING)
def test_the_database_refuses_to_make_an_auditor_run_the_system(cast, kind):
    update = "UPDATE organizations_user SET administrator_kind = %s WHERE id = %s"
    assert run(update, kind, cast.audrey.pk) == "auditors_do_not_run_the_system"


@pytest.mark.parametrize("kind", RUNNING)
def test_the_database_refuses_such_a_stand_in(cast, kind):
    post = Post.objects.get(user=cast.audrey)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(
            post=post, user=UserFactory(administrator_kind=kind), starts=SINCE, ends="2030-01-01"
        )


def test_the_database_refuses_posts_to_citizens(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(user=cast.cindy, organization=cast.hr)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.alice.pk).update(kind=PersonKind.CITIZEN)


def test_a_post_that_is_over_excludes_nothing(cast):
    Post.objects.filter(user=cast.audrey).update(ends="2020-01-01")
    User.objects.filter(pk=cast.audrey.pk).update(administrator_kind=AdministratorKind.SYSTEM)
    assert User.objects.get(pk=cast.audrey.pk).administrator_kind == AdministratorKind.SYSTEM


@pytest.mark.parametrize("kind", RUNNING)
def test_the_form_says_so_in_a_sentence(cast, kind):
    cast.audrey.administrator_kind = kind
    with pytest.raises(ValidationError) as refused:
        cast.audrey.clean()
    assert [e.code for e in refused.value.error_dict["administrator_kind"]] == ["auditor_exclusive"]
    assert "administrator_kind" in str(PersonAdmin.fieldsets)
    assert User._meta.get_field("administrator_kind").help_text


def test_an_audit_administrator_may_be_auditor(cast):
    person = seated("amy", cast.bureau, PostKind.AUDITOR)
    User.objects.filter(pk=person.pk).update(administrator_kind=AdministratorKind.AUDIT)
    User.objects.get(pk=person.pk).clean()

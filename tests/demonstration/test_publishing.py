import pytest

from catalog.demonstration import establish
from catalog.models import Entry
from demonstration import catalogue
from organizations import demonstration as organizations


@pytest.mark.django_db
@pytest.mark.article("17")
def test_it_fills_the_catalogue_once_with_every_entry():
    organizations.establish()
    count = len(catalogue.entries())
    assert (establish(catalogue.entries()), establish(catalogue.entries())) == (count, 0)
    assert Entry.objects.published().count() == count

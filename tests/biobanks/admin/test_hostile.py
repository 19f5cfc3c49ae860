"""Forms of the catalogue in the admin, sent with what no browser sends."""

import pytest
from django.urls import reverse

from biobanks.models import Collection
from tests.biobanks.admin.forms import values_of
from tests.biobanks.factories import CollectionFactory


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "1 OR 1=1", "9" * 30])
@pytest.mark.parametrize("name", ["biobank", "contact", "networks", "external_references"])
def test_a_row_that_is_none_is_asked_for_again(admin_client, name, key):
    collection = CollectionFactory()
    path = reverse("admin:biobanks_collection_change", args=[collection.pk])
    values = values_of(admin_client.get(path))

    response = admin_client.post(path, values | {name: key})

    assert response.status_code == 200
    assert "Please correct the error" in response.content.decode()
    assert Collection.objects.get().biobank == collection.biobank

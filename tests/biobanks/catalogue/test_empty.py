"""The page of the search where there is nothing to find yet."""

import pytest

from tests.biobanks.catalogue.results import status_of


@pytest.mark.django_db
def test_page_without_entries(client):
    response = client.get("/catalogue/")

    assert (response.status_code, status_of(response)) == (200, "0 biobanks and 0 collections")

"""The node's own pages, as readers open them."""

from pages.enums import KnownPage

PATHS = {page: "/" if page == "home" else f"/{page}/" for page in KnownPage.values}


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()

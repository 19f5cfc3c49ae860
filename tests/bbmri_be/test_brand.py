"""The node's own logo in the place of the wordmark."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from bbmri_be import brand

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0"/></svg>'


@pytest.fixture
def folder(tmp_path, settings):
    settings.BRAND_FOLDER = str(tmp_path)
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("brand", str(tmp_path))]
    brand.logo.cache_clear()
    yield tmp_path
    brand.logo.cache_clear()


@pytest.mark.django_db
def test_logo_takes_the_place_of_the_wordmark(client, folder):
    (folder / "logo.svg").write_text(DRAWING)

    html = client.get("/").content.decode()

    assert '<img src="/static/brand/logo.svg" alt="BBMRI.be" width="132" height="44">' in html
    assert "logo-dark" not in html
    assert "<small>Belgian biobank network</small>" not in html


@pytest.mark.django_db
def test_dark_pages_have_the_dark_logo(client, folder):
    (folder / "logo.svg").write_text(DRAWING)
    (folder / "logo-dark.svg").write_text(DRAWING)

    html = client.get("/").content.decode()

    source = '<source media="(prefers-color-scheme: dark)" srcset="/static/brand/logo-dark.svg">'
    assert source in html


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        (None, "cannot be read"),
        ("<svg></svg>", "has no viewBox"),
        ("a picture", "has no viewBox"),
        ('<svg viewBox="0 0 10 0">', "has no viewBox"),
    ],
)
def test_logo_that_cannot_be_shown_stops_the_site_with_a_sentence(folder, drawing, sentence):
    if drawing is not None:
        (folder / "logo.svg").write_text(drawing)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        brand.logo()


def test_without_a_folder_there_is_no_logo():
    assert brand.logo() is None

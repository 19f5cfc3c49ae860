"""Towns as the reader calls them."""

import pytest

from biobanks.places import town
from tests.biobanks.factories import BiobankFactory


@pytest.mark.parametrize(
    ("written", "nl", "fr", "de", "en"),
    [
        ("Ghent", "Gent", "Gand", "Gent", "Ghent"),
        ("Gand", "Gent", "Gand", "Gent", "Ghent"),
        ("Liège", "Luik", "Liège", "Lüttich", "Liège"),
        (
            "Antwerp (Wilrijk)",
            "Antwerpen (Wilrijk)",
            "Anvers (Wilrijk)",
            *["Antwerpen (Wilrijk)"],
            "Antwerp (Wilrijk)",
        ),
        (
            "Brussels (Laeken)",
            "Brussel (Laken)",
            "Bruxelles (Laeken)",
            "Brüssel (Laeken)",
            "Brussels (Laeken)",
        ),
        (
            "Brussels (Woluwe-Saint-Lambert)",
            "Brussel (Sint-Lambrechts-Woluwe)",
            "Bruxelles (Woluwe-Saint-Lambert)",
            "Brüssel (Woluwe-Saint-Lambert)",
            "Brussels (Woluwe-Saint-Lambert)",
        ),
        ("Lille-sous-Bois", *["Lille-sous-Bois"] * 4),
        ("", *[""] * 4),
    ],
)
def test_town_in_each_language(written, nl, fr, de, en):
    assert [town(written, code) for code in ("nl", "fr", "de", "en")] == [nl, fr, de, en]


@pytest.mark.django_db
def test_pages_name_towns_in_the_readers_language(client):
    BiobankFactory(
        slug="ghent", name="Bank", city="Ghent", postcode="9000", latitude=51, longitude=3.7
    )

    shown = {
        path: town in client.get(path).content.decode()
        for path, town in [
            ("/biobanks/ghent/", "9000 Ghent"),
            ("/nl/biobanks/ghent/", "9000 Gent"),
            ("/fr/biobanks/", "Bank, Gand"),
            ("/fr/catalogue/", "Gand"),
            ("/catalogue/", "Ghent"),
            ("/nl/catalogue/", "Gent"),
        ]
    }

    assert shown == dict.fromkeys(shown, True)
